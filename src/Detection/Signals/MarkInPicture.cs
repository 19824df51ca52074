namespace Wardmark.Detection.Signals;

/// <summary>Words in a picture of the listing name the mark. Most telling where no word of the listing does: what a seller hides from a search, the photo shows.</summary>
public sealed class MarkInPicture : ISignal
{
    const double NamedAnyway = 0.4;

    /// <inheritdoc/>
    public string Name => "MARK_IN_PICTURE";

    /// <inheritdoc/>
    public string Meaning => "Words read in a picture of the listing name the mark; most telling where no word of the listing does.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        if (sight.Shown.MaxBy(s => s.Line.Confidence * (s.Where.Misspelling is null ? 1 : 0.5)) is not { } best) return null;
        var isNamed = sight.Occurrences.Count > 0;
        return new($"images[{best.Picture}]", 0, 0, best.Line.Text, best.Where.Name.Name,
            $"Picture {best.Picture + 1} shows “{best.Line.Text}”{(isNamed ? "" : ", which no word of the listing names")}.")
            { Strength = Math.Round((isNamed ? NamedAnyway : 1) * best.Line.Confidence * (best.Where.Misspelling is null ? 1 : 0.5), 2), Box = best.Line.Box.Rounded() };
    }
}
