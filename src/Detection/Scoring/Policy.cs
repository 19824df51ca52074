using System.Text.Json;
using Wardmark.Detection.Text;

namespace Wardmark.Detection.Scoring;

/// <summary>What the marketplace does with a listing.</summary>
public enum Disposition
{
    /// <summary>Nothing.</summary>
    Allow,

    /// <summary>Shown, with a note that the mark is used without the owner's word.</summary>
    Label,

    /// <summary>Shown, and put before a person.</summary>
    Review,

    /// <summary>Not shown until a person has looked.</summary>
    Hold,

    /// <summary>Refused. Off unless an operator sets a threshold.</summary>
    Block,
}

/// <summary>Where a finding was made: what a policy's rules may go by.</summary>
public readonly record struct PolicySetting(string? Category, string? Market, string? Mark, string? SellerTier);

/// <summary>Scores from which each disposition holds; a finding below <paramref name="Find"/> is not written.</summary>
public sealed record Policy(string Version, int Find, int Label, int Review, int Hold, int? Block)
{
    const int MostRules = 1_000;

    /// <summary>Other thresholds for some settings; the first rule that fits counts.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; init; } = [];

    /// <summary>The policy that ships with the program.</summary>
    public static Policy Shipped { get; } = Read(ShippedData.Open("scoring/policy.json"));

    /// <summary>True where a rule asks who sells.</summary>
    public bool AsksForTier => Rules.Any(r => r.SellerTier is not null);

    /// <summary>Reads a policy and refuses one that contradicts itself.</summary>
    public static Policy Read(Stream stream)
    {
        using (stream)
            return Checked(JsonSerializer.Deserialize<Policy>(stream, ScoringFiles.Wire)!);
    }

    /// <summary>Reads a policy from text and refuses one that contradicts itself.</summary>
    public static Policy Parse(string json) => Checked(JsonSerializer.Deserialize<Policy>(json, ScoringFiles.Wire)!);

    /// <summary>What <see cref="Parse"/> reads.</summary>
    public string Write() => JsonSerializer.Serialize(this, ScoringFiles.Wire);

    /// <summary>What follows from a score.</summary>
    public Disposition For(int score, PolicySetting setting = default)
    {
        var (label, review, hold, block) = ThresholdsAt(Rules.FirstOrDefault(r => r.Fits(setting)));
        return score >= (block ?? int.MaxValue) ? Disposition.Block
            : score >= hold ? Disposition.Hold
            : score >= review ? Disposition.Review
            : score >= label ? Disposition.Label
            : Disposition.Allow;
    }

    /// <summary>What follows from a score of which only a part is sure: no more than a look by a person, where the sure part does not lead to more.</summary>
    public Disposition For(int score, int sure, PolicySetting setting)
    {
        var whole = For(score, setting);
        return whole <= Disposition.Review || sure == score ? whole : (Disposition)Math.Max((int)Disposition.Review, (int)For(sure, setting));
    }

    (int Label, int Review, int Hold, int? Block) ThresholdsAt(PolicyRule? rule) =>
        (rule?.Label ?? Label, rule?.Review ?? Review, rule?.Hold ?? Hold, rule?.Block ?? Block);

    static Policy Checked(Policy policy)
    {
        const int longestVersion = 60;
        if (policy is not { Version: { Length: > 0 and <= longestVersion }, Rules: not null })
            throw new InvalidDataException($"A policy has a version of at most {longestVersion} characters.");
        if (policy.Rules.Count > MostRules) throw new InvalidDataException($"A policy has at most {MostRules} rules.");
        if (!policy.InOrder(null)) throw new InvalidDataException("Policy thresholds must rise from find to block.");
        for (var i = 0; i < policy.Rules.Count; i++)
        {
            if (policy.Rules[i].IsEmpty) throw new InvalidDataException($"rules[{i}] names no category, market, mark or seller tier: change the thresholds themselves instead.");
            if (!policy.InOrder(policy.Rules[i])) throw new InvalidDataException($"rules[{i}]: with its thresholds they do not rise from label to block.");
        }

        return policy;
    }

    bool InOrder(PolicyRule? rule) =>
        ThresholdsAt(rule) is var (label, review, hold, block) && Find <= label && label <= review && review <= hold && hold <= (block ?? int.MaxValue);
}

/// <summary>Other thresholds where everything it names fits. What it leaves out stays as it is.</summary>
public sealed record PolicyRule
{
    /// <summary>A category path of the marketplace, or the beginning of one.</summary>
    public string? Category { get; init; }

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string? Market { get; init; }

    /// <summary>The mark, as the register writes it.</summary>
    public string? Mark { get; init; }

    /// <summary>The marketplace's word for the seller's standing.</summary>
    public string? SellerTier { get; init; }

    /// <summary>Label from this score on.</summary>
    public int? Label { get; init; }

    /// <summary>Review from this score on.</summary>
    public int? Review { get; init; }

    /// <summary>Hold from this score on.</summary>
    public int? Hold { get; init; }

    /// <summary>Block from this score on.</summary>
    public int? Block { get; init; }

    /// <summary>Why the rule exists.</summary>
    public string? Why { get; init; }

    /// <summary>True where it would fit everything.</summary>
    internal bool IsEmpty => Category is null && Market is null && Mark is null && SellerTier is null;

    /// <summary>True where all it names is so.</summary>
    public bool Fits(PolicySetting s) => Is(Market, s.Market) && Is(Mark, s.Mark) && Is(SellerTier, s.SellerTier)
        && (Category is null || (s.Category is { } at && at.StartsWith(Category, StringComparison.OrdinalIgnoreCase)
            && (at.Length == Category.Length || !char.IsLetterOrDigit(at[Category.Length]))));

    static bool Is(string? wanted, string? found) => wanted is null || string.Equals(wanted, found, StringComparison.OrdinalIgnoreCase);
}
