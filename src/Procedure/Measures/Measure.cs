namespace Wardmark.Procedure.Measures;

/// <summary>What a marketplace can do, from the mildest to the hardest.</summary>
public enum MeasureKind
{
    /// <summary>Buyers read that the offer is disputed.</summary>
    Label,

    /// <summary>It is not found by search and not recommended; who has the address sees it.</summary>
    Hide,

    /// <summary>It is seen and cannot be bought.</summary>
    StopSales,

    /// <summary>What it earns is kept back.</summary>
    HoldPayout,

    /// <summary>The next piece goes through an authenticator.</summary>
    RequireAuthentication,

    /// <summary>It is not shown, and comes back as it was.</summary>
    Pause,

    /// <summary>It is taken away.</summary>
    Remove,

    /// <summary>The seller cannot use a feature, as offering under the mark.</summary>
    FeatureBlock,

    /// <summary>The seller's account rests.</summary>
    AccountSuspension,
}

/// <summary>A measure as it is to be taken.</summary>
/// <param name="Territories">ISO 3166-1 countries in which it holds; none means wherever the listing is offered.</param>
/// <param name="Days">How long; nothing only for a removal by decision.</param>
/// <param name="Why">Why this one, in a sentence the seller reads.</param>
public sealed record MeasureDraft(MeasureKind Kind, IReadOnlyList<string> Territories, int? Days, string Why)
{
    /// <summary>Longest time of a measure before a decision.</summary>
    public const int MostDays = 90;
}

/// <summary>A measure that was taken.</summary>
/// <param name="Until">The first instant at which it no longer holds; nothing where it has no end of its own.</param>
/// <param name="By">Who took it; a clock or a policy where nobody did.</param>
/// <param name="IsAutomatic">Nobody looked before it was taken.</param>
public sealed record Measure(
    string Id, MeasureKind Kind, IReadOnlyList<string> Territories, DateTime Since, DateTime? Until, string Why, string By, bool IsAutomatic,
    DateTime? EndedAt = null, string? EndedWhy = null)
{
    /// <summary>True from its beginning until it ends.</summary>
    public bool HoldsAt(DateTime now) => Since <= now && EndedAt is null && !(Until <= now);

    /// <summary>Ends it; one that has ended stays as it is.</summary>
    public Measure End(DateTime now, string why) => EndedAt is null ? this with { EndedAt = now, EndedWhy = why } : this;
}
