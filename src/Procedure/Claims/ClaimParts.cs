namespace Wardmark.Procedure.Claims;

/// <summary>Where a claim stands.</summary>
public enum ClaimState
{
    /// <summary>The notice lacks something that can still be given.</summary>
    Deficient,

    /// <summary>What it lacked was not given in time.</summary>
    Lapsed,

    /// <summary>Complete, and not decided.</summary>
    Open,

    /// <summary>Decided for the notifier.</summary>
    Upheld,

    /// <summary>Decided for the seller, or put back by the clock.</summary>
    Dismissed,

    /// <summary>Taken back by the notifier.</summary>
    Retracted,
}

/// <summary>The two sides of a claim.</summary>
public enum Side
{
    /// <summary>Who says that a right is infringed.</summary>
    Notifier,

    /// <summary>Who offers.</summary>
    Seller,
}

/// <summary>A reason for which nothing happens to the listing before a person has looked.</summary>
/// <param name="Rule">Its name, as STANDING.</param>
/// <param name="Source">Where it was seen.</param>
public sealed record Flag(string Rule, string Why, string Source);

/// <summary>What a seller says.</summary>
public enum AnswerKind
{
    /// <summary>It is not so; proofs may come with it.</summary>
    Contest,

    /// <summary>The counter-notice of 17 U.S.C. 512(g)(3), or the statement of Art. 43 E-Commerce Law.</summary>
    CounterNotice,

    /// <summary>The listing was corrected.</summary>
    Corrected,

    /// <summary>It is so; the seller learns from it and gets no strike.</summary>
    Consent,
}

/// <summary>How a seller shows that goods are genuine.</summary>
public enum ProofOfGoods
{
    /// <summary>An invoice of the owner or one of its dealers.</summary>
    Invoice,

    /// <summary>A licence or an authorisation.</summary>
    Authorisation,

    /// <summary>The receipt of a shop.</summary>
    RetailReceipt,

    /// <summary>Pictures of the very piece with the claim's code beside it.</summary>
    InHandPictures,

    /// <summary>An order on this marketplace.</summary>
    PreviousOrder,

    /// <summary>A report of an authenticator.</summary>
    AuthenticatorReport,
}

/// <summary>One proof.</summary>
/// <param name="Sha256">Of the document, as it is kept; nothing for an order number.</param>
/// <param name="NamesGoods">The seller says where in it the goods are named.</param>
/// <param name="Dated">The day it bears.</param>
public sealed record GoodsProof(ProofOfGoods Kind, string? Sha256 = null, string? Reference = null, bool NamesGoods = false, DateOnly? Dated = null);

/// <summary>The statutory statements of a counter-notice.</summary>
/// <param name="UnderPenaltyOfPerjury">A good-faith belief that the material was removed by mistake or misidentification.</param>
/// <param name="AcceptsJurisdiction">Consent to the court's jurisdiction and to service of process.</param>
public sealed record CounterStatement(string Name, string Address, string Phone, string Signature, bool UnderPenaltyOfPerjury, bool AcceptsJurisdiction);

/// <summary>What a seller answered.</summary>
public sealed record SellerAnswer(string Id, AnswerKind Kind, string Text, IReadOnlyList<GoodsProof> Proofs, CounterStatement? Statement, DateTime At);

/// <summary>What the notifier said to the seller's answer.</summary>
public sealed record Reply(string Text, DateTime At);

/// <summary>For whom a claim is decided.</summary>
public enum Ruling
{
    /// <summary>For the notifier.</summary>
    Uphold,

    /// <summary>For the seller.</summary>
    Dismiss,
}

/// <summary>What one person says before a decision.</summary>
/// <param name="Saw">Hash of what was before this person: listing, pictures, ledger, versions.</param>
public sealed record Vote(string By, Ruling Ruling, string Reason, string? Saw, DateTime At);

/// <summary>A decision.</summary>
/// <param name="By">Who decided: one or two people, or a clock with its rule.</param>
/// <param name="IsByClock">Silence decided, as the regime says.</param>
/// <param name="Saw">Hash of what was before the deciders: listing, pictures, ledger, versions.</param>
/// <param name="IsStrike">Whether it counts against the seller once it is final.</param>
public sealed record Decision(Ruling Ruling, IReadOnlyList<string> By, bool IsByClock, string Reason, string? Saw, bool IsStrike, DateTime At);

/// <summary>A complaint (Art. 20 DSA): about the last decision, or about a measure before one.</summary>
/// <param name="AboutMeasure">The measure; nothing where it is about the decision.</param>
public sealed record Complaint(
    string Id, Side By, string Text, string? AboutMeasure, DateTime At, string? DecidedBy = null, bool? IsGranted = null, string? Reason = null, DateTime? DecidedAt = null);

/// <summary>An action before a court, or an order of one; a tick in a box is none.</summary>
/// <param name="Document">SHA-256 of the paper.</param>
/// <param name="IsOrder">An order, not only an action.</param>
public sealed record CourtPaper(string Court, string Number, DateOnly Dated, string Document, bool IsOrder, DateTime At);

/// <summary>An out-of-court dispute (Art. 21 DSA).</summary>
public sealed record Dispute(string Body, string Number, Side By, DateTime At, string? Result = null, DateTime? DecidedAt = null);

/// <summary>A deadline that has had its consequence.</summary>
public sealed record Fired(string Deadline, DateTime StartedAt, DateTime At, string What);

/// <summary>What is to be given back after a measure that was wrong.</summary>
/// <param name="Hours">How long listings were restricted.</param>
/// <param name="Duties">In words: ranking, buyers, credit, public correction.</param>
public sealed record Restitution(DateTime At, double Hours, IReadOnlyList<string> Duties);
