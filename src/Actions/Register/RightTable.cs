using System.Text.Json;
using System.Data.Common;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>A right that is no mark, as it is on record.</summary>
public sealed record RightView(string Key, Right Right, DateTime UpdatedAt);

/// <summary>Works, designs, patents and geographical indications on record.</summary>
public static class RightTable
{
    /// <summary>One right.</summary>
    public static RightView? Find(DbConnection connection, string key) => connection.Rows("SELECT * FROM rights WHERE key = @key", Read, ("@key", key)) is [var found] ? found : null;

    /// <summary>Rights after a key, those whose name or owner holds the search where one is given.</summary>
    public static List<RightView> Page(DbConnection connection, string? search, string? type, string? after, int count) => connection.Rows("""
        SELECT * FROM rights WHERE key > @after AND (CAST(@type AS TEXT) IS NULL OR type = @type)
          AND (CAST(@search AS TEXT) IS NULL OR instr(lower(name), lower(@search)) > 0 OR instr(lower(COALESCE(owner, '')), lower(@search)) > 0) ORDER BY key LIMIT @count
        """, Read, ("@after", after ?? ""), ("@type", type), ("@search", string.IsNullOrWhiteSpace(search) ? null : search.Trim()), ("@count", count));

    /// <summary>Puts a right on record, or renews it; false where it stands there in the same words.</summary>
    public static bool Keep(DbConnection connection, string key, Right right, string actor, DateTime now)
    {
        var json = JsonSerializer.Serialize(right, FindingJson.Wire);
        if (connection.Run("""
            INSERT INTO rights (key, type, name, owner, json, updated_at) VALUES (@key, @type, @name, @owner, @json, @at)
            ON CONFLICT (key) DO UPDATE SET type = excluded.type, name = excluded.name, owner = excluded.owner, json = excluded.json, updated_at = excluded.updated_at WHERE rights.json <> excluded.json
            """, ("@key", key), ("@type", JsonNamingPolicy.SnakeCaseLower.ConvertName(right.Type.ToString())), ("@name", right.Name), ("@owner", right.Owner), ("@json", json), ("@at", Instants.Write(now))) == 0) return false;
        using var ledger = new LedgerAppender(connection, now, actor);
        ledger.Append("right.imported", key, json);
        return true;
    }

    /// <summary>Takes rights of offices; what hangs on one that ends or changes hands hears of it in the same transaction.</summary>
    public static Task<int> Import(Db db, IRightWatch watch, IReadOnlyList<Right> rights, string actor, TimeProvider time, CancellationToken stop) => db.Write(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        var changed = 0;
        foreach (var right in rights)
        {
            var key = KeyOf(right)!;
            var was = Find(connection, key)?.Right.AsMark();
            if (!Keep(connection, key, right, actor, now)) continue;
            watch.Changed(connection, key, was, right.AsMark(), contact: null, now);
            changed++;
        }

        return changed;
    }, stop);

    /// <summary>The key of a right by its office and number; nothing where it has neither.</summary>
    public static string? KeyOf(Right right) => right is { Office: { } office, Number: { } number } ? $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(right.Type.ToString())}:{office.ToUpperInvariant()}:{number}" : null;

    static RightView Read(DbDataReader r) => new(r.Text("key")!, JsonSerializer.Deserialize<Right>(r.Text("json")!, FindingJson.Wire)!, r.Instant("updated_at")!.Value);
}
