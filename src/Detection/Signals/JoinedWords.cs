using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The words of the mark are written as one: "louisvuitton", "#patekphilippe".</summary>
public sealed class JoinedWords : ISignal
{
    // Shorter ones meet words of some language.
    const int FewestLetters = 8;

    /// <inheritdoc/>
    public string Name => "JOINED_WORDS";

    /// <inheritdoc/>
    public string Meaning => "The words of the mark are written as one, as a search for the mark would not find them.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Disguised(Disguise.Joined) is { } o && o.Field != "brand" && o.Length >= FewestLetters && !IsOwnName(sight, o)
            ? Evidence.From(o, $"“{o.Name.Name}” is written as one word, “{o.Seen}”.")
            : null;

    // A maker may be called by the same words, and write them so.
    static bool IsOwnName(Sight sight, Occurrence o) => sight.Listing.Brand?.Contains(o.Seen, StringComparison.OrdinalIgnoreCase) == true;
}
