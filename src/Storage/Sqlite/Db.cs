using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Wardmark.Storage.Sqlite;

/// <summary>
/// The embedded store: one file, WAL, every commit on the disk before it is acknowledged. Reads run side by side;
/// writes go one at a time, each in an immediate transaction, so that none finds the file busy half-way.
/// </summary>
public sealed class Db : IDisposable
{
    // 3.51.3 mends a race by which two connections could lose a commit (sqlite.org/wal.html, WAL-reset).
    static readonly Version OldestSafeSqlite = new(3, 51, 3);

    readonly string _path;
    readonly SemaphoreSlim _oneWriter = new(1, 1);

    /// <summary>Opens or creates the store of a data folder, migrates it and refuses a setting that could lose a commit.</summary>
    public Db(string folder)
    {
        Folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(Folder);
        _path = Path.Combine(Folder, "wardmark.db");
        using var connection = Open();
        AssertSafe(connection);
        Migrate(connection);
    }

    /// <summary>The data folder: the store, the pictures, the operator's own weights.</summary>
    public string Folder { get; }

    /// <summary>A connection with the settings every connection must have.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, DefaultTimeout = 30 }.ToString());
        connection.Open();
        connection.Run("PRAGMA busy_timeout=15000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF");
        return connection;
    }

    /// <summary>Reads.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        using var connection = Open();
        return read(connection);
    }

    /// <summary>Writes in one transaction: all of it is on the disk when this returns, or none.</summary>
    public async Task<T> Write<T>(Func<SqliteConnection, T> write, CancellationToken stop = default)
    {
        await _oneWriter.WaitAsync(stop);
        try
        {
            using var connection = Open();
            using var transaction = connection.BeginTransaction(deferred: false);
            var result = write(connection);
            transaction.Commit();
            return result;
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _oneWriter.Dispose();
        SqliteConnection.ClearAllPools();
    }

    static void AssertSafe(SqliteConnection connection)
    {
        var version = Version.Parse(connection.Scalar<string>("SELECT sqlite_version()")!);
        if (version < OldestSafeSqlite) throw new InvalidDataException($"SQLite {version} can lose commits; {OldestSafeSqlite} or newer is needed.");
        if (connection.Scalar<long>("PRAGMA synchronous") < 2) throw new InvalidDataException("synchronous is not FULL.");
        if (connection.Scalar<string>("PRAGMA journal_mode") != "wal")
            throw new InvalidDataException("The journal is not WAL; is the data folder on a network file system?");
        if (connection.Scalar<long>("PRAGMA foreign_keys") != 1) throw new InvalidDataException("Foreign keys are off.");
        if (connection.Scalar<string>("PRAGMA quick_check(1)") is var check && check != "ok")
            throw new InvalidDataException($"The store is damaged: {check}. Restore a backup.");
    }

    /// <summary>Brings the tables up to date, one numbered script at a time, each in its own transaction.</summary>
    static void Migrate(SqliteConnection connection)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => char.IsDigit(n[0])).Order(StringComparer.Ordinal))
        {
            var number = int.Parse(name[..4], null);
            using var transaction = connection.BeginTransaction(deferred: false);
            if (connection.Scalar<long>("PRAGMA user_version") >= number) continue;
            using var script = new StreamReader(assembly.GetManifestResourceStream(name)!);
            connection.Run(script.ReadToEnd());
            connection.Run($"PRAGMA user_version={number}");
            transaction.Commit();
        }
    }
}
