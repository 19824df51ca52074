using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Wardmark.Storage;

/// <summary>Statements with named values, and rows read by name.</summary>
public static class Sql
{
    /// <summary>Runs a statement; the number of rows it changed.</summary>
    public static int Run(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row.</summary>
    public static T? Scalar<T>(this DbConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        // The databases differ in how wide they make a count, a sum or a truth.
        return command.ExecuteScalar() switch
        {
            null or DBNull => default,
            T value => value,
            var other => (T)Convert.ChangeType(other, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Every row, converted.</summary>
    public static List<T> Rows<T>(
        this DbConnection connection, string sql, Func<DbDataReader, T> row, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    /// <summary>Every row, converted one at a time: memory does not grow with their number.</summary>
    public static IEnumerable<T> Each<T>(this DbConnection connection, string sql, Func<DbDataReader, T> row, params (string Name, object? Value)[] values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return row(reader);
    }

    /// <summary>A text, or nothing.</summary>
    public static string? Text(this DbDataReader row, string name) =>
        row.GetOrdinal(name) is var at && row.IsDBNull(at) ? null : row.GetString(at);

    /// <summary>A whole number; 0 where there is none.</summary>
    public static long Number(this DbDataReader row, string name) =>
        row.GetOrdinal(name) is var at && row.IsDBNull(at) ? 0 : row.GetInt64(at);

    /// <summary>An instant, or nothing.</summary>
    public static DateTime? Instant(this DbDataReader row, string name) => row.Text(name) is { } text ? Instants.Read(text) : null;

    /// <summary>A statement that is run many times with other values; set them by position.</summary>
    public static DbCommand Prepare(this DbConnection connection, string sql, params ReadOnlySpan<string> names)
    {
        var command = Command(connection, sql, []);
        foreach (var name in names) Add(command, name, null);
        return command;
    }

    /// <summary>Runs a prepared statement with these values.</summary>
    public static void With(this DbCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = Bound(command, values[i]);
        command.ExecuteNonQuery();
    }

    static DbCommand Command(DbConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements are constants of this program; what strangers wrote comes in as values.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in values) Add(command, name, value);
        return command;
    }

    static void Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, Bound(command, value));
        command.Parameters.Add(parameter);
    }

    // A truth and an enum are whole numbers in both databases. PostgreSQL has no text with U+0000 in it.
    static object Bound(DbCommand command, object? value) => value switch
    {
        null => DBNull.Value,
        bool truth => truth ? 1L : 0L,
        Enum member => Convert.ToInt64(member, CultureInfo.InvariantCulture),
        string text when text.Contains('\0') && command is NpgsqlCommand => text.Replace('\0', '\uFFFD'),
        _ => value,
    };
}

/// <summary>Instants as the store writes them: UTC, so that text order is time order.</summary>
public static class Instants
{
    /// <summary>For the store.</summary>
    public static string Write(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>From the store.</summary>
    public static DateTime Read(string text) =>
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
}
