using System.Data.Common;
using System.Text.Json;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Procedure.Notices;
using Wardmark.Procedure.Standing;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>What people give to and take from notifiers: trust, a warning, a suspension after it (Art. 22, 23 DSA), and its complaint.</summary>
public sealed class StandingDesk(Db db, MailDesk mail, TimeProvider time)
{
    static readonly TimeSpan LinkLife = TimeSpan.FromDays(730);

    /// <summary>The notifier to whom a letter about its standing went, by the link in it.</summary>
    public static string? Open(DbConnection connection, string token, DateTime now) => Links.Look(connection, "standing", token, now);

    /// <summary>Names a trusted flagger, or no longer.</summary>
    public Task<Outcome<Standing>> Trust(string notifier, bool isTrusted, string? why, ClaimActor actor, CancellationToken stop) =>
        Step(notifier, isTrusted ? "trusted" : "trust_ended", why, actor, (s, reason, _) => s with { IsTrusted = isTrusted, Why = reason }, stop);

    /// <summary>Warns: without a warning nobody is suspended.</summary>
    public Task<Outcome<Standing>> Warn(string notifier, string? why, ClaimActor actor, CancellationToken stop) => Step(notifier, "warned", why, actor, (s, reason, now) => s with { WarnedAt = now, Why = reason, WarnedBy = actor.Name }, stop);

    /// <summary>Suspends for the time the rules give. Notices then are refused with the reason and the day on which it ends.</summary>
    public Task<Outcome<Standing>> Suspend(string notifier, string? why, ClaimActor actor, CancellationToken stop) => Step(notifier, "suspended", why, actor, (s, reason, now) =>
        s.WarnedAt is not { } warned || warned > now.AddDays(-1) || warned < now.AddDays(-365) ? new NotAccepted("notifier", "is warned first, at least a day and at most a year before")
        : s with { SuspendedUntil = now.AddDays(StandingRules.Current.SuspensionDays), Why = reason, SuspendedBy = actor.Name }, stop);

    /// <summary>The notifier complains.</summary>
    public Task<Outcome<Standing>> Complain(string notifier, string? text, ClaimActor actor, CancellationToken stop) => Step(notifier, "complained", text, actor, (s, words, now) =>
        s.SuspendedUntil is null && s.WarnedAt is null ? new NotAccepted("complaint", "there is nothing to complain about")
        : s.Complaints.Any(c => c.DecidedAt is null) ? new NotAccepted("complaint", "one is being heard") : s with { Complaints = [.. s.Complaints, new(words, now)] }, stop, bySender: true);

    /// <summary>Somebody else than who warned or suspended hears it.</summary>
    public Task<Outcome<Standing>> Hear(string notifier, bool isGranted, string? why, ClaimActor actor, CancellationToken stop) => Step(notifier, "complaint_heard", why, actor, (s, reason, now) =>
        s.Complaints.FirstOrDefault(c => c.DecidedAt is null) is not { } open ? new NotAccepted("complaint", "none is open")
        : actor.Name == s.SuspendedBy || actor.Name == s.WarnedBy ? new NotAccepted("complaint", $"{actor.Name} has warned or suspended; another person hears the complaint")
        : s with { SuspendedUntil = isGranted ? null : s.SuspendedUntil, WarnedAt = isGranted ? null : s.WarnedAt, Complaints = [.. s.Complaints.Select(c => c == open ? c with { DecidedBy = actor.Name,
            IsGranted = isGranted, Reason = reason, DecidedAt = now } : c)] }, stop);

    Task<Outcome<Standing>> Step(string notifier, string what, string? why, ClaimActor actor, Func<Standing, string, DateTime, Outcome<Standing>> step, CancellationToken stop, bool bySender = false) => db.Write<Outcome<Standing>>(connection =>
    {
        if (!actor.IsStaff && !bySender) return new NotFound($"Notifier {notifier}");
        if (ClaimDesk.Bad("why", why, 2_000) is { } bad) return bad;
        if (connection.Scalar<long>("SELECT EXISTS (SELECT 1 FROM notices WHERE notifier = @n)", ("@n", notifier)) == 0 && !(notifier.StartsWith("party:", StringComparison.Ordinal) && PartyDesk.Find(connection,
            notifier["party:".Length..]) is not null))
            return new NotFound($"Notifier {notifier}");
        var now = time.GetUtcNow().UtcDateTime;
        return step(NotifierRecords.StandingOf(connection, notifier), why!.Trim(), now).Match<Outcome<Standing>>(done =>
        {
            NotifierRecords.Keep(connection, done);
            Tell(connection, what, done, why.Trim(), now);
            using var ledger = new LedgerAppender(connection, now, actor.Name);
            ledger.Append($"notifier.{what}", notifier, "{}");
            return done;
        }, no => no);
    }, stop);

    // Whoever is warned or suspended hears of it, with the reason and the way to complain (Art. 23(2) and (3) DSA).
    void Tell(DbConnection connection, string what, Standing s, string why, DateTime now)
    {
        if (AddressOf(connection, s.Notifier) is not { } to) return;
        Letter? letter = what switch
        {
            "warned" => MailTexts.Warned(to, s.Notifier, why, Token()),
            "suspended" => MailTexts.Suspended(to, s.Notifier, why, s.SuspendedUntil!.Value, Token()),
            "complaint_heard" => MailTexts.StandingHeard(to, s.Notifier, s.Complaints[^1].IsGranted == true, why, Token()),
            _ => null,
        };
        if (letter is not null) mail.Queue(connection, letter, now);

        string Token() => Links.Make(connection, "standing", s.Notifier, now + LinkLife);
    }

    static string? AddressOf(DbConnection connection, string notifier) => notifier.StartsWith("party:", StringComparison.Ordinal)
        ? PartyDesk.Find(connection, notifier["party:".Length..])?.Address
        : connection.Rows("SELECT json FROM notices WHERE notifier = @n ORDER BY received_at DESC LIMIT 1", r => JsonSerializer.Deserialize<Notice>(r.GetString(0), ClaimTable.Json)!.Email, ("@n", notifier)) is [{ } email]
            ? PartyDesk.AddressOf(email)?.Address : null;
}
