using System.Text.Json;
using System.Data.Common;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Actions.Policies;

/// <summary>A policy on record.</summary>
/// <param name="State">draft, shadow, live or expired.</param>
public sealed record PolicyView(
    long Id, string State, Policy Policy, string Note, string CreatedBy, DateTime CreatedAt, BackTest? Test, DateTime? TestedAt, string? ChangedBy, DateTime? ChangedAt);

/// <summary>Named queries over policies.</summary>
public static class PolicyTable
{
    /// <summary>Every policy, newest first.</summary>
    public static List<PolicyView> All(DbConnection connection) => connection.Rows("SELECT * FROM policies ORDER BY id DESC LIMIT 200", Read);

    /// <summary>One policy.</summary>
    public static PolicyView? Find(DbConnection connection, long id) =>
        connection.Rows("SELECT * FROM policies WHERE id = @id", Read, ("@id", id)) is [var found] ? found : null;

    /// <summary>Of findings made while a policy was in shadow, how many it would have treated so, by what was done.</summary>
    public static List<(Disposition Done, Disposition Shadow, long Count)> ShadowCounts(DbConnection connection) => connection.Rows(
        "SELECT disposition, shadow, COUNT(*) FROM findings WHERE shadow IS NOT NULL GROUP BY 1, 2 ORDER BY 1 DESC, 2 DESC",
        r => ((Disposition)r.GetInt32(0), (Disposition)r.GetInt32(1), r.GetInt64(2)));

    static PolicyView Read(DbDataReader r) => new(r.Number("id"), r.Text("state")!, Policy.Parse(r.Text("json")!), r.Text("note")!, r.Text("created_by")!,
        r.Instant("created_at")!.Value, r.Text("test") is { } test ? JsonSerializer.Deserialize<BackTest>(test, FindingJson.Wire) : null,
        r.Instant("tested_at"), r.Text("changed_by"), r.Instant("changed_at"));
}
