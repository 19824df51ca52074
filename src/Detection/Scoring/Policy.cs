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

/// <summary>Scores from which each disposition holds; a finding below <paramref name="Find"/> is not written.</summary>
public sealed record Policy(string Version, int Find, int Label, int Review, int Hold, int? Block)
{
    /// <summary>The policy that ships with the program.</summary>
    public static Policy Shipped { get; } = Read(ShippedData.Open("scoring/policy.json"));

    /// <summary>Reads a policy and refuses thresholds out of order.</summary>
    public static Policy Read(Stream stream)
    {
        using (stream)
        {
            var policy = JsonSerializer.Deserialize<Policy>(stream, ScoringFiles.Wire)!;
            var inOrder = policy.Find <= policy.Label && policy.Label <= policy.Review && policy.Review <= policy.Hold
                && policy.Hold <= (policy.Block ?? int.MaxValue);
            return inOrder ? policy : throw new InvalidDataException("Policy thresholds must rise from find to block.");
        }
    }

    /// <summary>What follows from a score.</summary>
    public Disposition For(int score) =>
        score >= (Block ?? int.MaxValue) ? Disposition.Block
        : score >= Hold ? Disposition.Hold
        : score >= Review ? Disposition.Review
        : score >= Label ? Disposition.Label
        : Disposition.Allow;
}
