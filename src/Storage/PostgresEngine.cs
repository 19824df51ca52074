using System.Data.Common;
using Npgsql;

namespace Wardmark.Storage;

/// <summary>
/// A PostgreSQL server, for many processes over one store. Writers take one lock of the schema in turn: the ledger is a
/// chain, and what a decision has read must still be true when it is written.
/// </summary>
sealed class PostgresEngine : IEngine
{
    const int OldestKnown = 14;
    const string OneWriter = "SELECT pg_advisory_xact_lock(hashtextextended('wardmark ' || current_schema(), 0))";

    readonly NpgsqlDataSource _source;
    readonly string? _schema;

    /// <exception cref="InvalidDataException">The connection string cannot be read.</exception>
    public PostgresEngine(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "wardmark", MaxAutoPrepare = 256 };
            _schema = settings.SearchPath?.Split(',')[0].Trim();
            _source = NpgsqlDataSource.Create(settings);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"The database's connection string cannot be read: {e.Message} It looks like Host=db;Database=wardmark;Username=wardmark;Password=….", e);
        }
    }

    public string Scripts => "Postgres";

    public DbConnection Open() => _source.OpenConnection();

    public DbTransaction BeginWrite(DbConnection connection)
    {
        var transaction = connection.BeginTransaction();
        connection.Run($"SET LOCAL lock_timeout = '30s'; {OneWriter}");
        return transaction;
    }

    public void AssertSafe(DbConnection connection)
    {
        if (connection.Scalar<int>("SELECT current_setting('server_version_num')::int") / 10_000 is var version && version < OldestKnown)
            throw new InvalidDataException($"PostgreSQL {version} is not supported; {OldestKnown} or newer is needed.");
        foreach (var setting in (string[])["fsync", "full_page_writes", "synchronous_commit"])
            if (Setting(connection, setting) == "off") throw new InvalidDataException($"{setting} is off: the server could lose what it has acknowledged.");
        if (Setting(connection, "server_encoding") != "UTF8") throw new InvalidDataException("The database's encoding is not UTF8; create it with ENCODING 'UTF8'.");
        // Two processes that start together would both find nothing there; there is no schema yet whose lock they could take.
        using var transaction = connection.BeginTransaction();
        connection.Run("SELECT pg_advisory_xact_lock(hashtextextended('wardmark', 0))");
        if (_schema is not null) connection.Run($"CREATE SCHEMA IF NOT EXISTS {new NpgsqlCommandBuilder().QuoteIdentifier(_schema)}");
        connection.Run("CREATE TABLE IF NOT EXISTS schema_version (number BIGINT NOT NULL)");
        transaction.Commit();
    }

    public long VersionOf(DbConnection connection) => connection.Scalar<long>("SELECT COALESCE(MAX(number), 0) FROM schema_version");

    public void SetVersion(DbConnection connection, int number) => connection.Run("INSERT INTO schema_version VALUES (@number)", ("@number", (long)number));

    public void Dispose() => _source.Dispose();

    static string? Setting(DbConnection connection, string name) => connection.Scalar<string>("SELECT current_setting(@name)", ("@name", name));
}
