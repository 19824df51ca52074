using Wardmark.Detection.Scoring;

namespace Wardmark.Cli.Scanning;

/// <summary>The weights and policy in force: a data folder's own, else the shipped ones.</summary>
public static class ScoringConfig
{
    /// <summary>Reads <c>weights.json</c> and <c>policy.json</c> of a folder where they exist.</summary>
    public static (Weights Weights, Policy Policy) Load(string? folder) =>
        (Own(folder, "weights.json") is { } w ? Weights.Read(w) : Weights.Shipped,
         Own(folder, "policy.json") is { } p ? Policy.Read(p) : Policy.Shipped);

    static FileStream? Own(string? folder, string name) =>
        folder is not null && File.Exists(Path.Combine(folder, name)) ? File.OpenRead(Path.Combine(folder, name)) : null;
}
