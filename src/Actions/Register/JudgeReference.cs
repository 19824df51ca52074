using System.Data.Common;
using System.Text.Json;
using Wardmark.Actions.Parties;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>
/// What a person of the marketplace says of a reference picture or logo: that it is set aside, as one on trial or in doubt, or that it
/// counts and is not set aside any more for meeting many. The right's own side says neither: it would speak for its own reference.
/// </summary>
public sealed class JudgeReference(Db db, LiveRegister live, TimeProvider time)
{
    const int LongestWhy = 2_000;

    /// <summary>Sets a reference aside until it is trusted: by itself it leads to no more than a look by a person.</summary>
    public Task<Outcome<ReferenceSetAside>> SetAside(long markId, string? reference, string? why, Caller caller, CancellationToken stop) => Run(markId, reference, why, caller, "brand.reference_set_aside", (connection, now) =>
        ShowRegister.Find(connection, markId) is { } mark && mark.Pictures.Any(p => p.Source == reference) && connection.Run("""
            INSERT INTO references_set_aside (mark_id, reference, sellers, set_aside_at, set_aside_by, doubt) VALUES (@mark, @reference, 0, @now, @by, @why)
            ON CONFLICT (mark_id, reference) DO UPDATE SET set_aside_at = excluded.set_aside_at, set_aside_by = excluded.set_aside_by, doubt = excluded.doubt, trusted_at = NULL, trusted_by = NULL, why = NULL
            WHERE references_set_aside.trusted_at IS NOT NULL
            """, ("@mark", markId), ("@reference", reference), ("@now", Instants.Write(now)), ("@by", caller.Name), ("@why", why!.Trim())) > 0, $"Reference {reference} of mark {markId} that counts", stop);

    /// <summary>Says that a reference that was set aside counts.</summary>
    public Task<Outcome<ReferenceSetAside>> Trust(long markId, string? reference, string? why, Caller caller, CancellationToken stop) => Run(markId, reference, why, caller, "brand.reference_trusted", (connection, now) =>
        connection.Run("UPDATE references_set_aside SET trusted_at = @now, trusted_by = @by, why = @why WHERE mark_id = @mark AND reference = @reference AND trusted_at IS NULL",
            ("@now", Instants.Write(now)), ("@by", caller.Name), ("@why", why!.Trim()), ("@mark", markId), ("@reference", reference)) > 0, $"Reference {reference} of mark {markId}, set aside", stop);

    async Task<Outcome<ReferenceSetAside>> Run(long markId, string? reference, string? why, Caller caller, string what, Func<DbConnection, DateTime, bool> say, string missing, CancellationToken stop)
    {
        if (!caller.IsStaff) return new NotAccepted("reference", "is judged by the marketplace; until the marketplace has looked it stays as it is");
        if (string.IsNullOrWhiteSpace(why) || why.Length > LongestWhy) return new NotAccepted("why", $"is required; at most {LongestWhy} characters");
        var done = await db.Write<Outcome<ReferenceSetAside>>(connection =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (!say(connection, now)) return new NotFound(missing);
            using (var ledger = new LedgerAppender(connection, now, caller.Name))
                ledger.Append(what, ReferenceFloods.KeyOf(connection, markId), JsonSerializer.Serialize(new { reference, why = why.Trim() }, FindingJson.Wire));
            RescreenRequest.Write(connection, now);
            return ReferenceFloods.Of(connection, markId).Find(r => r.Reference == reference)!;
        }, stop);
        live.Changed();
        return done;
    }
}
