using System.Text.Json;
using Wardmark.Detection.Signals;
using Wardmark.Detection.Text;

namespace Wardmark.Detection.Scoring;

/// <summary>What each signal weighs, in points, and how much correlated signals may add together.</summary>
public sealed record Weights(
    string Version,
    IReadOnlyDictionary<string, Family> Families,
    IReadOnlyDictionary<string, SignalWeight> Signals)
{
    /// <summary>The weights that ship with the program.</summary>
    public static Weights Shipped { get; } = Read(ShippedData.Open("scoring/weights.json"));

    /// <summary>What was thought before any case was seen, set by hand; learning starts from it.</summary>
    public static Weights Prior { get; } = Read(ShippedData.Open("scoring/priors.json"));

    /// <summary>Reads weights and refuses a file that leaves a signal out or names one that is not there.</summary>
    public static Weights Read(Stream stream)
    {
        using (stream)
        {
            var weights = JsonSerializer.Deserialize<Weights>(stream, ScoringFiles.Wire)!;
            foreach (var signal in AllSignals.InOrder)
                if (!weights.Signals.TryGetValue(signal.Name, out var w) || !weights.Families.ContainsKey(w.Family))
                    throw new InvalidDataException($"The weights say nothing of {signal.Name}, or name no family for it.");
            if (weights.Signals.Count != AllSignals.InOrder.Count)
                throw new InvalidDataException("The weights name a signal that does not exist.");
            return weights;
        }
    }

    /// <summary>Writes a file that <see cref="Read"/> takes.</summary>
    public void Write(Stream stream)
    {
        JsonSerializer.Serialize(stream, this, ScoringFiles.Wire);
        stream.WriteByte((byte)'\n');
    }
}

/// <summary>Signals that see the same thing in other ways; together they add at most <paramref name="Cap"/> points.</summary>
public sealed record Family(int Cap);

/// <summary>Points of a signal at full strength, and its family.</summary>
public sealed record SignalWeight(int Weight, string Family);

/// <summary>How the files of this room are written.</summary>
static class ScoringFiles
{
    public static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
    };
}
