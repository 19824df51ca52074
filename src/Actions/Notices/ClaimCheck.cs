using System.Data.Common;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Listings;
using Wardmark.Detection.Scope;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Notices;
using Wardmark.Procedure.Standing;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Enrolments;
using Wardmark.Registry.Rights;
using Wardmark.Procedure.Statements;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>What the machine found before anything is done to a listing.</summary>
/// <param name="Lacks">What can be given still.</param>
/// <param name="Flags">What a person has to look at.</param>
/// <param name="Scope">Whether the right reaches the listing, with all reasons.</param>
public sealed record CheckedClaim(IReadOnlyList<NotAccepted> Lacks, IReadOnlyList<Flag> Flags, ScopeAnswer Scope, ProofStrength Strength);

/// <summary>
/// Checks a claim before the listing is touched: standing, scope, status, territory, dates, who showed the picture first, what was
/// decided already, what the desk has allowed. Where it flags something, nothing happens by itself.
/// </summary>
static class ClaimCheck
{
    public static CheckedClaim Run(DbConnection connection, Notice notice, NamedRight right, StoredListing listing, NotifierTier tier, NotifierRecord record, DateTime now)
    {
        // The marketplace's own clock is better than what a listing says of itself.
        var seen = listing.Listing with { CreatedAt = FirstSeen(connection, listing) };
        var scope = ScopeCheck.Run(right.Right, seen, notice.Theory, DateOnly.FromDateTime(now));
        var strength = Strength(connection, notice, right.Key);
        List<NotAccepted> lacks = [.. scope.Reasons.Where(r => r.Met == false).Select(r => new NotAccepted("right_key", $"{r.Why} ({r.Source}) Name a right that reaches this listing, or say what we have overlooked."))];
        List<Flag> flags = [.. Standing(right, strength, notice), .. scope.Reasons.Where(r => r.Met is null).Select(r => new Flag($"SCOPE_{r.Rule.Replace(' ', '_').ToUpperInvariant()}", r.Why, r.Source))];
        flags.AddRange(Decided(connection, right.Key, listing, notice));
        flags.AddRange(Evidence(connection, notice, right, listing, seen.CreatedAt.Value));
        if (tier is NotifierTier.Capped) flags.Add(new("CAPPED", StatementLetters.Record(record), "the notifier's record"));
        if (tier is NotifierTier.Standard) flags.Add(new("NEW_NOTIFIER", StatementLetters.Record(record), "the notifier's record"));
        return new(lacks, flags, scope, strength);
    }

    /// <summary>How well the notifier has proved the right.</summary>
    public static ProofStrength Strength(DbConnection connection, Notice notice, string rightKey) => notice.PartyId is not { } party ? ProofStrength.None
        : rightKey.StartsWith("deposit:", StringComparison.Ordinal) && connection.Scalar<string>("SELECT party_id FROM deposits WHERE id = @id", ("@id", rightKey["deposit:".Length..])) == party ? ProofStrength.Basic
        : EnrolmentTable.OfRight(connection, rightKey).Where(e => e.PartyId == party && e.May(HolderAct.ReportListings)).Select(e => e.Strength).DefaultIfEmpty(ProofStrength.None).Max();

    /// <summary>When the marketplace first saw the listing.</summary>
    public static DateTime FirstSeen(DbConnection connection, StoredListing listing)
    {
        var first = LedgerTable.Of(connection, listing.Listing.Id).FirstOrDefault(e => e.Kind == "listing.screened")?.At is { } at ? Instants.Read(at) : listing.ReceivedAt;
        return listing.Listing.CreatedAt < first ? listing.Listing.CreatedAt.Value : first;
    }

    static IEnumerable<Flag> Standing(NamedRight right, ProofStrength strength, Notice notice)
    {
        if (!right.IsOnRecord) yield return new("WORK_NOT_ON_RECORD", "The work is only described; nobody has shown to hold the right in it.", "the notice");
        else if (strength == ProofStrength.None) yield return new("STANDING", notice.PartyId is null ? "The notice came without an account: nobody has shown that the sender may act for the right."
            : "The sender has not proved to act for this right.", "enrolments");
        else if (strength == ProofStrength.Basic) yield return new("BASIC_PROOF", "The right is proved by a domain, a nomination or a deposit alone.", "enrolments");
    }

    static IEnumerable<Flag> Decided(DbConnection connection, string rightKey, StoredListing listing, Notice notice)
    {
        if (connection.Scalar<string>("SELECT id FROM claims WHERE right_key = @right AND listing_id = @listing AND theory = @theory AND state = 'dismissed' LIMIT 1",
            ("@right", rightKey), ("@listing", listing.Listing.Id), ("@theory", ClaimTable.Word(notice.Theory))) is { } before)
            yield return new("ALREADY_DECIDED", $"Claim {before} of the same right, listing and theory was decided for the seller.", "claims");
        if (connection.Rows("SELECT why FROM allowed WHERE right_key = @right AND (listing_id = @listing OR seller_id = @seller) LIMIT 1", r => r.GetString(0),
            ("@right", rightKey), ("@listing", listing.Listing.Id), ("@seller", listing.Listing.SellerId)) is [var why])
            yield return new("ALLOWED", $"The desk has allowed it: {why}", "the list of what is allowed");
    }

    // Evidence that is younger than the listing, that nobody but the notifier has dated, or a picture that the seller showed first.
    static IEnumerable<Flag> Evidence(DbConnection connection, Notice notice, NamedRight right, StoredListing listing, DateTime listedOn)
    {
        if (notice.EvidenceDated is { } dated && dated > DateOnly.FromDateTime(listedOn))
            yield return new("EVIDENCE_AFTER_LISTING", $"The evidence is dated {dated:yyyy-MM-dd}, the listing was first seen on {listedOn:yyyy-MM-dd}.", "first-seen times");
        if (notice.Theory is not (Theory.CopyrightPicture or Theory.CopyrightText or Theory.Design)) yield break;
        var deposited = right.Key.StartsWith("deposit:", StringComparison.Ordinal) ? connection.Rows("SELECT deposited_at FROM deposits WHERE id = @id", r => Instants.Read(r.GetString(0)), ("@id", right.Key["deposit:".Length..])) : [];
        if (deposited is [var at])
        {
            var uses = connection.Rows("SELECT first_seen_at FROM deposit_uses WHERE deposit_id = @id AND listing_id = @listing", r => Instants.Read(r.GetString(0)), ("@id", right.Key["deposit:".Length..]), ("@listing", listing.Listing.Id));
            if (uses.Exists(u => u < at)) yield return new("SHOWN_BEFORE_DEPOSIT", $"The listing showed the work on {uses.Min():yyyy-MM-dd}, before it was deposited on {at:yyyy-MM-dd}.", "first-seen times");
        }
        else if (right.Right.RegisteredOn is not { } registered || registered > DateOnly.FromDateTime(listedOn))
        {
            yield return new("DATED_BY_NOTIFIER_ALONE", "Nobody but the notifier says that the work is older than the listing.", "the notice");
        }

        // Somebody else's listing showed the same picture before this one: the seller may not be who took it, or the notifier not who made it.
        if (connection.Rows("""
            SELECT o.listing_id, o.seller_id, o.first_seen_at FROM picture_uses p JOIN picture_uses o ON o.pdq = p.pdq AND o.listing_id <> p.listing_id AND o.first_seen_at < p.first_seen_at
            WHERE p.listing_id = @listing ORDER BY o.first_seen_at LIMIT 1
            """, r => (r.GetString(0), r.Text("seller_id"), r.GetString(2)), ("@listing", listing.Listing.Id)) is [var (other, _, when)])
            yield return new("EARLIER_PICTURE", $"Listing {other} showed the same picture on {when[..10]}, before this one.", "first-seen times");
    }
}
