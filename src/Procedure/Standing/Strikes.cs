using Wardmark.Procedure.Shipped;

namespace Wardmark.Procedure.Standing;

/// <summary>Strikes of a seller: final, upheld claims, those of one day together, until they end.</summary>
public static class Strikes
{
    /// <summary>How many count now.</summary>
    /// <param name="decidedAt">When each claim that counts was upheld.</param>
    public static int Count(IEnumerable<DateTime> decidedAt, DateTime now) =>
        decidedAt.Where(at => at <= now && at.AddDays(StandingRules.Current.Strikes.ExpireDays) > now).Select(at => at.Date).Distinct().Count();

    /// <summary>What so many lead to; nothing for none.</summary>
    public static StrikeStep? StepFor(int strikes) => StandingRules.Current.Strikes.Steps.LastOrDefault(s => s.Strikes <= strikes);

    /// <summary>Why a measure against an account was proposed, in a language.</summary>
    public static string Why(string words, string language) => StandingRules.Current.Strikes.Steps.Select(s => s.Why).Find(words, language);

    /// <summary>The repeat-infringer policy in plain words, written from the same data that is applied.</summary>
    public static string PolicyText()
    {
        var rules = StandingRules.Current.Strikes;
        return $"""
            Repeat infringement (version {StandingRules.Current.Version})

            A claim counts against a seller only when it was upheld and is final: {Clocks.Regime.House.Deadlines.First(d => d.Deadline == "strike_counts").Due} have passed without a complaint,
                or a complaint was decided by another person. What a seller agrees to and corrects does not count. Claims upheld on one day count once. A strike ends after {rules.ExpireDays} days, and at once when the claim is reversed or taken back.

            {string.Join("\n", rules.Steps.Select(s => $"{s.Strikes} strike{(s.Strikes == 1 ? "" : "s")}: {s.Measure switch
            {
                Measures.MeasureKind.Label => "a warning",
                Measures.MeasureKind.FeatureBlock => "no new offers under the marks concerned",
                _ => "the account is suspended",
            }}, for {s.Days} days; {s.Why.English()}. {(s.Eyes > 1 ? $"Decided by {s.Eyes} people." : "Decided by a person.")}"))}

            Every one of these can be complained about for six months, and another person hears the complaint.
            """;
    }
}
