using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The mark is named to say what the goods resemble: "style", "inspired by", "dupe", "like".</summary>
public sealed class StyleCloak : ISignal
{
    /// <inheritdoc/>
    public string Name => "STYLE_CLOAK";

    /// <inheritdoc/>
    public string Meaning => "The mark is named to say what the goods resemble: \"style\", \"inspired by\", \"dupe\", \"like\".";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        // The brand's own shop sells its own style.
        if (sight.Occurrences.Any(o => o.Field == "brand")) return null;
        foreach (var o in sight.Occurrences)
            if (UseCues.Beside("style", o.Field, sight.TextOf(o), o.Start, o.Length) is { } words)
                return Evidence.From(o, $"“{o.Name.Name}” is named as what the goods resemble (“{words}”).");
        return sight.Jargon.FirstOrDefault(j => j.Kind is JargonKind.Style) is { } hit
            ? new(hit.Field, hit.Start, hit.Length, hit.Seen, hit.Term, $"“{hit.Seen}”: the goods are said to resemble those of the mark.")
            : null;
    }
}
