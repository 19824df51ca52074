using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Webhooks;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Clocks;
using Wardmark.Procedure.Measures;
using Wardmark.Procedure.Notices;
using Wardmark.Procedure.Statements;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>
/// What follows from a step, in its transaction: measures on record, one statement of reasons for each, letters to both sides,
/// messages to the marketplace. Read off the claim before and after, so that no step can forget one.
/// </summary>
public sealed class ClaimEffects(MailDesk mail, Site site)
{
    static readonly TimeSpan LinkLife = TimeSpan.FromDays(730);

    /// <summary>Writes everything that follows; <paramref name="was"/> is nothing for a claim that is new.</summary>
    public void Run(DbConnection connection, Claim? was, Claim claim, Notice notice, DateTime now)
    {
        using var outbox = new Outbox(connection, now);
        var before = was?.Measures.ToDictionary(m => m.Id) ?? [];
        var context = new Lazy<StatementContext>(() => ContextOf(connection, claim, notice, now));
        foreach (var m in claim.Measures)
            if (!before.TryGetValue(m.Id, out var old)) Apply(connection, claim, m, notice, context.Value, outbox, now);
            else if (old.EndedAt is null && m.EndedAt is not null) End(connection, claim, m, outbox, now);
        if (Has(claim, Happening.SellerAsked) && (was is null || !Has(was, Happening.SellerAsked)) && !claim.Measures.Any(m => m.HoldsAt(now)))
            Tell(connection, claim, Statement.Of(claim, null, context.Value, now), "seller.asked", outbox, now);
        if (claim.Decisions.Count > (was?.Decisions.Count ?? 0)) Decided(connection, claim, notice, outbox, now);
        if (claim.Restitutions.Count > (was?.Restitutions.Count ?? 0))
            outbox.Tell("claim.restored", new { claim_id = claim.Id, listing_id = claim.ListingId, seller_id = claim.SellerId, hours = claim.Restitutions[^1].Hours, duties = claim.Restitutions[^1].Duties, why = claim.Why });
        if (claim.Answers.Count > (was?.Answers.Count ?? 0)) Answered(connection, claim, notice, now);
        if (claim.Answers.Count > (was?.Answers.Count ?? 0) && claim.Answers[^1].Kind is AnswerKind.Consent or AnswerKind.Corrected) Guide(connection, claim, context.Value, outbox, now);
        if (claim.Replies.Count > (was?.Replies.Count ?? 0)) outbox.Tell("notifier.answered", new { claim_id = claim.Id, listing_id = claim.ListingId, seller_id = claim.SellerId, text = claim.Replies[^1].Text });
        if (claim.Complaints.Count(c => c.DecidedBy is not null) > (was?.Complaints.Count(c => c.DecidedBy is not null) ?? 0)) Heard(connection, claim, notice, outbox, now);
        if (was is not null && claim.State != was.State && claim.State is ClaimState.Retracted or ClaimState.Lapsed) ToNotifier(connection, claim, notice, MailTexts.ClaimClosed, now);
    }

    /// <summary>The facts of a claim as they would stand in a statement now, in English and without personal data.</summary>
    internal static string FactsOf(DbConnection connection, Claim claim, Notice notice, DateTime now) => Statement.Of(claim, claim.Measures.Count == 0 ? null : claim.Measures[^1], ContextOf(connection, claim, notice, now), now).Facts;

    // Who agrees learns the rule instead of getting a strike: in the account by the message, and by mail.
    void Guide(DbConnection connection, Claim claim, StatementContext context, Outbox outbox, DateTime now)
    {
        if (Guidance.Of(claim.Theory, context.SellerLanguage ?? context.ListingLanguage) is not { } guidance) return;
        outbox.Tell("seller.guided", new { claim_id = claim.Id, listing_id = claim.ListingId, seller_id = claim.SellerId, language = guidance.Language, rule = guidance.Rule, points = guidance.Points, source = guidance.Source });
        ToSeller(connection, claim, (to, id, right, listing, _, token) => MailTexts.Guided(to, id, listing, guidance.Rule, guidance.Text(), token), now);
    }

    void Apply(DbConnection connection, Claim claim, Measure m, Notice notice, StatementContext context, Outbox outbox, DateTime now)
    {
        var statement = Statement.Of(claim, m, context, now);
        Write(connection, claim, m);
        var letter = Tell(connection, claim, statement, "measure.applied", outbox, now);
        Keep(connection, statement, letter, Personal(claim, notice), now);
    }

    /// <summary>A measure against an account: a statement of reasons as for any other, to the seller and, under the DSA, to the EU's database.</summary>
    internal void Suspend(DbConnection connection, SellerCase c, Claim last, DateTime now)
    {
        var statement = Statement.OfAccount(c.Id, last, c.Strikes, c.Measure, c.Since!.Value, c.Until!.Value, c.Why, ContextOf(connection, last, ClaimTable.Notice(connection, last.NoticeId)!, now));
        using var outbox = new Outbox(connection, now);
        Keep(connection, statement, Tell(connection, last, statement, "account.statement", outbox, now), [], now);
    }

    // To the EU's database go the statements of online platforms that are not small (Art. 24(5), 29 DSA).
    static void Keep(DbConnection connection, Statement s, StatementLetter letter, List<string> personal, DateTime now) =>
        connection.Run("INSERT INTO statements (id, claim_id, json, letter, made_at, personal, due_at) VALUES (@id, @claim, @json, @letter, @at, @personal, @due)",
            ("@id", s.Id), ("@claim", s.ClaimId), ("@json", JsonSerializer.Serialize(s, ClaimTable.Json)), ("@letter", $"{letter.Subject}\n\n{letter.Text}"), ("@at", Instants.Write(now)),
            ("@personal", JsonSerializer.Serialize(personal, ClaimTable.Json)), ("@due", s.Regime.StartsWith("eu_dsa", StringComparison.Ordinal) && s.Regime != "eu_dsa_small" ? Instants.Write(now) : null));

    static void End(DbConnection connection, Claim claim, Measure m, Outbox outbox, DateTime now)
    {
        Write(connection, claim, m);
        outbox.Tell("measure.ended", new { measure_id = m.Id, claim_id = claim.Id, listing_id = claim.ListingId, seller_id = claim.SellerId, kind = m.Kind, ended_at = m.EndedAt, why = m.EndedWhy, at = now });
    }

    static void Write(DbConnection connection, Claim claim, Measure m) => connection.Run("""
        INSERT INTO measures (id, claim_id, listing_id, seller_id, kind, since, until, ended_at, seq, json) VALUES (@id, @claim, @listing, @seller, @kind, @since, @until, @ended, @seq, @json)
        ON CONFLICT (id) DO UPDATE SET until = excluded.until, ended_at = excluded.ended_at, seq = excluded.seq, json = excluded.json
        """, ("@id", m.Id), ("@claim", claim.Id), ("@listing", claim.ListingId), ("@seller", claim.SellerId), ("@kind", ClaimTable.Word(m.Kind)), ("@since", Instants.Write(m.Since)),
        ("@until", m.Until is { } u ? Instants.Write(u) : null), ("@ended", m.EndedAt is { } e ? Instants.Write(e) : null),
        ("@seq", connection.Scalar<long>("SELECT COALESCE(MAX(seq), 0) + 1 FROM measures")), ("@json", JsonSerializer.Serialize(m, ClaimTable.Json)));

    // The letter goes by mail where an address is known, and to the marketplace in any case: it reaches the seller in the seller's own account.
    StatementLetter Tell(DbConnection connection, Claim claim, Statement statement, string type, Outbox outbox, DateTime now)
    {
        const string here = "\u0001";
        var token = Links.Make(connection, "seller", claim.Id, now + LinkLife);
        var made = StatementLetters.ToSeller(statement, here);
        var letter = made with { Subject = Plain(made.Subject), Text = Plain(made.Text) };
        outbox.Tell(type, new
        {
            claim_id = claim.Id, listing_id = claim.ListingId, seller_id = claim.SellerId, measure_id = statement.Measure is null || statement.Stated?.Outcome == StatedOutcome.Strikes
                ? null : claim.Measures[^1].Id, kind = statement.Measure, territories = statement.Territories,
            until = statement.Until, language = letter.Language, subject = letter.Subject, text = letter.Text.Replace(here, $"{site.Address.ToString().TrimEnd('/')}/case/{token}", StringComparison.Ordinal),
        });
        if (claim.SellerId is { } seller && connection.Scalar<string>("SELECT address FROM sellers WHERE id = @id", ("@id", seller)) is { } address)
            mail.Queue(connection, new(address, "claim.statement", claim.Id, letter.Subject, letter.Text.Replace(here, "{site}/case/{secret}", StringComparison.Ordinal), token), now);
        return letter with { Text = letter.Text.Replace(here, $"{site.Address.ToString().TrimEnd('/')}/case/{MailDesk.Mask}", StringComparison.Ordinal) };
    }

    void Decided(DbConnection connection, Claim claim, Notice notice, Outbox outbox, DateTime now)
    {
        var last = claim.LastDecision()!;
        outbox.Tell("claim.decided", new { claim_id = claim.Id, listing_id = claim.ListingId, seller_id = claim.SellerId, ruling = last.Ruling, by_clock = last.IsByClock, reason = last.Reason });
        ToNotifier(connection, claim, notice, MailTexts.ClaimDecided, now);
        if (last.Ruling == Ruling.Dismiss) ToSeller(connection, claim, MailTexts.DecidedForSeller, now);
    }

    // The notifier hears that there is an answer; of a counter-notice the statute gives a copy.
    void Answered(DbConnection connection, Claim claim, Notice notice, DateTime now)
    {
        var answer = claim.Answers[^1];
        var copy = answer.Statement is { } s ? string.Concat(
            Line("Name", Disclosure.Shown("counter_name", claim.Regime, Viewer.Notifier, s.Name)), Line("Address", Disclosure.Shown("counter_address", claim.Regime, Viewer.Notifier, s.Address)),
            Line("Telephone", Disclosure.Shown("counter_phone", claim.Regime, Viewer.Notifier, s.Phone))) : "";
        var clock = ClaimClock.RunningRestore(claim, now) is { } running
            ? $"Unless you give notice, with court, number, date and document, that an action was filed, the listing is put back from {running.OpensAt:yyyy-MM-dd HH:mm} to {running.DueAt:yyyy-MM-dd HH:mm} UTC at the latest ({running.Rule})." : "";
        ToNotifier(connection, claim, notice, (to, id, right, listing, why, token) => MailTexts.SellerAnswered(to, id, right, listing, Plain(answer.Text), copy, clock, token), now, always: answer.Kind == AnswerKind.CounterNotice);

        static string Line(string name, string? value) => value is null ? "" : $"{name}: {Plain(value)}\n";
    }

    void Heard(DbConnection connection, Claim claim, Notice notice, Outbox outbox, DateTime now)
    {
        var heard = claim.Complaints.Last(c => c.DecidedBy is not null);
        outbox.Tell("complaint.heard", new { claim_id = claim.Id, listing_id = claim.ListingId, seller_id = claim.SellerId, by = heard.By, granted = heard.IsGranted, reason = heard.Reason });
        if (heard.By == Side.Notifier) ToNotifier(connection, claim, notice, MailTexts.ComplaintHeard, now, always: true);
        else ToSeller(connection, claim, MailTexts.ComplaintHeard, now);
    }

    /// <summary>A letter to the notifier. Of the rows of a file only what the law asks goes out one by one.</summary>
    internal void ToNotifier(DbConnection connection, Claim claim, Notice notice, Func<string, string, string, string, string?, string, Letter> text, DateTime now, bool always = false)
    {
        if (notice.Email is not { } address || PartyDesk.AddressOf(address) is not var (to, _) || (notice.Channel == Channel.Bulk && !always)) return;
        mail.Queue(connection, text(to, claim.Id, claim.RightName, claim.ListingId, claim.LastDecision()?.Reason ?? claim.Why, Links.Make(connection, "notifier", claim.Id, now + LinkLife)), now);
    }

    void ToSeller(DbConnection connection, Claim claim, Func<string, string, string, string, string?, string, Letter> text, DateTime now)
    {
        if (claim.SellerId is { } seller && connection.Scalar<string>("SELECT address FROM sellers WHERE id = @id", ("@id", seller)) is { } to)
            mail.Queue(connection, text(to, claim.Id, claim.RightName, claim.ListingId, claim.LastDecision()?.Reason ?? claim.Why, Links.Make(connection, "seller", claim.Id, now + LinkLife)), now);
    }

    static StatementContext ContextOf(DbConnection connection, Claim claim, Notice notice, DateTime now)
    {
        var listing = ListingTable.Find(connection, claim.ListingId);
        var notifier = ClaimRights.NotifierOf(notice);
        return new(listing?.Listing.Title ?? claim.ListingId, listing?.Listing.Gtin, listing is null ? claim.ReceivedAt : ClaimCheck.FirstSeen(connection, listing), ScoreOf(connection, claim),
            ClaimRights.ByKey(connection, claim.RightKey)?.Right.Owner, notice.Name, NotifierRecords.Of(connection, notifier, now), NotifierRecords.StandingOf(connection, notifier).IsTrusted,
            listing?.Listing.Language, claim.SellerId is { } seller ? connection.Scalar<string>("SELECT language FROM sellers WHERE id = @id", ("@id", seller)) : null);
    }

    /// <summary>What screening found of the right in the listing.</summary>
    internal static int ScoreOf(DbConnection connection, Claim claim) => (int)connection.Scalar<long>(
        "SELECT COALESCE(MAX(f.score), 0) FROM findings f JOIN marks m ON m.id = f.mark_id WHERE f.listing_id = @listing AND m.key = @key AND COALESCE(f.judgement, '') <> 'dismissed'", ("@listing", claim.ListingId), ("@key", claim.RightKey));

    static List<string> Personal(Claim claim, Notice notice) =>
        [.. new[] { notice.Name, notice.Email, notice.Address, notice.Phone, notice.Signature }.Concat(claim.Answers.SelectMany(a => new[] { a.Statement?.Name, a.Statement?.Address, a.Statement?.Phone })).OfType<string>().Distinct()];

    static bool Has(Claim claim, Happening what) => claim.Happened.Any(h => h.What == what);

    internal static string Plain(string text) => string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\u0001')).Replace("{", "(", StringComparison.Ordinal).Replace("}", ")", StringComparison.Ordinal);
}
