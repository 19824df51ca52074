using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Actions.Enrolments;

/// <summary>A filer, owner or agent whom an office or a court has sanctioned.</summary>
/// <param name="Source">The order, with its date.</param>
public sealed record Sanction(string Name, string Reason, string Source);

/// <summary>The sanctioned, as data: <c>wardmark import sanctions</c> brings the lists of offices in.</summary>
public static class SanctionList
{
    /// <summary>Every entry.</summary>
    public static List<Sanction> All(DbConnection connection) =>
        connection.Rows("SELECT name, reason, source FROM sanctions ORDER BY name", r => new Sanction(r.GetString(0), r.GetString(1), r.GetString(2)));

    /// <summary>Takes a source's list whole: what it no longer names is off the list. Rights already proved are looked at again.</summary>
    public static Task<int> Import(Db db, IRightWatch watch, IReadOnlyList<Sanction> entries, string actor, TimeProvider time, CancellationToken stop) => db.Write(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        var changed = 0;
        foreach (var source in entries.GroupBy(e => e.Source))
        {
            var names = source.Select(e => e.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var gone in connection.Rows("SELECT name FROM sanctions WHERE source = @source", r => r.GetString(0), ("@source", source.Key)).Where(n => !names.Contains(n)))
                changed += connection.Run("DELETE FROM sanctions WHERE name = @name", ("@name", gone));
        }

        changed += entries.Sum(s => connection.Run("""
            INSERT INTO sanctions (name, reason, source, added_at) VALUES (@name, @reason, @source, @at)
            ON CONFLICT (name) DO UPDATE SET reason = excluded.reason, source = excluded.source WHERE sanctions.reason <> excluded.reason OR sanctions.source <> excluded.source
            """, ("@name", s.Name), ("@reason", s.Reason), ("@source", s.Source), ("@at", Instants.Write(now))));
        if (changed == 0) return 0;
        using (var ledger = new LedgerAppender(connection, now, actor)) ledger.Append("sanctions.imported", "sanctions", JsonSerializer.Serialize(entries, FindingJson.Wire));
        foreach (var key in connection.Rows("SELECT DISTINCT right_key FROM enrolments WHERE state IN ('verified', 'suspended')", r => r.GetString(0)))
            if (MarkOf(connection, key) is { } mark)
                watch.Changed(connection, key, mark, mark, contact: null, now);
        return changed;
    }, stop);

    static Trademark? MarkOf(DbConnection connection, string key) =>
        connection.Scalar<string>("SELECT json FROM marks WHERE key = @key", ("@key", key)) is { } json ? JsonSerializer.Deserialize<Trademark>(json, FindingJson.Wire) : RightTable.Find(connection, key)?.Right.AsMark();
}
