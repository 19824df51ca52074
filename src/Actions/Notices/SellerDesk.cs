using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Webhooks;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Measures;
using Wardmark.Procedure.Shipped;
using Wardmark.Procedure.Standing;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>Where a measure against an account stands.</summary>
public enum SellerCaseState
{
    /// <summary>Strikes propose it; people decide.</summary>
    Proposed,

    /// <summary>It holds.</summary>
    InForce,

    /// <summary>A person said no.</summary>
    Refused,

    /// <summary>Over: by its time, by a reversal, or by a complaint.</summary>
    Ended,
}

/// <summary>A measure against an account: proposed by strikes that count, decided by as many people as the rule asks.</summary>
public sealed record SellerCase(
    string Id, string SellerId, int Strikes, MeasureKind Measure, int Days, int Eyes, string Why, SellerCaseState State, IReadOnlyList<Vote> Votes, DateTime ProposedAt,
    DateTime? Since = null, DateTime? Until = null, string? Ended = null, IReadOnlyList<StandingComplaint>? Complaints = null);

/// <summary>A seller as the desk sees it.</summary>
public sealed record SellerStanding(string SellerId, int Strikes, IReadOnlyList<(string ClaimId, DateTime At)> Counting, IReadOnlyList<SellerCase> Cases);

/// <summary>Strikes and what follows. No claim that is not final moves anything here, and no account is suspended by one person.</summary>
public sealed class SellerDesk(Db db, ClaimEffects effects, TimeProvider time)
{
    /// <summary>A seller's strikes and cases.</summary>
    public static SellerStanding Of(DbConnection connection, string sellerId, DateTime now)
    {
        var counting = connection.Rows("SELECT id, strike_at FROM claims WHERE seller_id = @seller AND strike_at IS NOT NULL ORDER BY strike_at", r => (r.GetString(0), Instants.Read(r.GetString(1))), ("@seller", sellerId));
        return new(sellerId, Strikes.Count(counting.Select(c => c.Item2), now), counting.ConvertAll(c => (ClaimId: c.Item1, At: c.Item2)), Cases(connection, sellerId));
    }

    /// <summary>Where the mail about a seller's listings goes, and in which language the seller reads.</summary>
    public Task<Outcome<string>> Reach(string sellerId, string? address, string? language, ClaimActor actor, CancellationToken stop) => db.Write<Outcome<string>>(connection =>
    {
        if (!actor.IsStaff) return new NotFound($"Seller {sellerId}");
        if (sellerId.Length is 0 or > 200) return new NotAccepted("seller_id", "has 1 to 200 characters");
        if (address is { Length: > 0 } && PartyDesk.AddressOf(address) is null) return new NotAccepted("address", "is an e-mail address and nothing beside it");
        if (language is { Length: > 0 } && (language.Length > 35 || !language.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))) return new NotAccepted("language", "is a language as BCP 47 writes it, as de");
        connection.Run("INSERT INTO sellers (id, address, language) VALUES (@id, @address, @language) ON CONFLICT (id) DO UPDATE SET address = excluded.address, language = excluded.language",
            ("@id", sellerId), ("@address", string.IsNullOrEmpty(address) ? null : address), ("@language", string.IsNullOrEmpty(language) ? null : language));
        return sellerId;
    }, stop);

    /// <summary>After a claim has changed: proposes what its strikes lead to, and ends what they no longer carry.</summary>
    internal static void Propose(DbConnection connection, string? sellerId, DateTime now)
    {
        if (sellerId is null) return;
        var standing = Of(connection, sellerId, now);
        foreach (var open in standing.Cases.Where(c => c.State is SellerCaseState.Proposed or SellerCaseState.InForce && c.Strikes > standing.Strikes))
            End(connection, open, "a strike that carried it no longer counts", now);
        if (Strikes.StepFor(standing.Strikes) is not { } step || standing.Cases.Any(c => c.State is not SellerCaseState.Ended && c.Strikes >= step.Strikes && c.ProposedAt > now.AddDays(-StandingRules.Current.Strikes.ExpireDays))) return;
        Keep(connection, new(Guid.CreateVersion7().ToString(), sellerId, step.Strikes, step.Measure, step.Days, step.Eyes, step.Why.English(), SellerCaseState.Proposed, [], now), "proposed", "clock", now);
    }

    /// <summary>One person's word on a proposed measure. Nobody speaks twice; for a suspension two have to agree.</summary>
    public Task<Outcome<SellerCase>> Vote(string id, bool agrees, string? reason, ClaimActor actor, CancellationToken stop) => Step(id, actor, (connection, c, now) =>
    {
        if (c.State != SellerCaseState.Proposed) return new NotAccepted("case", "is not open for a word");
        if (ClaimDesk.Bad("reason", reason, 2_000) is { } bad) return bad;
        if (c.Votes.Any(v => v.By == actor.Name)) return new NotAccepted("case", $"{actor.Name} has spoken on it; another person is needed");
        if (Of(connection, c.SellerId, now).Strikes < c.Strikes) return new NotAccepted("case", "the strikes that carried it no longer count");
        var heard = c with { Votes = [.. c.Votes, new(actor.Name, agrees ? Ruling.Uphold : Ruling.Dismiss, reason!.Trim(), null, now)] };
        return !agrees ? heard with { State = SellerCaseState.Refused, Ended = reason.Trim() }
            : heard.Votes.Count(v => v.Ruling == Ruling.Uphold) < c.Eyes ? heard : heard with { State = SellerCaseState.InForce, Since = now, Until = now.AddDays(c.Days) };
    }, "voted", stop);

    /// <summary>The seller complains about a measure that holds.</summary>
    public Task<Outcome<SellerCase>> Complain(string id, string? text, string sellerId, ClaimActor actor, CancellationToken stop) => Step(id, actor, (_, c, now) =>
        c.SellerId != sellerId ? new NotFound($"Case {id}") : ClaimDesk.Bad("text", text, 5_000) is { } bad ? bad
        : c.State != SellerCaseState.InForce || c.Complaints?.Count > 0 ? new NotAccepted("complaint", "is taken once, about a measure that holds")
        : c with { Complaints = [new(text!.Trim(), now)] }, "complained", stop);

    /// <summary>Somebody who has not spoken on it hears the complaint.</summary>
    public Task<Outcome<SellerCase>> Hear(string id, bool isGranted, string? reason, ClaimActor actor, CancellationToken stop) => Step(id, actor, (_, c, now) =>
        c.Complaints is not [{ DecidedAt: null } open] ? new NotAccepted("complaint", "none is open") : ClaimDesk.Bad("reason", reason, 5_000) is { } bad ? bad
        : c.Votes.Any(v => v.By == actor.Name) ? new NotAccepted("complaint", $"{actor.Name} has decided; another person hears the complaint")
        : (isGranted ? c with { State = SellerCaseState.Ended, Ended = $"complaint granted: {reason}", Until = now } : c) with { Complaints = [open with { DecidedBy = actor.Name, IsGranted = isGranted,
            Reason = reason!.Trim(), DecidedAt = now }] }, "complaint_heard", stop);

    /// <summary>Measures against accounts whose time is over; false where none is.</summary>
    public Task<bool> EndDue(CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (db.Read(c => c.Scalar<long>("SELECT EXISTS (SELECT 1 FROM seller_cases WHERE due_at <= @now)", ("@now", Instants.Write(now)))) == 0) return Task.FromResult(false);
        return db.Write(connection =>
        {
            foreach (var due in connection.Rows("SELECT json FROM seller_cases WHERE due_at <= @now LIMIT 100", Read, ("@now", Instants.Write(now)))) End(connection, due, "its time was over", now);
            return true;
        }, stop);
    }

    /// <summary>Cases, newest first; those that wait for a person first.</summary>
    public static List<SellerCase> Page(DbConnection connection, int skip, int count) =>
        connection.Rows("SELECT json FROM seller_cases ORDER BY state <> 'proposed', id DESC LIMIT @count OFFSET @skip", Read, ("@count", count), ("@skip", skip));

    Task<Outcome<SellerCase>> Step(string id, ClaimActor actor, Func<DbConnection, SellerCase, DateTime, Outcome<SellerCase>> step, string what, CancellationToken stop) => db.Write<Outcome<SellerCase>>(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        if ((!actor.IsStaff && actor.Side != Side.Seller) || connection.Rows("SELECT json FROM seller_cases WHERE id = @id", Read, ("@id", id)) is not [var found]) return new NotFound($"Case {id}");
        return step(connection, found, now).Match<Outcome<SellerCase>>(done =>
        {
            Keep(connection, done, what, actor.Name, now);
            if (done.State != found.State) Tell(connection, done, now);
            if (done.State == SellerCaseState.InForce && found.State != SellerCaseState.InForce && Last(connection, done, now) is { } last) effects.Suspend(connection, done, last, now);
            return done;
        }, no => no);
    }, stop);

    // The newest claim that counts: its regime says whether the statement is the EU's, too.
    static Claim? Last(DbConnection connection, SellerCase c, DateTime now) =>
        Of(connection, c.SellerId, now).Counting is [.., var (claim, _)] ? ClaimTable.Find(connection, claim) : null;

    static void End(DbConnection connection, SellerCase open, string why, DateTime now)
    {
        var ended = open with { State = SellerCaseState.Ended, Ended = why, Until = open.Until < now ? open.Until : now };
        Keep(connection, ended, "ended", "clock", now);
        if (open.State == SellerCaseState.InForce) Tell(connection, ended, now);
    }

    static void Tell(DbConnection connection, SellerCase c, DateTime now)
    {
        using var outbox = new Outbox(connection, now);
        outbox.Tell(c.State == SellerCaseState.InForce ? "account.measure_applied" : "account.measure_ended", new { case_id = c.Id, seller_id = c.SellerId, kind = c.Measure, strikes = c.Strikes, until = c.Until,
            why = c.Ended ?? c.Why, policy = Strikes.PolicyText() });
    }

    static void Keep(DbConnection connection, SellerCase c, string what, string actor, DateTime now)
    {
        connection.Run("INSERT INTO seller_cases (id, seller_id, state, due_at, json) VALUES (@id, @seller, @state, @due, @json) ON CONFLICT (id) DO UPDATE SET state = excluded.state, due_at = excluded.due_at, json = excluded.json",
            ("@id", c.Id), ("@seller", c.SellerId), ("@state", ClaimTable.Word(c.State)), ("@due", c.State == SellerCaseState.InForce ? Instants.Write(c.Until!.Value) : null), ("@json", JsonSerializer.Serialize(c, ClaimTable.Json)));
        using var ledger = new LedgerAppender(connection, now, actor);
        ledger.Append($"seller_case.{what}", c.Id, JsonSerializer.Serialize(new { c.SellerId, c.State, c.Measure, c.Strikes }, ClaimTable.Json));
    }

    // Ids of one millisecond have no order; of cases proposed together the hardest comes first.
    static List<SellerCase> Cases(DbConnection connection, string sellerId) =>
        [.. connection.Rows("SELECT json FROM seller_cases WHERE seller_id = @seller", Read, ("@seller", sellerId)).OrderByDescending(c => c.ProposedAt).ThenByDescending(c => c.Strikes)];

    static SellerCase Read(DbDataReader r) => JsonSerializer.Deserialize<SellerCase>(r.GetString(0), ClaimTable.Json)!;
}
