using Wardmark.Procedure.Shipped;

namespace Wardmark.Procedure.Standing;

/// <summary>What a notifier's record opens or closes.</summary>
public enum NotifierTier
{
    /// <summary>Notices are not processed for a time (Art. 23(2) DSA), after a warning.</summary>
    Suspended,

    /// <summary>Few a day, each looked at by a person.</summary>
    Capped,

    /// <summary>A new one, or one like most.</summary>
    Standard,

    /// <summary>Measures before a person looks, where nothing is flagged.</summary>
    FastLane,

    /// <summary>Harder measures likewise.</summary>
    SelfService,

    /// <summary>Named by a Digital Services Coordinator (Art. 22 DSA): first in every queue.</summary>
    TrustedFlagger,
}

/// <summary>What became of a notifier's claims within the window.</summary>
/// <param name="Upheld">Decided for the notifier and not reversed.</param>
/// <param name="Reversed">Upheld first, and dismissed on a complaint or by a clock.</param>
/// <param name="Dismissed">Decided for the seller at once.</param>
/// <param name="Withdrawn">Taken back after the seller was told.</param>
/// <param name="Silent">Lapsed or put back because the notifier did not answer.</param>
public sealed record NotifierRecord(int Upheld, int Reversed, int Dismissed, int Withdrawn, int Silent)
{
    /// <summary>An empty record.</summary>
    public static NotifierRecord None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>Claims that have come to an end.</summary>
    public int Ended => Upheld + Reversed + Dismissed + Withdrawn + Silent;

    /// <summary>Share upheld, with its Wilson interval at 95 %; nothing where none has ended.</summary>
    public (double Share, double Low, double High)? UpheldShare() => Ended == 0 ? null : ((double)Upheld / Ended, Wilson.Interval(Upheld, Ended).Low, Wilson.Interval(Upheld, Ended).High);

    /// <summary>The tier that follows from the numbers alone; suspension and trust are given by people.</summary>
    public NotifierTier Tier()
    {
        var rules = StandingRules.Current;
        if (Ended == 0) return NotifierTier.Standard;
        double upheld = (double)Upheld / Ended, reversed = (double)Reversed / Ended;
        return Ended >= rules.SelfService.LeastSample && upheld >= rules.SelfService.LeastUpheld && reversed <= rules.SelfService.MostReversed ? NotifierTier.SelfService
            : Ended >= rules.FastLane.LeastSample && upheld >= rules.FastLane.LeastUpheld && reversed <= rules.FastLane.MostReversed ? NotifierTier.FastLane
            : Ended >= rules.Capped.LeastSample && upheld < rules.Capped.UpheldBelow ? NotifierTier.Capped
            : NotifierTier.Standard;
    }
}

/// <summary>A tier's threshold.</summary>
public sealed record TierRule(int LeastSample, double LeastUpheld, double MostReversed);

/// <summary>Below which a notifier is capped.</summary>
public sealed record CapRule(int LeastSample, double UpheldBelow);

/// <summary>What a number of strikes leads to.</summary>
/// <param name="Eyes">How many people have to agree.</param>
/// <param name="Why">In the languages of letters.</param>
public sealed record StrikeStep(int Strikes, Measures.MeasureKind Measure, int Days, int Eyes, IReadOnlyDictionary<string, string> Why);

/// <summary>When strikes end, and what they lead to.</summary>
public sealed record StrikeRules(int ExpireDays, IReadOnlyList<StrikeStep> Steps);

/// <summary>The rules of records and strikes, as data.</summary>
public sealed record StandingRules(
    string Version, int WindowDays, TierRule FastLane, TierRule SelfService, CapRule Capped, IReadOnlyDictionary<NotifierTier, int> ClaimsADay,
    int ClaimsADayWithoutAccount, int SuspensionDays, StrikeRules Strikes)
{
    const string File = "notices/standing.json";

    static readonly Lazy<StandingRules> Shipped = new(() => ShippedRules.Read<StandingRules>(File));

    /// <summary>The shipped rules.</summary>
    public static StandingRules Current => Shipped.Value;
}
