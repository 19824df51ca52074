using System.Text.Json;
using System.Data.Common;
using Wardmark.Procedure.Measures;
using Wardmark.Procedure.Statements;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>A statement of reasons on record.</summary>
/// <param name="Letter">As the seller reads it.</param>
public sealed record StatementView(Statement Statement, string Letter, DateTime MadeAt, DateTime? SentAt, DateTime? ParkedAt, string? Error, string? Uuid);

/// <summary>A measure on record.</summary>
public sealed record MeasureView(long Seq, string? ClaimId, string? ListingId, string? SellerId, Measure Measure);

/// <summary>Statements of reasons and measures on record.</summary>
public static class StatementTable
{
    /// <summary>The statements of a claim, oldest first.</summary>
    public static List<StatementView> Of(DbConnection connection, string claimId) => connection.Rows("SELECT * FROM statements WHERE claim_id = @id ORDER BY made_at, id", Read, ("@id", claimId));

    /// <summary>One statement.</summary>
    public static StatementView? Find(DbConnection connection, string id) => connection.Rows("SELECT * FROM statements WHERE id = @id", Read, ("@id", id)) is [var found] ? found : null;

    /// <summary>Statements, newest first.</summary>
    public static List<StatementView> Page(DbConnection connection, int skip, int count) => connection.Rows("SELECT * FROM statements ORDER BY made_at DESC, id LIMIT @count OFFSET @skip", Read, ("@count", count), ("@skip", skip));

    /// <summary>Measures after a place.</summary>
    public static List<MeasureView> Measures(DbConnection connection, long after, int count) => connection.Rows("SELECT * FROM measures WHERE seq > @after ORDER BY seq LIMIT @count",
        r => new MeasureView(r.Number("seq"), r.Text("claim_id"), r.Text("listing_id"), r.Text("seller_id"), JsonSerializer.Deserialize<Measure>(r.Text("json")!, ClaimTable.Json)!), ("@after", after), ("@count", count));

    static StatementView Read(DbDataReader r) => new(JsonSerializer.Deserialize<Statement>(r.Text("json")!, ClaimTable.Json)!, r.Text("letter")!, r.Instant("made_at")!.Value, r.Instant("sent_at"),
        r.Instant("parked_at"), r.Text("error"), r.Text("uuid"));
}
