using System.Text.Json.Serialization;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Measures;
using Wardmark.Procedure.Notices;
using Wardmark.Procedure.Shipped;
using Wardmark.Procedure.Standing;
using Wardmark.Registry.Rights;

namespace Wardmark.Procedure.Statements;

/// <summary>How the marketplace came to know (Art. 17(3)(b) DSA).</summary>
public enum StatementSource
{
    /// <summary>A notice.</summary>
    Notice,

    /// <summary>A notice of a trusted flagger.</summary>
    TrustedFlagger,

    /// <summary>A court or an authority.</summary>
    Order,

    /// <summary>The marketplace's own screening.</summary>
    Own,
}

/// <summary>How much of it a machine did (Art. 17(3)(c) DSA).</summary>
public enum Automation
{
    /// <summary>People found and decided.</summary>
    None,

    /// <summary>A notice led to it, and a rule took the measure before a person looked.</summary>
    Taken,

    /// <summary>A machine found it, a person decided.</summary>
    Detection,

    /// <summary>A machine found it and acted.</summary>
    Full,
}

/// <summary>What is known of the listing and of the sides beside the claim.</summary>
/// <param name="Title">Of the listing; a stranger's text.</param>
/// <param name="ListedOn">When it was first seen.</param>
/// <param name="Score">What screening found of the right in it, 0 to 100.</param>
/// <param name="Record">The notifier's record.</param>
public sealed record StatementContext(
    string Title, string? Gtin, DateTime ListedOn, int Score, string? RightOwner, string? NotifierName, NotifierRecord Record, bool IsTrustedFlagger, string? ListingLanguage, string? SellerLanguage);

/// <summary>How far the claim has come when the statement is made.</summary>
public enum StatedOutcome
{
    /// <summary>The seller is asked; nothing is done.</summary>
    Asked,

    /// <summary>A measure before a decision.</summary>
    Measured,

    /// <summary>People decided for the notifier.</summary>
    Decided,

    /// <summary>Nobody objected in time.</summary>
    Silence,

    /// <summary>Strikes have led to a measure against the account.</summary>
    Strikes,
}

/// <summary>The facts as data, so that each language says them in its own words.</summary>
/// <param name="RightKey">As the register has it; nothing for a work that only the notice describes.</param>
/// <param name="Strikes">How many final claims carry a measure against an account.</param>
/// <param name="Why">Why the measure was chosen, in the words of the policy or of whoever chose it.</param>
public sealed record StatedFacts(DateTime NoticeOf, RightType RightType, string RightName, string? RightKey, int Score, IReadOnlyList<AnswerKind> Answers, StatedOutcome Outcome, string? Why, int Strikes = 0);

/// <summary>
/// The statement of reasons (Art. 17(3)(a) to (f) DSA): one record for each restriction. The letters, the public record and what
/// goes to the EU's database are all written from it, so that they cannot disagree.
/// </summary>
public sealed record Statement
{
    /// <summary>The measure's id: unique for ever, in letters, digits, - and _.</summary>
    public required string Id { get; init; }

    /// <summary>The claim.</summary>
    public required string ClaimId { get; init; }

    /// <summary>The listing.</summary>
    public required string ListingId { get; init; }

    /// <summary>Its seller.</summary>
    public string? SellerId { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>(a) What is done; nothing where the seller is only told and asked.</summary>
    public required MeasureKind? Measure { get; init; }

    /// <summary>(a) Where; none means wherever it is offered.</summary>
    public required IReadOnlyList<string> Territories { get; init; }

    /// <summary>(a) From when.</summary>
    public required DateTime From { get; init; }

    /// <summary>(a) Until when; nothing where no end is fixed.</summary>
    public DateTime? Until { get; init; }

    /// <summary>(b) The facts in English, without anybody's personal data.</summary>
    public required string Facts { get; init; }

    /// <summary>(b) The same as data; statements of before 2026-11-25 have none.</summary>
    public StatedFacts? Stated { get; init; }

    /// <summary>(b) What led to it.</summary>
    public required StatementSource Source { get; init; }

    /// <summary>(b) The owner of the right, from the register.</summary>
    public string? RightOwner { get; init; }

    /// <summary>(b) The notifier, only where the matrix says that the seller reads it.</summary>
    public string? Notifier { get; init; }

    /// <summary>The notifier's record in English, which both sides and the deciders read.</summary>
    public string? Record { get; init; }

    /// <summary>The same as numbers; statements of before 2026-11-25 have none.</summary>
    public NotifierRecord? Counts { get; init; }

    /// <summary>(c) Automation.</summary>
    public required Automation Automation { get; init; }

    /// <summary>(d) On what it rests in law.</summary>
    public required Theory Theory { get; init; }

    /// <summary>The regime of the claim.</summary>
    public required string Regime { get; init; }

    /// <summary>When the listing was first seen.</summary>
    public required DateTime ListedOn { get; init; }

    /// <summary>Language of the listing, ISO 639-1, where known.</summary>
    public string? ListingLanguage { get; init; }

    /// <summary>Language in which the seller reads.</summary>
    public string? Language { get; init; }

    /// <summary>Thirteen digits, where the listing bears them.</summary>
    public string? Ean { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTime At { get; init; }

    const string GroundFile = "notices/grounds.json";

    sealed record Grounds(string Version, [property: JsonPropertyName("grounds")] IReadOnlyDictionary<Theory, Ground> All);

    static readonly Lazy<Grounds> Shipped = new(() => ShippedRules.Read<Grounds>(GroundFile));

    /// <summary>(d) The legal ground and why it fits.</summary>
    public Ground LegalGround() => Shipped.Value.All[Theory];

    /// <summary>The statement of one measure of a claim; without one, what the seller is told when asked.</summary>
    public static Statement Of(Claim claim, Measure? measure, StatementContext context, DateTime now)
    {
        var at = measure?.Since ?? now;
        var stated = FactsOf(claim, measure, context);
        return new()
        {
            Id = (measure?.Id ?? $"{claim.Id}.0").Replace('.', '-'), ClaimId = claim.Id, ListingId = claim.ListingId, SellerId = claim.SellerId, Title = context.Title, Measure = measure?.Kind,
            Territories = measure?.Territories ?? [], From = at, Until = measure?.Until, Theory = claim.Theory, Regime = claim.Regime, At = at, ListedOn = context.ListedOn,
            Stated = stated, Facts = StatementLetters.Facts(stated, claim.Theory, claim.ListingId, "en"),
            Source = claim.CourtPapers.Any(p => p.IsOrder) ? StatementSource.Order : context.IsTrustedFlagger ? StatementSource.TrustedFlagger : StatementSource.Notice,
            RightOwner = Disclosure.Shown("right_owner", claim.Regime, Viewer.Seller, context.RightOwner),
            Notifier = Disclosure.Shown("notifier_name", claim.Regime, Viewer.Seller, context.NotifierName),
            Counts = context.Record, Record = StatementLetters.Record(context.Record), Automation = measure?.IsAutomatic == true ? Automation.Taken : Automation.None,
            ListingLanguage = context.ListingLanguage, Language = context.SellerLanguage ?? context.ListingLanguage,
            Ean = context.Gtin is { Length: 13 } gtin && gtin.All(char.IsAsciiDigit) ? gtin : null,
        };
    }

    /// <summary>The statement of a measure against an account: it rests on the claims that count as strikes, of which this is the last.</summary>
    public static Statement OfAccount(string id, Claim last, int strikes, MeasureKind measure, DateTime since, DateTime until, string why, StatementContext context)
    {
        var stated = new StatedFacts(last.ReceivedAt, last.RightType, last.RightName, last.RightKey, 0, [], StatedOutcome.Strikes, why, strikes);
        return Of(last, null, context, since) with
        {
            Id = id, Title = "", Measure = measure, From = since, Until = until, Stated = stated, Facts = StatementLetters.Facts(stated, last.Theory, last.ListingId, "en"), At = since,
            RightOwner = null, Notifier = null, Record = null, Counts = null, Ean = null, Source = StatementSource.Notice,
        };
    }

    // Built from what the marketplace knows, never from what the notifier wrote: that may hold personal data.
    static StatedFacts FactsOf(Claim claim, Measure? measure, StatementContext context)
    {
        var isDecided = measure is not null && claim.LastDecision() is { Ruling: Ruling.Uphold } decision && decision.At == measure.Since;
        var isWork = claim.RightKey.StartsWith("work:", StringComparison.Ordinal);
        return new(claim.ReceivedAt, claim.RightType, isWork ? "" : claim.RightName, isWork ? null : claim.RightKey, context.Score, [.. claim.Answers.Select(a => a.Kind).Distinct()],
            isDecided ? claim.LastDecision()!.IsByClock ? StatedOutcome.Silence : StatedOutcome.Decided : measure is null ? StatedOutcome.Asked : StatedOutcome.Measured, isDecided ? null : measure?.Why);
    }
}

/// <summary>A legal ground.</summary>
/// <param name="Why">Why it fits, in the languages of letters.</param>
/// <param name="Keywords">As the EU's database names it.</param>
public sealed record Ground(string Law, IReadOnlyDictionary<string, string> Why, IReadOnlyList<string> Keywords);
