using System.Data.Common;
using System.Reflection;

namespace Wardmark.Storage;

/// <summary>
/// The store: a file in the data folder, or a PostgreSQL database beside it. Reads run side by side; writes go one at a
/// time, each in a transaction of its own.
/// </summary>
public sealed class Db : IDisposable
{
    /// <summary>The environment variable that names a PostgreSQL database, as a connection string of Npgsql.</summary>
    public const string Variable = "WARDMARK_DATABASE";

    readonly IEngine _engine;
    readonly SemaphoreSlim _oneWriter = new(1, 1);

    /// <summary>Opens or creates the store of a data folder, migrates it and refuses a setting that could lose a commit.</summary>
    /// <param name="folder">The data folder; pictures and documents lie there whatever the database.</param>
    /// <param name="postgres">A connection string; none: the embedded store.</param>
    /// <exception cref="InvalidDataException">The database is not fit to be one.</exception>
    public Db(string folder, string? postgres = null)
    {
        Folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(Folder);
        _engine = string.IsNullOrWhiteSpace(postgres) ? new SqliteEngine(Folder) : new PostgresEngine(postgres);
        using var connection = OpenFirst();
        _engine.AssertSafe(connection);
        Migrate(connection);
    }

    /// <summary>The data folder: the embedded store, the pictures, the operator's own weights.</summary>
    public string Folder { get; }

    /// <summary>The database the store lies in: SQLite or PostgreSQL.</summary>
    public string Engine => _engine is SqliteEngine ? "SQLite" : "PostgreSQL";

    /// <summary>The number of the last script of migration that has run.</summary>
    public long SchemaVersion => Read(_engine.VersionOf);

    /// <summary>A connection with the settings every connection must have.</summary>
    public DbConnection Open() => _engine.Open();

    DbConnection OpenFirst()
    {
        try
        {
            return Open();
        }
        catch (DbException e)
        {
            throw new InvalidDataException($"The store cannot be opened: {e.Message} It is {(_engine is SqliteEngine ? $"wardmark.db in {Folder}" : $"the PostgreSQL database that {Variable} names")}.", e);
        }
    }

    /// <summary>Reads.</summary>
    public T Read<T>(Func<DbConnection, T> read)
    {
        using var connection = Open();
        return read(connection);
    }

    /// <summary>Writes in one transaction: all of it is on the disk when this returns, or none.</summary>
    public async Task<T> Write<T>(Func<DbConnection, T> write, CancellationToken stop = default)
    {
        await _oneWriter.WaitAsync(stop);
        try
        {
            using var connection = Open();
            using var transaction = _engine.BeginWrite(connection);
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
        _engine.Dispose();
    }

    /// <summary>Brings the tables up to date, one numbered script at a time, each in its own transaction.</summary>
    void Migrate(DbConnection connection)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith($"{_engine.Scripts}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var number = int.Parse(name.AsSpan(_engine.Scripts.Length + 1, 4), null);
            using var transaction = _engine.BeginWrite(connection);
            if (_engine.VersionOf(connection) >= number) continue;
            using var script = new StreamReader(assembly.GetManifestResourceStream(name)!);
            connection.Run(script.ReadToEnd());
            _engine.SetVersion(connection, number);
            transaction.Commit();
        }
    }
}
