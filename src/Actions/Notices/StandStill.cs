using System.Data.Common;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Register;
using Wardmark.Procedure.Claims;
using Wardmark.Registry.Enrolments;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>
/// Whether a claim stands still, looked at each time anything is to happen: the party was challenged, the right has ended on the
/// register, the enrolment is suspended. What the register said on the day of the notice is no answer on the day of the decision.
/// </summary>
static class StandStill
{
    /// <summary>The claim as it stands today; it moves again when what stopped it is over.</summary>
    public static Claim Look(DbConnection connection, Claim claim, DateTime now) =>
        claim.State is ClaimState.Lapsed or ClaimState.Retracted ? claim : Why(connection, claim, now) is { } why ? claim.Frozen == why ? claim : claim.Freeze(why) : claim.Free();

    static string? Why(DbConnection connection, Claim claim, DateTime now)
    {
        var notifier = connection.Scalar<string>("SELECT notifier FROM notices WHERE id = @id", ("@id", claim.NoticeId)) ?? "";
        var partyId = notifier.StartsWith("party:", StringComparison.Ordinal) ? notifier["party:".Length..] : null;
        if (partyId is not null && PartyDesk.Find(connection, partyId) is { FrozenAt: not null }) return "a contact on the register says that the notifier does not act for them";
        if (connection.Rows("SELECT id FROM marks WHERE key = @key", r => r.GetInt64(0), ("@key", claim.RightKey)) is [var id] && ShowRegister.Find(connection, id) is { } mark
            && mark.Mark.On(DateOnly.FromDateTime(now)) is { IsInForce: false } ended) return $"the register says {ended.Status}";
        if (partyId is null) return null;
        var own = EnrolmentTable.OfRight(connection, claim.RightKey).FindAll(e => e.PartyId == partyId);
        return !own.Exists(e => e.May(HolderAct.ReportListings)) && own.Find(e => e.State is EnrolmentState.Suspended or EnrolmentState.Frozen or EnrolmentState.Refused) is { } stopped
            ? $"the notifier's enrolment for the right is {stopped.State.ToString().ToLowerInvariant()}: {stopped.Why}" : null;
    }
}
