using System.Data.Common;
using System.Text.Json.Nodes;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Register;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Clocks;
using Wardmark.Procedure.Measures;
using Wardmark.Procedure.Standing;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>What a seller sends as an answer.</summary>
public sealed record AnswerDraft(string? Id, AnswerKind Kind, string? Text, IReadOnlyList<GoodsProof> Proofs, CounterStatement? Statement);

/// <summary>
/// The steps of both sides and of the marketplace's people. Each loads the claim, does what has fallen due, decides, writes the
/// claim, the ledger and everything that follows, in one transaction that no other writer can come between.
/// </summary>
public sealed class ClaimDesk(Db db, ClaimEffects effects, TimeProvider time)
{
    const int LongestText = 5_000;

    /// <summary>A claim as somebody reads it now.</summary>
    public ClaimView View(Claim claim, ClaimActor reader) => db.Read(c => ClaimViews.Of(c, claim, reader, time.GetUtcNow().UtcDateTime));

    /// <summary>A person has looked at what was flagged: the seller is told and asked.</summary>
    public Task<Outcome<Claim>> Clear(string id, ClaimActor actor, CancellationToken stop) => Staff(id, "cleared", actor, (_, c, now) => c.Clear(actor.Name, now), stop);

    /// <summary>A person puts the claim under another regime.</summary>
    public Task<Outcome<Claim>> Under(string id, string regime, ClaimActor actor, CancellationToken stop) => Staff(id, "regime_chosen", actor, (_, c, _) =>
        Regime.Find(regime) is not { } found ? new NotAccepted("regime", $"is one of {string.Join(", ", Regime.Shipped.Select(r => r.Id))}")
        : found.Id is "us_512" or "in_r75" && c.Theory is not (Registry.Rights.Theory.CopyrightPicture or Registry.Rights.Theory.CopyrightText) ? new NotAccepted("regime", $"{found.Id} is for copyright alone")
        : c.Under(found), stop);

    /// <summary>Takes a measure: the one proposed, or another with a reason the seller reads.</summary>
    public Task<Outcome<Claim>> Take(string id, MeasureDraft? draft, ClaimActor actor, CancellationToken stop) => Staff(id, "measured", actor, (connection, c, now) =>
        draft is not null && Bad("why", draft.Why, 2_000) is { } bad ? bad
        : draft?.Territories.Any(t => t.Length != 2) == true ? new NotAccepted("territories", "are countries in two letters, as ISO 3166-1 writes them")
        : c.Take(draft ?? Proposed(connection, c, now).Draft, actor.Name, false, now).Match<Outcome<Claim>>(x => x.Ask(now), no => no), stop);

    /// <summary>What policy proposes for a claim.</summary>
    public static ProposedMeasure Proposed(DbConnection connection, Claim c, DateTime now)
    {
        var notice = ClaimTable.Notice(connection, c.NoticeId)!;
        return MeasureRules.Propose(new(c.Theory, ClaimCheck.Strength(connection, notice, c.RightKey), NotifierRecords.View(connection, ClaimRights.NotifierOf(notice), now).Tier, ClaimEffects.ScoreOf(connection, c)), notice.Territory);
    }

    /// <summary>The seller answers.</summary>
    public Task<Outcome<Claim>> Answer(string id, AnswerDraft draft, ClaimActor actor, CancellationToken stop) => Of(id, Side.Seller, "answered", actor, (connection, c, now) =>
    {
        if (draft.Kind != AnswerKind.Consent && Bad("text", draft.Text, LongestText) is { } bad) return bad;
        if (draft.Id?.Length > 100) return new NotAccepted("id", "has more than 100 characters");
        if (draft.Proofs.Count > 20) return new NotAccepted("proofs", "are at most 20");
        foreach (var (proof, i) in draft.Proofs.Select((p, i) => (p, i)))
            if (proof.Reference?.Length > 200) return new NotAccepted($"proofs[{i}].reference", "has more than 200 characters");
            else if (proof.Sha256 is { } hash && connection.Scalar<long>("SELECT COUNT(*) FROM claim_documents WHERE claim_id = @id AND sha256 = @hash", ("@id", id), ("@hash",
                hash)) == 0) return new NotAccepted($"proofs[{i}].sha256", "is no document of this claim; add the document first");
            else if (proof.Sha256 is null && string.IsNullOrWhiteSpace(proof.Reference)) return new NotAccepted($"proofs[{i}]", "has a document or a number");
        if (draft.Kind != AnswerKind.CounterNotice && draft.Statement is not null) return new NotAccepted("statement", "belongs to a counter-notice");
        if (draft.Kind == AnswerKind.CounterNotice && Counter(c, draft.Statement) is { } no) return no;
        if (draft.Kind == AnswerKind.Corrected && Uncorrected(connection, c) is { } still) return still;
        return c.Answer(new(draft.Id ?? Guid.CreateVersion7().ToString(), draft.Kind, draft.Text?.Trim() ?? "", draft.Proofs, draft.Statement, now), now);
    }, stop);

    // A correction is what screening sees of it: the listing has changed since, and the right is not found in it any more.
    static NotAccepted? Uncorrected(DbConnection connection, Claim c)
    {
        if (ListingTable.Find(connection, c.ListingId) is not { } listing) return null;
        var noticed = connection.Rows("SELECT payload FROM ledger WHERE subject = @listing AND kind = 'listing.screened' AND at <= @at ORDER BY seq DESC LIMIT 1",
            r => JsonNode.Parse(r.GetString(0))!["revision"]?.GetValue<int>() ?? 0, ("@listing", c.ListingId), ("@at", Instants.Write(c.ReceivedAt)));
        if (noticed is [var revision] && listing.Revision <= revision) return new("kind", "the listing has not changed since the notice came; send the corrected listing first, then say so");
        return ClaimEffects.ScoreOf(connection, c) is > 0 and var score
            ? new("kind", $"screening still finds the right in the listing as it stands now, with a score of {score}; correct it, or contest the claim") : null;
    }

    // 17 U.S.C. 512(g)(3)(A) to (D); Art. 43 asks for a statement with preliminary evidence.
    static NotAccepted? Counter(Claim c, CounterStatement? s)
    {
        if (c.Regime is not ("us_512" or "cn_ec43")) return new("kind", $"a counter-notice belongs to us_512 and cn_ec43; this claim is under {c.Regime}: contest it");
        if (s is null) return new("statement", "is required: name, address, phone, signature, under_penalty_of_perjury, accepts_jurisdiction");
        foreach (var (field, value, most) in new[] { ("name", s.Name, 200), ("address", s.Address, 500), ("phone", s.Phone, 50), ("signature", s.Signature, 200) })
            if (string.IsNullOrWhiteSpace(value) || value.Length > most || value.Any(char.IsControl)) return new($"statement.{field}", $"is required, at most {most} characters on one line; an agent's or a lawyer's may stand for yours");
        if (!s.UnderPenaltyOfPerjury) return new("statement.under_penalty_of_perjury", "confirm that the material was removed by mistake or misidentification");
        return s.AcceptsJurisdiction || c.Regime != "us_512" ? null : new("statement.accepts_jurisdiction", "confirm that you accept the court's jurisdiction and service of process");
    }

    /// <summary>The notifier answers the seller; the text goes on record with the claim's papers.</summary>
    public Task<Outcome<Claim>> AnswerSeller(string id, string? text, ClaimActor actor, CancellationToken stop) =>
        Of(id, Side.Notifier, "owner_answered", actor, (_, c, now) => Bad("text", text, LongestText) is { } bad ? bad : c.AnswerSeller(text!.Trim(), now), stop);

    /// <summary>The notifier takes the claim back.</summary>
    public Task<Outcome<Claim>> Retract(string id, string? why, ClaimActor actor, CancellationToken stop) =>
        Of(id, Side.Notifier, "retracted", actor, (_, c, now) => Bad("why", why, 2_000) is { } bad ? bad : c.Retract(why!.Trim(), now), stop);

    /// <summary>Takes back every claim of the notice that made a claim; how many were.</summary>
    public Task<Outcome<int>> RetractNoticeOf(string claimId, string? why, ClaimActor actor, CancellationToken stop) =>
        db.Read(c => ClaimTable.Find(c, claimId)) is { } claim ? RetractNotice(claim.NoticeId, why, actor, stop) : Task.FromResult<Outcome<int>>(new NotFound($"Claim {claimId}"));

    /// <summary>Takes back every claim of a notice that can be taken back; how many were.</summary>
    public async Task<Outcome<int>> RetractNotice(string noticeId, string? why, ClaimActor actor, CancellationToken stop)
    {
        if (Bad("why", why, 2_000) is { } bad) return bad;
        var (taken, last) = (0, (Refusal?)null);
        foreach (var claim in db.Read(c => ClaimTable.Page(c, new(NoticeId: noticeId), 0, Procedure.Notices.NoticeFields.MostListings)).Where(c => c.NoticeId == noticeId))
            last = (await Retract(claim.Id, why, actor, stop)).Match<Refusal?>(_ => { taken++; return null; }, no => no) ?? last;
        return taken > 0 ? taken : last ?? (Outcome<int>)new NotAccepted("notice", "has no claim of its own; it joined claims that others made");
    }

    /// <summary>A paper of a court: court, number, date and the document itself.</summary>
    public Task<Outcome<Claim>> Court(string id, string? court, string? number, DateOnly? dated, string? document, bool isOrder, ClaimActor actor, CancellationToken stop) => Run(id, "court_paper", actor, isCourtPaper: true, (connection, c, now) =>
    {
        if (actor.Side == Side.Seller && !isOrder) return new NotAccepted("court", "the notifier gives notice of an action; bring an order of a court");
        if (Bad("court", court, 200) is { } bad) return bad;
        if (Bad("number", number, 100) is { } badNumber) return badNumber;
        if (dated is not { } day || day > DateOnly.FromDateTime(now)) return new NotAccepted("dated", "is the day of filing, not in the future");
        if (document is null || connection.Scalar<long>("SELECT COUNT(*) FROM claim_documents WHERE claim_id = @id AND sha256 = @hash", ("@id", id), ("@hash", document)) == 0)
            return new NotAccepted("document", "is the hash of a document of this claim; add the filed paper first");
        return c.Court(new(court!.Trim(), number!.Trim(), day, document, isOrder, now), now);
    }, stop);

    /// <summary>One of the marketplace's people decides, having seen what is frozen with the word.</summary>
    public Task<Outcome<Claim>> Decide(string id, Ruling ruling, string? reason, MeasureDraft? measure, ClaimActor actor, CancellationToken stop) => Staff(id, "voted", actor, (connection, c, now) =>
        Bad("reason", reason, LongestText) is { } bad ? bad
        : measure is { Kind: MeasureKind.FeatureBlock or MeasureKind.AccountSuspension } ? new NotAccepted("measure", "an account is measured by its strikes")
        : measure is { Kind: not MeasureKind.Remove, Days: null } or { Days: < 1 or > 3_650 } ? new NotAccepted("days", "is how long it holds, 1 to 3650 days; only a removal has no end of its own")
        : c.Vote(new(actor.Name, ruling, reason!.Trim(), Snapshot(connection, c), now), measure, MeasureRules.Eyes(c.Theory), now), stop);

    /// <summary>A side complains about the decision, or the seller about a measure.</summary>
    public Task<Outcome<Claim>> Complain(string id, Side side, string? text, string? complaintId, ClaimActor actor, CancellationToken stop) =>
        Of(id, side, "complained", actor, (_, c, now) => Bad("text", text, LongestText) is { } bad ? bad : c.Complain(complaintId ?? Guid.CreateVersion7().ToString(), side, text!.Trim(), now), stop);

    /// <summary>Somebody else hears the complaint.</summary>
    public Task<Outcome<Claim>> Hear(string id, bool isGranted, string? reason, ClaimActor actor, CancellationToken stop) => Staff(id, "complaint_heard", actor, (connection, c, now) =>
        Bad("reason", reason, LongestText) is { } bad ? bad
        : connection.Scalar<long>("SELECT COUNT(*) FROM claim_people WHERE claim_id = @id AND person = @person", ("@id", id), ("@person", actor.Name)) > 0 ? new NotAccepted("complaint",
            $"{actor.Name} has spoken on this claim; another person hears the complaint")
        : c.Hear(actor.Name, isGranted, reason!.Trim(), now).Match<Outcome<Claim>>(heard =>
        {
            // The key of the table refuses whoever is in it already, also where a program asks.
            connection.Run("INSERT INTO claim_people (claim_id, person, did) VALUES (@id, @person, 'heard')", ("@id", id), ("@person", actor.Name));
            return heard;
        }, no => no), stop);

    /// <summary>A dispute before a certified body: who went there, and later what it found.</summary>
    public Task<Outcome<Claim>> OutOfCourt(string id, string? body, string? number, Side side, string? result, ClaimActor actor, CancellationToken stop) => Staff(id, "dispute", actor, (_, c, now) =>
        Bad("body", body, 200) is { } bad ? bad : Bad("number", number, 100) is { } badNumber ? badNumber : result?.Length > LongestText ? new NotAccepted("result", $"has more than {LongestText} characters")
        : c.OutOfCourt(new(body!.Trim(), number!.Trim(), side, c.Disputes.FirstOrDefault(d => d.Number == number.Trim())?.At ?? now, result?.Trim(), result is null ? null : now), now), stop);

    /// <summary>Adds a document, kept by its hash.</summary>
    public Task<Outcome<string>> AddDocument(string id, string name, string sha256, long size, ClaimActor actor, CancellationToken stop) => db.Write<Outcome<string>>(connection =>
    {
        const int most = 30;
        if (ClaimTable.Find(connection, id) is null) return new NotFound($"Claim {id}");
        if (connection.Scalar<long>("SELECT COUNT(*) FROM claim_documents WHERE claim_id = @id", ("@id", id)) >= most) return new NotAccepted("document", $"a claim has at most {most} documents");
        var now = time.GetUtcNow().UtcDateTime;
        if (connection.Run("INSERT INTO claim_documents (claim_id, sha256, name, size, side, added_at) VALUES (@id, @hash, @name, @size, @side, @at) ON CONFLICT DO NOTHING",
            ("@id", id), ("@hash", sha256), ("@name", name), ("@size", size), ("@side", actor.Side is { } side ? ClaimTable.Word(side) : "marketplace"), ("@at", Instants.Write(now))) == 1)
        {
            using var ledger = new LedgerAppender(connection, now, actor.Name);
            ledger.Append("claim.document_added", id, $$"""{"sha256":"{{sha256}}"}""");
        }

        return sha256;
    }, stop);

    /// <summary>The desk says that a right does not reach a listing or a seller; later claims say so before anything is done.</summary>
    public Task<Outcome<string>> Allow(string id, bool wholeSeller, string? why, ClaimActor actor, CancellationToken stop) => db.Write<Outcome<string>>(connection =>
    {
        if (!actor.IsStaff || ClaimTable.Find(connection, id) is not { } c) return new NotFound($"Claim {id}");
        if (Bad("why", why, 2_000) is { } bad) return bad;
        if (wholeSeller && c.SellerId is null) return new NotAccepted("seller", "is not known");
        var now = time.GetUtcNow().UtcDateTime;
        connection.Run("INSERT INTO allowed (right_key, listing_id, seller_id, why, by, at) VALUES (@right, @listing, @seller, @why, @by, @at)", ("@right", c.RightKey), ("@listing", wholeSeller ? null : c.ListingId),
            ("@seller", wholeSeller ? c.SellerId : null), ("@why", why!.Trim()), ("@by", actor.Name), ("@at", Instants.Write(now)));
        using var ledger = new LedgerAppender(connection, now, actor.Name);
        ledger.Append("claim.allowed", id, "{}");
        return c.RightKey;
    }, stop);

    Task<Outcome<Claim>> Staff(string id, string what, ClaimActor actor, Func<DbConnection, Claim, DateTime, Outcome<Claim>> step, CancellationToken stop) =>
        actor.IsStaff ? Run(id, what, actor, false, step, stop) : Task.FromResult<Outcome<Claim>>(new NotFound($"Claim {id}"));

    // The marketplace's people may enter what a side has told them; another side never.
    Task<Outcome<Claim>> Of(string id, Side side, string what, ClaimActor actor, Func<DbConnection, Claim, DateTime, Outcome<Claim>> step, CancellationToken stop) =>
        actor.IsStaff || actor.Side == side ? Run(id, what, actor, false, step, stop) : Task.FromResult<Outcome<Claim>>(new NotFound($"Claim {id}"));

    Task<Outcome<Claim>> Run(string id, string what, ClaimActor actor, bool isCourtPaper, Func<DbConnection, Claim, DateTime, Outcome<Claim>> step, CancellationToken stop) => db.Write(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (ClaimTable.Find(connection, id) is not { } was) return new NotFound($"Claim {id}");
        try
        {
            return StandStill.Look(connection, was, now).Step(c => step(connection, c, now), now, isCourtPaper).Match<Outcome<Claim>>(done => Keep(connection, was, done, what, actor.Name, now), no => no);
        }
        catch (InvalidDataException e)
        {
            return new NotAccepted("regime", e.Message);
        }
    }, stop);

    /// <summary>Writes a claim and everything that follows, in the caller's transaction.</summary>
    internal Outcome<Claim> Keep(DbConnection connection, Claim was, Claim done, string what, string actor, DateTime now)
    {
        if (done.State is ClaimState.Open or ClaimState.Upheld && ClaimTable.Live(connection, done.RightKey, done.ListingId, ClaimTable.Word(done.Theory)) is { } live && live.Id != done.Id)
            return new NotAccepted("claim", $"claim {live.Id} of the same right, listing and theory stands");
        var notice = ClaimTable.Notice(connection, done.NoticeId)!;
        var notifier = ClaimRights.NotifierOf(notice);
        ClaimTable.Keep(connection, done, notifier, NoticeDesk.RankOf(NotifierRecords.Tier(NotifierRecords.Of(connection, notifier, now), NotifierRecords.StandingOf(connection, notifier), now)));
        using (var ledger = new LedgerAppender(connection, now, actor)) ledger.Append($"claim.{what}", done.Id, NoticeDesk.Ledgered(done));
        effects.Run(connection, was, done, notice, now);
        SellerDesk.Propose(connection, done.SellerId, now);
        return done;
    }

    // Everything that was on the table: what the listing said and showed, what screening found, by which versions.
    static string Snapshot(DbConnection connection, Claim c)
    {
        var listing = ListingTable.Find(connection, c.ListingId);
        var (seq, hash) = LedgerTable.Head(connection);
        var json = System.Text.Json.JsonSerializer.Serialize(new
        {
            claim = ClaimTable.HashOf(ClaimTable.Write(c)), listing = listing?.Listing, revision = listing?.Revision, content = listing?.ContentHash, pictures = listing?.Pictures.Select(p => p.Sha256 ?? p.Source),
            findings = ListingTable.FindingsOf(connection, c.ListingId).Select(f => new { f.Mark, f.Score, f.Signals }), right = ClaimRights.ByKey(connection, c.RightKey)?.Right,
            documents = connection.Rows("SELECT sha256 FROM claim_documents WHERE claim_id = @id ORDER BY sha256", r => r.GetString(0), ("@id", c.Id)),
            ledger = new { seq, hash }, screening_policy = PoliciesInForce.Of(connection).Live.Version, regime = $"{c.Regime} {c.RegimeVersion}", house = Regime.House.Version, measures = MeasureRules.Version, standing = StandingRules.Current.Version,
        }, ClaimTable.Json);
        var sha = ClaimTable.HashOf(json);
        connection.Run("INSERT INTO snapshots (sha256, json) VALUES (@sha, @json) ON CONFLICT DO NOTHING", ("@sha", sha), ("@json", json));
        return sha;
    }

    internal static NotAccepted? Bad(string field, string? text, int most) =>
        string.IsNullOrWhiteSpace(text) || text.Length > most ? new(field, $"is required, at most {most} characters") : text.Any(ch => char.IsControl(ch) && ch is not ('\n' or '\r' or '\t')) ? new(field, "has control characters in it") : null;
}
