using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Enrolments;
using Wardmark.Storage;

namespace Wardmark.Actions.Enrolments;

/// <summary>What one of the marketplace's people says of an enrolment. A key is one voice, as a person is.</summary>
public sealed class ReviewEnrolment(Db db, MailDesk mail, TimeProvider time)
{
    const int LongestReason = 2_000;

    /// <summary>Agrees or says no, with a reason the party reads.</summary>
    public Task<Outcome<EnrolmentView>> Run(string id, bool approves, string? reason, Caller caller, CancellationToken stop) => db.Write<Outcome<EnrolmentView>>(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (!caller.IsStaff || EnrolmentTable.Find(connection, id, caller) is not { } e) return new NotFound($"Enrolment {id}");
        if (string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason) return new NotAccepted("reason", $"is required, at most {LongestReason} characters; the party reads it");
        return EnrolmentTable.Change(connection, mail, e, x => x.Review(caller.Name, approves, reason.Trim(), now), approves ? "approved" : "refused", caller.Name, now).Match<Outcome<EnrolmentView>>(
            done =>
            {
                // The party moves again once no challenge stands against it.
                if (e.State == EnrolmentState.Frozen && done.State is EnrolmentState.Open or EnrolmentState.Verified)
                    connection.Run("UPDATE parties SET frozen_at = NULL WHERE id = @id AND NOT EXISTS (SELECT 1 FROM enrolments WHERE party_id = @id AND state = 'frozen')", ("@id", e.PartyId));
                return EnrolmentTable.View(connection, done, caller, now);
            },
            no => no);
    }, stop);
}
