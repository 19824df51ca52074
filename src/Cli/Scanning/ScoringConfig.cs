namespace Wardmark.Cli.Scanning;

/// <summary>The weights in force: a data folder's own, else the shipped ones.</summary>
public static class ScoringConfig
{
    /// <summary>Reads <c>weights.json</c> of a folder where it exists.</summary>
    public static Detection.Scoring.Weights Weights(string? folder) => folder is not null && File.Exists(Path.Combine(folder, "weights.json"))
        ? Detection.Scoring.Weights.Read(File.OpenRead(Path.Combine(folder, "weights.json")))
        : Detection.Scoring.Weights.Shipped;
}
