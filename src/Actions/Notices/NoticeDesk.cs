using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Clocks;
using Wardmark.Procedure.Notices;
using Wardmark.Procedure.Standing;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>What became of one listing of a notice.</summary>
/// <param name="Status">accepted, curable (it lacks something), or merged with a claim that stands.</param>
public sealed record FiledClaim(string Listing, string Status, string ClaimId, IReadOnlyList<NotAccepted> Lacks);

/// <summary>A notice that was taken.</summary>
public sealed record FiledNotice(string NoticeId, string Status, bool GivesKnowledge, IReadOnlyList<FiledClaim> Claims);

/// <summary>What a notifier gives later. What is left out stays.</summary>
/// <param name="Listing">The listing, where it was not found.</param>
/// <param name="Insist">Why the right reaches the listing all the same; a person then looks.</param>
public sealed record NoticeCure(
    string? RightKey = null, string? Work = null, string? Explanation = null, string? Name = null, string? Email = null, string? Address = null, string? Phone = null, string? Signature = null,
    bool? GoodFaith = null, bool? Accuracy = null, bool? Undertaking = null, string? Evidence = null, string? Regime = null, string? Listing = null, string? Insist = null);

/// <summary>Takes notices, by every way: each becomes claims, nothing that can be mended is lost, the same notice twice is one.</summary>
public sealed class NoticeDesk(Db db, ClaimEffects effects, MailDesk mail, TimeProvider time)
{
    /// <summary>Most notices of one transaction.</summary>
    public const int Batch = 500;

    static readonly TimeSpan LinkLife = TimeSpan.FromDays(730);

    /// <summary>Takes one notice. The sender comes from session or key, never from the notice.</summary>
    public async Task<Outcome<FiledNotice>> File(Notice notice, Caller? caller, CancellationToken stop) => (await FileAll([notice], caller, stop))[0];

    /// <summary>Takes several in one transaction; what is wrong with one touches no other.</summary>
    public Task<IReadOnlyList<Outcome<FiledNotice>>> FileAll(IReadOnlyList<Notice> notices, Caller? caller, CancellationToken stop) => db.Write<IReadOnlyList<Outcome<FiledNotice>>>(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        using var ledger = new LedgerAppender(connection, now, caller?.Name ?? "the form");
        var senders = new Dictionary<string, Sender>();
        return [.. notices.Select(n => File(connection, ledger, n with { PartyId = caller?.PartyId, ReceivedAt = now }, senders, now))];
    }, stop);

    // Who sends, as known at the beginning of a transaction, and how many claims there were today since.
    sealed class Sender(NotifierView view, long today)
    {
        public NotifierView View { get; } = view;

        public long Today { get; set; } = today;
    }

    Outcome<FiledNotice> File(DbConnection connection, LedgerAppender ledger, Notice notice, Dictionary<string, Sender> senders, DateTime now)
    {
        if (NoticeFields.Refusals(notice) is { Count: > 0 } no) return new NotAcceptedFields(no);
        if (notice.PartyId is { } partyId)
        {
            var party = PartyDesk.Find(connection, partyId)!;
            if (party.FrozenAt is not null) return new NotAccepted("party", "stands still until our people have looked at a challenge");
            if (party.ConfirmedAt is null) return new NotAccepted("address", "is not confirmed yet; open the link that was sent to it");
            notice = notice with { Name = notice.Name ?? party.Name, Email = notice.Email ?? party.Address };
        }

        if (notice.Email is not null && PartyDesk.AddressOf(notice.Email) is null) return new NotAccepted("email", "is an e-mail address and nothing beside it, as legal@velmora.example");
        var notifier = ClaimRights.NotifierOf(notice);
        var content = ClaimTable.HashOf(JsonSerializer.Serialize(notice with { Id = "", ReceivedAt = default, Network = null }, ClaimTable.Json));
        if (notice.Reference is { } reference && connection.Rows("SELECT id, json FROM notices WHERE notifier = @n AND reference = @r", r => (r.GetString(0), r.GetString(1)), ("@n", notifier), ("@r", reference)) is [var (known, json)])
            return ClaimTable.HashOf(JsonSerializer.Serialize(JsonSerializer.Deserialize<Notice>(json, ClaimTable.Json)! with { Id = "", ReceivedAt = default, Network = null }, ClaimTable.Json)) == content
                ? Filed(connection, known) : new NotAccepted("reference", "was given to another notice of yours; a new notice has a new reference");
        if (!senders.TryGetValue(notifier, out var sender)) senders[notifier] = sender = new(NotifierRecords.View(connection, notifier, now), Today(connection, notice, notifier, now));
        if (Closed(notice, sender, now) is { } closed) return closed;
        sender.Today += notice.Listings.Count;
        return Keep(connection, ledger, notice, notifier, sender.View, now);
    }

    // Suspension comes after a warning and for a time (Art. 23(2) DSA); a cap is a number a day.
    static NotAccepted? Closed(Notice notice, Sender sender, DateTime now)
    {
        var view = sender.View;
        if (view.Tier == NotifierTier.Suspended && view.Standing.SuspendedUntil > now)
            return new("notifier", $"notices of this sender are not processed until {view.Standing.SuspendedUntil:yyyy-MM-dd}: {view.Standing.Why} You can complain about it");
        var most = notice.PartyId is null ? StandingRules.Current.ClaimsADayWithoutAccount : StandingRules.Current.ClaimsADay[view.Tier];
        return sender.Today + notice.Listings.Count <= most ? null
            : new("listings", $"{most} claims a day are taken here ({(notice.PartyId is null ? "without an account; join for more" : view.Tier.ToString())}), {sender.Today} were made; send the rest tomorrow");
    }

    static long Today(DbConnection connection, Notice notice, string notifier, DateTime now)
    {
        var since = Instants.Write(now.AddDays(-1));
        var today = connection.Scalar<long>("SELECT COUNT(*) FROM claims WHERE notifier = @n AND received_at > @since", ("@n", notifier), ("@since", since));
        return notice.PartyId is not null || notice.Network is not { } network ? today : Math.Max(today, connection.Scalar<long>(
            "SELECT COUNT(*) FROM claims c JOIN notices n ON n.id = c.notice_id WHERE n.received_at > @since AND n.network = @net AND n.party_id IS NULL", ("@net", network), ("@since", since)));
    }

    Outcome<FiledNotice> Keep(DbConnection connection, LedgerAppender ledger, Notice notice, string notifier, NotifierView view, DateTime now)
    {
        notice = notice with { Id = Guid.CreateVersion7().ToString() };
        connection.Run("INSERT INTO notices (id, notifier, party_id, reference, network, print, received_at, json) VALUES (@id, @notifier, @party, @reference, @network, @print, @at, @json)",
            ("@id", notice.Id), ("@notifier", notifier), ("@party", notice.PartyId), ("@reference", notice.Reference), ("@network", notice.Network), ("@print", PrintOf(notice.Explanation)),
            ("@at", Instants.Write(now)), ("@json", JsonSerializer.Serialize(notice, ClaimTable.Json)));
        ledger.Append("notice.received", notice.Id, $$"""{"channel":"{{ClaimTable.Word(notice.Channel)}}","sha256":"{{ClaimTable.HashOf(JsonSerializer.Serialize(notice, ClaimTable.Json))}}"}""");
        var right = ClaimRights.Of(connection, notice);
        var filed = notice.Listings.Select(l => l.Trim()).Distinct().Select(l => Claim(connection, ledger, notice, notifier, view, right, l, now)).ToList();
        if (notice.Channel != Channel.Bulk && notice.Email is { } to)
            mail.Queue(connection, MailTexts.NoticeReceived(PartyDesk.AddressOf(to)!.Value.Address, notice.Id, filed.Count,
                [.. filed.Where(f => f.Status == "curable").Select(f => (f.Listing, f.Lacks))], Links.Make(connection, "notice", notice.Id, now + LinkLife)), now);
        return new FiledNotice(notice.Id, StatusOf(filed), NoticeFields.GivesKnowledge(notice), filed);
    }

    FiledClaim Claim(DbConnection connection, LedgerAppender ledger, Notice notice, string notifier, NotifierView view, NamedRight? right, string location, DateTime now)
    {
        var listing = Find(connection, location);
        var theory = ClaimTable.Word(notice.Theory);
        if (listing is not null && right is not null && ClaimTable.Live(connection, right.Key, listing.Listing.Id, theory) is { } live)
        {
            connection.Run("INSERT INTO claim_notices VALUES (@claim, @notice) ON CONFLICT DO NOTHING", ("@claim", live.Id), ("@notice", notice.Id));
            ledger.Append("claim.merged", live.Id, $$"""{"notice":"{{notice.Id}}"}""");
            return new(location, "merged", live.Id, []);
        }

        var regime = Regime.Find(notice.Regime)!;
        var checkedClaim = Check(connection, notice, right, listing, view, now, insist: null);
        var claim = new Claim
        {
            Id = Guid.CreateVersion7().ToString(), NoticeId = notice.Id, RightKey = right?.Key ?? notice.RightKey ?? "unknown", RightName = right?.Right.Name ?? notice.Work ?? notice.RightKey ?? "a right that is not named",
            RightType = right?.Right.Type ?? Registry.Rights.RightType.Copyright, ListingId = listing?.Listing.Id ?? location, SellerId = listing?.Listing.SellerId, Theory = notice.Theory,
            Regime = regime.Id, RegimeVersion = regime.Version, Zone = regime.Zone, ReceivedAt = now,
        }.File(checkedClaim.Lacks, checkedClaim.Flags);
        claim = Begin(connection, claim, view, checkedClaim.Strength, notice, now);
        ClaimTable.Keep(connection, claim, notifier, RankOf(view.Tier));
        ledger.Append("claim.filed", claim.Id, Ledgered(claim));
        effects.Run(connection, null, claim, notice, now);
        return new(location, claim.State == ClaimState.Deficient ? "curable" : "accepted", claim.Id, claim.Lacks);
    }

    // Where nothing is flagged, policy may act before a person looks; and the seller is told and asked in any case.
    static Claim Begin(DbConnection connection, Claim claim, NotifierView view, Registry.Enrolments.ProofStrength strength, Notice notice, DateTime now)
    {
        if (claim.State != ClaimState.Open || claim.Flags.Count > 0) return claim;
        var proposal = MeasureRules.Propose(new(claim.Theory, strength, view.Tier, ClaimEffects.ScoreOf(connection, claim)), notice.Territory);
        var begun = proposal.MayBeAutomatic ? claim.Take(proposal.Draft, $"policy {proposal.PolicyVersion}", true, now).Match(c => c, _ => claim) : claim;
        return begun.Ask(now);
    }

    internal static CheckedClaim Check(DbConnection connection, Notice notice, NamedRight? right, StoredListing? listing, NotifierView view, DateTime now, string? insist)
    {
        List<NotAccepted> lacks = [.. NoticeFields.Lacks(notice)];
        if (right is null && notice.RightKey is { } key) lacks.Add(new("right_key", $"“{key}” is on no register we have; write it as the register page shows it, or describe the work in work"));
        if (listing is null) lacks.Add(new("listings", "this listing is not on record; give its id or its address as the marketplace shows it"));
        if (right is null || listing is null) return new(lacks, [], null!, Registry.Enrolments.ProofStrength.None);
        var found = ClaimCheck.Run(connection, notice, right, listing, view.Tier, view.Record, now);
        return insist is null ? found with { Lacks = [.. lacks, .. found.Lacks] }
            : found with { Lacks = lacks, Flags = [.. found.Flags, .. found.Lacks.Select(l => new Flag("SCOPE_DISPUTED", $"{l.Reason} The notifier says: {insist}", "the notifier"))] };
    }

    /// <summary>Gives what was lacking, for every claim of the notice that waits for it.</summary>
    public Task<Outcome<FiledNotice>> Cure(string claimId, NoticeCure cure, string actor, CancellationToken stop) => db.Write<Outcome<FiledNotice>>(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (ClaimTable.Find(connection, claimId) is not { } first || ClaimTable.Notice(connection, first.NoticeId) is not { } notice) return new NotFound($"Claim {claimId}");
        if (cure.Insist?.Length > 2_000) return new NotAccepted("insist", "has more than 2000 characters");
        var mended = notice with
        {
            RightKey = cure.RightKey ?? notice.RightKey, Work = cure.Work ?? notice.Work, Explanation = cure.Explanation ?? notice.Explanation, Name = cure.Name ?? notice.Name, Email = cure.Email ?? notice.Email,
            Address = cure.Address ?? notice.Address, Phone = cure.Phone ?? notice.Phone, Signature = cure.Signature ?? notice.Signature, GoodFaith = cure.GoodFaith ?? notice.GoodFaith, Accuracy = cure.Accuracy ?? notice.Accuracy,
            Undertaking = cure.Undertaking ?? notice.Undertaking, Evidence = cure.Evidence ?? notice.Evidence, Regime = cure.Regime ?? notice.Regime,
        };
        if (NoticeFields.Refusals(mended) is { Count: > 0 } no) return new NotAcceptedFields(no);
        if (mended.Email is not null && PartyDesk.AddressOf(mended.Email) is null) return new NotAccepted("email", "is an e-mail address and nothing beside it");
        connection.Run("UPDATE notices SET json = @json WHERE id = @id", ("@json", JsonSerializer.Serialize(mended, ClaimTable.Json)), ("@id", notice.Id));
        using var ledger = new LedgerAppender(connection, now, actor);
        var notifier = connection.Scalar<string>("SELECT notifier FROM notices WHERE id = @id", ("@id", notice.Id))!;
        var (view, right) = (NotifierRecords.View(connection, notifier, now), ClaimRights.Of(connection, mended));
        foreach (var claim in ClaimTable.Page(connection, new(State: "deficient", NoticeId: notice.Id), 0, NoticeFields.MostListings))
        {
            var isIt = claim.Id == claimId;
            if (Mend(connection, claim, mended, right, view, isIt ? cure.Listing : null, isIt ? cure.Insist : null, now) is not { } cured) continue;
            ClaimTable.Keep(connection, cured, notifier, RankOf(view.Tier));
            ledger.Append("claim.cured", claim.Id, Ledgered(cured));
            effects.Run(connection, claim, cured, mended, now);
        }

        return Filed(connection, notice.Id);
    }, stop);

    static Claim? Mend(DbConnection connection, Claim claim, Notice notice, NamedRight? right, NotifierView view, string? location, string? insist, DateTime now)
    {
        var listing = Find(connection, location ?? claim.ListingId);
        var found = Check(connection, notice, right, listing, view, now, insist);
        var named = claim with
        {
            RightKey = right?.Key ?? claim.RightKey, RightName = right?.Right.Name ?? claim.RightName, RightType = right?.Right.Type ?? claim.RightType, ListingId = listing?.Listing.Id ?? claim.ListingId,
            SellerId = listing?.Listing.SellerId ?? claim.SellerId, Regime = notice.Regime, Zone = Regime.Find(notice.Regime)!.Zone,
        };
        if (found.Lacks.Count == 0 && ClaimTable.Live(connection, named.RightKey, named.ListingId, ClaimTable.Word(named.Theory)) is { } live)
        {
            connection.Run("INSERT INTO claim_notices VALUES (@claim, @notice) ON CONFLICT DO NOTHING", ("@claim", live.Id), ("@notice", notice.Id));
            return named.Retract($"claim {live.Id} of the same right, listing and theory stands; this notice has joined it", now).Match(c => c, _ => null!);
        }

        return named.Step(c => c.Cure(found.Lacks, found.Flags, now), now).Match(c => Begin(connection, c, view, found.Strength, notice, now), _ => null!);
    }

    /// <summary>A link to a notice for who has no account, as the receipt holds one.</summary>
    public Task<string> Link(string noticeId, CancellationToken stop) => db.Write(c => Links.Make(c, "notice", noticeId, time.GetUtcNow().UtcDateTime + LinkLife), stop);

    /// <summary>A notice as it stands, with what became of each listing.</summary>
    public static FiledNotice Filed(DbConnection connection, string noticeId)
    {
        var claims = ClaimTable.Page(connection, new(NoticeId: noticeId), 0, NoticeFields.MostListings)
            .ConvertAll(c => new FiledClaim(c.ListingId, c.NoticeId != noticeId ? "merged" : c.State == ClaimState.Deficient ? "curable" : "accepted", c.Id, c.Lacks));
        return new(noticeId, StatusOf(claims), NoticeFields.GivesKnowledge(ClaimTable.Notice(connection, noticeId)!), claims);
    }

    internal static StoredListing? Find(DbConnection connection, string location) => ListingTable.Find(connection, location)
        ?? (connection.Rows("SELECT id FROM listings WHERE url = @url LIMIT 1", r => r.GetString(0), ("@url", location)) is [var id] ? ListingTable.Find(connection, id) : null);

    // What the ledger keeps of a claim: where it stands and the hash of the rest, so that nobody's address is in what can never be deleted.
    internal static string Ledgered(Claim claim) => JsonSerializer.Serialize(new { state = claim.State, regime = $"{claim.Regime} {claim.RegimeVersion}", sha256 = ClaimTable.HashOf(ClaimTable.Write(claim)) }, ClaimTable.Json);

    internal static int RankOf(NotifierTier tier) => tier switch { NotifierTier.TrustedFlagger => 0, NotifierTier.SelfService => 1, NotifierTier.FastLane => 2, NotifierTier.Standard => 3, _ => 4 };

    static string StatusOf(List<FiledClaim> claims) => claims.TrueForAll(c => c.Status == "curable") ? "curable" : "accepted";

    // Letters alone: the same template with other numbers in it is the same template.
    static string? PrintOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : ClaimTable.HashOf(string.Concat(text.Where(char.IsLetter)).ToLowerInvariant())[..16];
}
