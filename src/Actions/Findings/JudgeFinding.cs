using System.Text.Json;
using System.Data.Common;
using Wardmark.Registry.Answers;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Actions.Findings;

/// <summary>What a person decided about a finding.</summary>
public sealed record Judgement(long FindingId, string Verdict, string Reason);

/// <summary>Records a person's judgement in the ledger, with what that person saw. A later one may correct it; both stay.</summary>
public sealed class JudgeFinding(Db db, TimeProvider time)
{
    /// <summary>The verdicts there are.</summary>
    public static IReadOnlyList<string> Verdicts { get; } = ["confirmed", "dismissed", "unsure"];

    const int LongestReason = 2_000;

    /// <summary>Judges.</summary>
    public Task<Outcome<Judgement>> Run(Judgement judgement, string actor, CancellationToken stop) => db.Write(connection =>
    {
        if (Refuse(judgement) is { } no) return no;
        var found = connection.Rows("SELECT listing_id, mark, score, signals, ledger_seq FROM findings WHERE id = @id",
            r => (Listing: r.GetString(0), Mark: r.Text("mark"), Score: r.GetInt64(2), Signals: r.GetString(3), Seq: r.GetInt64(4)), ("@id", judgement.FindingId));
        if (found is not [var finding]) return new NotFound($"Finding {judgement.FindingId}");
        var now = time.GetUtcNow().UtcDateTime;
        using (var ledger = new LedgerAppender(connection, now, actor))
            ledger.Append("finding.judged", finding.Listing, JsonSerializer.Serialize(new
            {
                verdict = judgement.Verdict,
                reason = judgement.Reason,
                mark = finding.Mark,
                score = finding.Score,
                saw = finding.Seq,
                signals = JsonSerializer.Deserialize<JsonElement>(finding.Signals),
            }, FindingJson.Wire));
        connection.Run("UPDATE findings SET judgement = @verdict, judged_by = @by, judged_at = @at, reason = @reason WHERE id = @id",
            ("@verdict", judgement.Verdict), ("@by", actor), ("@at", Instants.Write(now)), ("@reason", judgement.Reason), ("@id", judgement.FindingId));
        Settle(connection, finding.Listing);
        return (Outcome<Judgement>)judgement;
    }, stop);

    static NotAccepted? Refuse(Judgement j) =>
        !Verdicts.Contains(j.Verdict) ? new("verdict", "is one of confirmed, dismissed, unsure")
        : string.IsNullOrWhiteSpace(j.Reason) ? new("reason", "is required; one sentence that the seller could read")
        : j.Reason.Length > LongestReason ? new("reason", $"has more than {LongestReason} characters")
        : null;

    // A dismissed finding no longer holds the listing.
    static void Settle(DbConnection connection, string listing) => connection.Run("""
        UPDATE listings SET disposition = COALESCE((SELECT MAX(disposition) FROM findings
          WHERE listing_id = @id AND (judgement IS NULL OR judgement <> 'dismissed')), 0) WHERE id = @id
        """, ("@id", listing));
}
