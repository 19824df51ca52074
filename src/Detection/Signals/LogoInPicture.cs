using System.Globalization;
using Wardmark.Detection.Pictures;

namespace Wardmark.Detection.Signals;

/// <summary>A picture of the listing shows a logo of the mark: enough of its details lie as they do in the drawing, or a form in it is the drawing's and no everyday one.</summary>
public sealed class LogoInPicture : ISignal
{
    /// <summary>Score, in details in place, from which a logo counts as shown.</summary>
    public const int Fewest = 6;

    const double Sure = 12;
    const double NamedAnyway = 0.4;

    /// <summary>Its name.</summary>
    public const string SignalName = "LOGO_IN_PICTURE";

    /// <inheritdoc/>
    public string Name => SignalName;

    /// <inheritdoc/>
    public string Meaning => "A picture of the listing shows a logo of the mark; most telling where no word of the listing names it.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        if (sight.Logos.Count == 0 || sight.Logos.OrderBy(l => l.IsSetAside).ThenByDescending(l => l.Match.Score).FirstOrDefault() is not { } best) return null;
        var isNamed = sight.Occurrences.Count > 0;
        return new($"images[{best.Picture}]", 0, 0, best.Source, best.Reference.Name,
            $"Picture {best.Picture + 1} shows the logo {best.Reference.Name}: {Why(best.Match)}{(isNamed ? "" : ", and no word of the listing names the mark")}.")
            { Strength = Math.Round(Math.Min(1, best.Match.Score / Sure) * (isNamed ? NamedAnyway : 1), 2), Box = best.Match.Box.Rounded(), IsSetAside = best.IsSetAside };
    }

    static string Why(LogoMatch match)
    {
        List<string> reasons = [];
        if (match.Inliers > 0) reasons.Add($"{match.Inliers} of its details lie as in the drawing");
        if (match.Agreement > 0) reasons.Add(string.Create(CultureInfo.InvariantCulture, $"a form in it matches the drawing's ({match.Agreement * 100:0} of 100, where everyday forms reach 0)"));
        if (match.Likeness > 0) reasons.Add(string.Create(CultureInfo.InvariantCulture, $"the network that was trained to see logos finds it like the drawing ({match.Likeness * 100:0} of 100, where strangers' logos reach 0)"));
        return string.Join(", and ", reasons);
    }
}
