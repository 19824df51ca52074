using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The words of the mark are written as one, or as one with other words: "louisvuitton", "#patekphilippe", "guccibelt".</summary>
public sealed class JoinedWords : ISignal
{
    // A name within a longer word is often no name.
    const double Within = 0.3;

    // Shorter ones meet words of some language.
    const int FewestLetters = 8;

    /// <inheritdoc/>
    public string Name => "JOINED_WORDS";

    /// <inheritdoc/>
    public string Meaning => "The words of the mark are written as one, or as one with words around it, as a search for the mark would not find them.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Disguised(Disguise.Joined) is { } o && o.Field != "brand" && o.Length >= FewestLetters && !IsOwnName(sight, o)
            ? Evidence.From(o, $"“{o.Name.Name}” is written as one word, “{o.Seen}”.")
            : sight.Disguised(Disguise.Within) is { Field: not "brand" } within && !IsOwnName(sight, within)
                ? Evidence.From(within, $"“{within.Name.Name}” is written as one word with what stands around it.") with { Strength = Within }
                : null;

    // A maker may be called by the same words, and write them so.
    static bool IsOwnName(Sight sight, Occurrence o) => sight.Listing.Brand?.Contains(o.Seen, StringComparison.OrdinalIgnoreCase) == true;
}
