using System.Data.Common;
using Wardmark.Actions.Listings;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Clocks;
using Wardmark.Procedure.Notices;
using Wardmark.Procedure.Statements;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>A paper of a claim.</summary>
public sealed record ClaimDocument(string Sha256, string Name, long Size, string Side, DateTime AddedAt);

/// <summary>A claim as one side, or the marketplace, reads it.</summary>
/// <param name="Record">The notifier's record, which both sides read.</param>
/// <param name="Notice">What the reader may see of the notice.</param>
/// <param name="Proposed">What policy proposes; for the marketplace's people alone.</param>
/// <param name="Proofs">The seller's proofs, weighed; for the marketplace's people and the seller.</param>
/// <param name="Guidance">What the seller learns by agreeing, in the seller's language; not for the notifier.</param>
/// <param name="Code">To be shown beside the piece in pictures of it; for the seller.</param>
public sealed record ClaimView(
    Claim Claim, string? Title, string Record, Notice Notice, IReadOnlyList<Deadline> Deadlines, DateTime? NextAt, ProposedMeasure? Proposed, IReadOnlyList<WeighedProof> Proofs, double ProofsTogether,
    IReadOnlyList<ClaimDocument> Documents, string? Code, int Eyes, string? Alarm, Guidance? Guidance = null);

/// <summary>Shows a claim to each reader with what the matrix of disclosure gives them, and nothing else.</summary>
public static class ClaimViews
{
    const string Somebody = "one of our people";

    /// <summary>As a reader sees it.</summary>
    public static ClaimView Of(DbConnection connection, Claim claim, ClaimActor reader, DateTime now)
    {
        claim = StandStill.Look(connection, claim, now);
        var notice = ClaimTable.Notice(connection, claim.NoticeId)!;
        var listing = ListingTable.Find(connection, claim.ListingId);
        var listedOn = DateOnly.FromDateTime(listing is null ? claim.ReceivedAt : ClaimCheck.FirstSeen(connection, listing));
        var proofs = reader.Side == Side.Notifier ? [] : ProofScale.Weigh(claim.Answers.SelectMany(a => a.Proofs), listedOn);
        var documents = connection.Rows("SELECT * FROM claim_documents WHERE claim_id = @id ORDER BY added_at", r => new ClaimDocument(r.Text("sha256")!, r.Text("name")!, r.Number("size"), r.Text("side")!,
            r.Instant("added_at")!.Value), ("@id", claim.Id));
        var (deadlines, next, alarm) = Clock(claim);
        return new(reader.Side is { } side ? Redacted(claim, side) : claim, listing?.Listing.Title, NotifierRecords.View(connection, ClaimRights.NotifierOf(notice), now).Sentence, reader.Side is { } s ? Redacted(notice, claim, s) : notice,
            deadlines, next, reader.IsStaff && claim.State == ClaimState.Open ? ClaimDesk.Proposed(connection, claim, now) : null, proofs, ProofScale.Together(proofs),
            reader.Side is { } own ? documents.FindAll(d => d.Side == ClaimTable.Word(own) || claim.CourtPapers.Any(p => p.Document == d.Sha256)) : documents, reader.Side == Side.Notifier ? null : CodeOf(claim.Id),
                MeasureRules.Eyes(claim.Theory), alarm, reader.Side == Side.Notifier ? null : GuidanceOf(connection, claim, listing));
    }

    static Guidance? GuidanceOf(DbConnection connection, Claim claim, StoredListing? listing) => Guidance.Of(claim.Theory,
        (claim.SellerId is { } seller ? connection.Scalar<string>("SELECT language FROM sellers WHERE id = @id", ("@id", seller)) : null) ?? listing?.Listing.Language);

    /// <summary>Six letters that stand beside the piece in a picture of it, good for this claim alone.</summary>
    public static string CodeOf(string claimId)
    {
        const string letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
        var hash = Convert.FromHexString(ClaimTable.HashOf($"in hand {claimId}"));
        return string.Concat(hash.Take(6).Select(b => letters[b % letters.Length]));
    }

    static (IReadOnlyList<Deadline>, DateTime?, string?) Clock(Claim claim)
    {
        try
        {
            return (ClaimClock.DeadlinesOf(claim), ClaimClock.Next(claim)?.At, null);
        }
        catch (InvalidDataException e)
        {
            return ([], null, e.Message);
        }
    }

    static Claim Redacted(Claim c, Side side) => c with
    {
        // What the checks saw would teach how to get round them, and who decided is nobody's to press.
        Flags = [], Looked = null, Votes = [],
        Measures = [.. c.Measures.Select(m => m with { By = m.IsAutomatic ? m.By : Somebody })],
        Decisions = [.. c.Decisions.Select(d => d with { By = d.IsByClock ? d.By : [Somebody], Saw = d.Saw })],
        Complaints = [.. c.Complaints.Select(x => x with { DecidedBy = x.DecidedBy is null ? null : Somebody, Text = (x.By == side) ? x.Text : "" })],
        Answers = side == Side.Seller ? c.Answers : [.. c.Answers.Select(a => a with
        {
            Proofs = Disclosure.Allows("proof_documents", c.Regime, Viewer.Notifier) ? a.Proofs : [.. a.Proofs.Select(p => p with { Sha256 = null, Reference = null })],
            Text = Disclosure.Shown("answer_text", c.Regime, Viewer.Notifier, a.Text) ?? "",
            Statement = a.Statement is { } s ? s with
            {
                Name = Disclosure.Shown("counter_name", c.Regime, Viewer.Notifier, s.Name) ?? "", Address = Disclosure.Shown("counter_address", c.Regime, Viewer.Notifier, s.Address) ?? "",
                Phone = Disclosure.Shown("counter_phone", c.Regime, Viewer.Notifier, s.Phone) ?? "", Signature = Disclosure.Shown("counter_name", c.Regime, Viewer.Notifier, s.Signature) ?? "",
            } : null,
        })],
        RightName = c.RightName, SellerId = side == Side.Seller ? c.SellerId : null,
    };

    static Notice Redacted(Notice n, Claim c, Side side)
    {
        if (side == Side.Notifier) return n with { Network = null };
        T? See<T>(string field, T? value) where T : class => Disclosure.Shown(field, c.Regime, Viewer.Seller, value);
        return n with
        {
            PartyId = null, Reference = null, Network = null, Name = See("notifier_name", n.Name), Email = See("notifier_email", n.Email), Address = See("notifier_address", n.Address), Phone = See("notifier_phone", n.Phone),
            Signature = See("notifier_name", n.Signature), Explanation = See("explanation", n.Explanation), Evidence = See("explanation", n.Evidence), Listings = [c.ListingId],
        };
    }
}
