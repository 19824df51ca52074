using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The mark is named to say what the goods fit: \"for\", \"fits\", \"compatible with\"; every plain mention is of that kind.</summary>
public sealed class LawfulReference : ISignal
{
    /// <inheritdoc/>
    public string Name => "LAWFUL_REFERENCE";

    /// <inheritdoc/>
    public string Meaning => "The mark is named to say what the goods fit: \"for\", \"fits\", \"compatible with\"; every plain mention is of that kind.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        if (!Explains(sight)) return null;
        var first = sight.Occurrences.First(IsRunningText);
        return Evidence.From(first, $"“{first.Name.Name}” is named as what the goods are for.");
    }

    /// <summary>True where the goods are said to fit the mark's goods, and nothing says they are its own.</summary>
    public static bool Explains(Sight sight)
    {
        var mentions = sight.Occurrences.Where(IsRunningText).ToList();
        return mentions.Count > 0 && mentions.TrueForAll(o => o.Disguise is Disguise.None or Disguise.Transliterated && Follows(sight, o))
            && !sight.Occurrences.Any(o => o.Field == "brand");
    }

    static bool IsRunningText(Occurrence o) => o.Field != "brand";

    static bool Follows(Sight sight, Occurrence o) => UseCues.Reaching("reference", o.Field, sight.TextOf(o), o.Start, o.Length) is not null
        || (o.Field == "title" && UseCues.Anywhere("third_party", sight.Listing.Title) is not null);
}
