using System.Data.Common;
using Wardmark.Actions.Mail;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Enrolments;
using Wardmark.Storage;

namespace Wardmark.Actions.Enrolments;

/// <summary>
/// “Not me”: a contact on the register, or an owner, says that an enrolment is not theirs. The party and everything it has
/// begun stand still in the same transaction; two of the marketplace's people set a challenge aside.
/// </summary>
public sealed class ChallengeEnrolment(Db db, MailDesk mail, TimeProvider time)
{
    /// <summary>What a link is about, without using it: mail filters open links too.</summary>
    public string? Look(string token) => db.Read(c => Links.Look(c, "not-me", token, time.GetUtcNow().UtcDateTime) is { } id
        ? c.Scalar<string>("SELECT json_extract(e.json, '$.rightName') || ' · ' || p.name FROM enrolments e JOIN parties p ON p.id = e.party_id WHERE e.id = @id", ("@id", id)) : null);

    /// <summary>Uses the link: the party is frozen.</summary>
    public Task<Outcome<string>> Run(string token, CancellationToken stop) => db.Write(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (Links.Use(connection, "not-me", token, now) is not { } id) return new NotFound("This link is used, too old, or not one of ours; it");
        var e = EnrolmentTable.Find(connection, id, new("contact on the register", null))!;
        Freeze(connection, mail, e, "contact on the register", now);
        return (Outcome<string>)e.RightName;
    }, stop);

    internal static Enrolment Freeze(DbConnection connection, MailDesk mail, Enrolment challenged, string actor, DateTime now)
    {
        connection.Run("UPDATE parties SET frozen_at = COALESCE(frozen_at, @now) WHERE id = @id", ("@now", Instants.Write(now)), ("@id", challenged.PartyId));
        var result = challenged;
        foreach (var e in connection.Rows("SELECT id FROM enrolments WHERE party_id = @party", r => r.GetString(0), ("@party", challenged.PartyId))
            .ConvertAll(id => EnrolmentTable.Find(connection, id, new(actor, null))!))
        {
            var isIt = e.Id == challenged.Id;
            var frozen = EnrolmentTable.Change(connection, mail, e, x => isIt ? x.Challenge(now) : x.Freeze($"the party was challenged on its enrolment for {challenged.RightName}"), "challenged", actor, now);
            if (isIt) result = frozen.Match(x => x, _ => e);
        }

        return result;
    }
}
