namespace Wardmark.Detection.Signals;

/// <summary>A picture of the listing shows a logo of the mark: enough of the logo's details lie in it as they do in the drawing.</summary>
public sealed class LogoInPicture : ISignal
{
    /// <summary>Details in place from which a logo counts as shown.</summary>
    public const int FewestInliers = 6;

    const double SureInliers = 12;
    const double NamedAnyway = 0.4;

    /// <inheritdoc/>
    public string Name => "LOGO_IN_PICTURE";

    /// <inheritdoc/>
    public string Meaning => "A picture of the listing shows a logo of the mark; most telling where no word of the listing names it.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        if (sight.Logos.MaxBy(l => l.Match.Inliers) is not { } best) return null;
        var isNamed = sight.Occurrences.Count > 0;
        return new($"images[{best.Picture}]", 0, 0, best.Source, best.Reference.Name,
            $"Picture {best.Picture + 1} shows the logo {best.Reference.Name}: {best.Match.Inliers} of its details lie as in the drawing{(isNamed ? "" : ", and no word of the listing names the mark")}.")
            { Strength = Math.Round(Math.Min(1, best.Match.Inliers / SureInliers) * (isNamed ? NamedAnyway : 1), 2), Box = best.Match.Box.Rounded() };
    }
}
