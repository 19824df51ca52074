using System.Text.Json;
using Wardmark.Actions.Parties;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>A person of the marketplace has looked at a reference that was set aside: it counts again, and is not set aside any more.</summary>
public sealed class TrustReference(Db db, LiveRegister live, TimeProvider time)
{
    const int LongestWhy = 2_000;

    /// <summary>Says so, with a reason. The right's own side cannot: it would speak for its own reference.</summary>
    public async Task<Outcome<ReferenceSetAside>> Run(long markId, string? reference, string? why, Caller caller, CancellationToken stop)
    {
        if (!caller.IsStaff) return new NotAccepted("reference", "is set aside until the marketplace has looked at it");
        if (string.IsNullOrWhiteSpace(why) || why.Length > LongestWhy) return new NotAccepted("why", $"is required; at most {LongestWhy} characters");
        var done = await db.Write<Outcome<ReferenceSetAside>>(connection =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (connection.Run("UPDATE references_set_aside SET trusted_at = @now, trusted_by = @by, why = @why WHERE mark_id = @mark AND reference = @reference AND trusted_at IS NULL",
                ("@now", Instants.Write(now)), ("@by", caller.Name), ("@why", why.Trim()), ("@mark", markId), ("@reference", reference)) == 0)
                return new NotFound($"Reference {reference} of mark {markId}, set aside");
            using (var ledger = new LedgerAppender(connection, now, caller.Name))
                ledger.Append("brand.reference_trusted", ReferenceFloods.KeyOf(connection, markId), JsonSerializer.Serialize(new { reference, why = why.Trim() }, FindingJson.Wire));
            RescreenRequest.Write(connection, now);
            return ReferenceFloods.Of(connection, markId).Find(r => r.Reference == reference)!;
        }, stop);
        live.Changed();
        return done;
    }
}
