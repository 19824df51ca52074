using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Wardmark.Storage;

/// <summary>The embedded store: one file in the data folder, WAL, every commit on the disk before it is acknowledged.</summary>
sealed class SqliteEngine(string folder) : IEngine
{
    // 3.51.3 mends a race by which two connections could lose a commit (sqlite.org/wal.html, WAL-reset).
    static readonly Version OldestSafe = new(3, 51, 3);

    // The connections beneath those of the pool, which keep what they were told.
    static readonly ConditionalWeakTable<object, object> SetUp = [];
    readonly string _path = Path.Combine(folder, "wardmark.db");

    public string Scripts => "Sqlite";

    public DbConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _path, DefaultTimeout = 30 }.ToString());
        connection.Open();
        if (SetUp.TryGetValue(connection.Handle!, out _)) return connection;
        connection.Run("PRAGMA busy_timeout=15000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF");
        SetUp.Add(connection.Handle!, this);
        return connection;
    }

    public DbTransaction BeginWrite(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: false);

    public void AssertSafe(DbConnection connection)
    {
        var version = Version.Parse(connection.Scalar<string>("SELECT sqlite_version()")!);
        if (version < OldestSafe) throw new InvalidDataException($"SQLite {version} can lose commits; {OldestSafe} or newer is needed.");
        if (connection.Scalar<long>("PRAGMA synchronous") < 2) throw new InvalidDataException("synchronous is not FULL.");
        if (connection.Scalar<string>("PRAGMA journal_mode") != "wal")
            throw new InvalidDataException("The journal is not WAL; is the data folder on a network file system?");
        if (connection.Scalar<long>("PRAGMA foreign_keys") != 1) throw new InvalidDataException("Foreign keys are off.");
        if (connection.Scalar<string>("PRAGMA quick_check(1)") is var check && check != "ok")
            throw new InvalidDataException($"The store is damaged: {check}. Restore a backup.");
    }

    public long VersionOf(DbConnection connection) => connection.Scalar<long>("PRAGMA user_version");

    public void SetVersion(DbConnection connection, int number) => connection.Run($"PRAGMA user_version={number}");

    public void Dispose() => SqliteConnection.ClearAllPools();
}
