using Wardmark.Procedure.Measures;
using Wardmark.Procedure.Shipped;
using Wardmark.Procedure.Standing;
using Wardmark.Registry.Enrolments;
using Wardmark.Registry.Rights;

namespace Wardmark.Procedure.Claims;

/// <summary>What a proposal rests on.</summary>
/// <param name="Strength">How well the notifier has proved the right.</param>
/// <param name="Tier">By the notifier's record.</param>
/// <param name="Score">What screening found of this right in the listing, 0 to 100.</param>
public sealed record MeasureFacts(Theory Theory, ProofStrength Strength, NotifierTier Tier, int Score);

/// <summary>A proposal.</summary>
/// <param name="MayBeAutomatic">It may be taken before a person looks, where nothing is flagged.</param>
public sealed record ProposedMeasure(MeasureDraft Draft, bool MayBeAutomatic, string PolicyVersion);

/// <summary>Chooses the mildest measure that serves: policy is data, the first rule that fits proposes.</summary>
public static class MeasureRules
{
    const string File = "notices/measures.json";

    sealed record Rule(
        IReadOnlyList<Theory> Theories, ProofStrength LeastStrength, IReadOnlyList<NotifierTier> Tiers, int LeastScore, MeasureKind Measure, int Days, bool Automatic, IReadOnlyDictionary<string, string> Why);

    sealed record Rules(string Version, string Note, IReadOnlyList<Theory> TwoPeople, [property: System.Text.Json.Serialization.JsonPropertyName("rules")] IReadOnlyList<Rule> All);

    static readonly Lazy<Rules> Shipped = new(() => ShippedRules.Read<Rules>(File));

    /// <summary>The version of the rules.</summary>
    public static string Version => Shipped.Value.Version;

    /// <summary>How many people decide a claim of a theory.</summary>
    public static int Eyes(Theory theory) => Shipped.Value.TwoPeople.Contains(theory) ? 2 : 1;

    /// <summary>Why a measure was chosen, in a language: the rule's sentence, or what a person wrote, as written.</summary>
    public static string Why(string words, string language) => Shipped.Value.All.Select(r => r.Why).Find(words, language);

    /// <summary>What is proposed; every theory has a rule.</summary>
    public static ProposedMeasure Propose(MeasureFacts facts, string? territory)
    {
        var rule = Shipped.Value.All.First(r => r.Theories.Contains(facts.Theory) && facts.Strength >= r.LeastStrength && facts.Score >= r.LeastScore && (r.Tiers.Count == 0 || r.Tiers.Contains(facts.Tier)));
        return new(new(rule.Measure, territory is null ? [] : [territory], rule.Days, rule.Why.English()), rule.Automatic, Shipped.Value.Version);
    }
}
