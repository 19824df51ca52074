using System.Runtime.InteropServices;
using Wardmark.Detection.Features;

namespace Wardmark.Detection.Pictures;

/// <summary>A logo met in a picture.</summary>
/// <param name="Logo">Which of the logos, counted from 0 in the order they were added.</param>
/// <param name="Inliers">Features of the logo that lie in the picture as in the logo.</param>
/// <param name="Box">Where in the picture.</param>
public sealed record LogoMatch(int Mark, int Logo, int Inliers, Region Box);

/// <summary>
/// Logos, found in pictures by local features with voting: each feature of the picture names the logo it is most like, if no
/// other mark's logo is nearly as like; a logo counts where enough of its features lie as they do in it. Dark on light and
/// light on dark are the same logo. Plain shapes have few features and are not found so.
/// </summary>
public sealed class LogoIndex
{
    // Of 256 bits.
    const int MostDifferent = 70;
    const double LeastLead = 0.92;
    const int Fewest = 3;

    readonly List<(int Mark, int Logo, FineFeatures Features)> _templates = [];
    readonly List<ulong> _bits = [];
    readonly List<(int Template, int Feature)> _owners = [];

    /// <summary>How many logos.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a logo by the features of its picture; that of a drawing is met dark on light and light on dark.</summary>
    public int Add(int mark, LocalFeatures features, bool isDrawing)
    {
        foreach (var polarity in isDrawing ? (LocalFeatures[])[features, features.Inverted()] : [features])
        {
            var fine = FineFeatures.OfLogo(polarity);
            for (var i = 0; i < fine.Count; i++) _owners.Add((_templates.Count, i));
            _bits.AddRange(fine.Bits);
            _templates.Add((mark, Count, fine));
        }

        return Count++;
    }

    /// <summary>The logos of a picture, one a mark, best first.</summary>
    public IReadOnlyList<LogoMatch> Match(FineFeatures picture)
    {
        var pairs = new Dictionary<int, List<FeaturePair>>();
        for (var i = 0; i < picture.Count; i++)
            if (Nearest(picture.Bits.AsSpan(i * FineFeatures.Words, FineFeatures.Words), out var distance) is { } owner)
            {
                if (!pairs.TryGetValue(owner.Template, out var list)) pairs[owner.Template] = list = [];
                list.Add(new(i, owner.Feature, 1 - (distance / 256f)));
            }

        return [.. pairs.Where(p => p.Value.Count >= Fewest).Select(p => Aligned(picture, p.Key, p.Value)).OfType<LogoMatch>()
            .GroupBy(m => m.Mark).Select(g => g.MaxBy(m => m.Inliers)!).OrderByDescending(m => m.Inliers)];
    }

    (int Template, int Feature)? Nearest(ReadOnlySpan<ulong> bits, out int distance)
    {
        int best = -1, other = 256;
        distance = MostDifferent + 1;
        var all = CollectionsMarshal.AsSpan(_bits);
        for (var j = 0; j < _owners.Count; j++)
        {
            var d = FineFeatures.Distance(bits, all.Slice(j * FineFeatures.Words, FineFeatures.Words));
            if (d >= other) continue;
            var isSameMark = best >= 0 && MarkOf(best) == MarkOf(j);
            if (d < distance)
            {
                if (!isSameMark && best >= 0) other = distance;
                (best, distance) = (j, d);
            }
            else if (!isSameMark)
            {
                other = d;
            }
        }

        return best >= 0 && distance <= LeastLead * other ? _owners[best] : null;
    }

    int MarkOf(int number) => _templates[_owners[number].Template].Mark;

    LogoMatch? Aligned(FineFeatures picture, int template, List<FeaturePair> pairs)
    {
        var (mark, logo, features) = _templates[template];
        if (Alignment.Of(picture.Places, features.Places, pairs) is not { } found || found.Inliers.Count < Fewest) return null;
        var places = found.Inliers.Select(p => picture.Places[p.Query]).ToList();
        return new(mark, logo, found.Inliers.Count, new(
            Share(places.Min(p => p.X), picture.Width), Share(places.Min(p => p.Y), picture.Height), Share(places.Max(p => p.X), picture.Width), Share(places.Max(p => p.Y), picture.Height)));
    }

    static double Share(float at, int of) => Math.Round(Math.Clamp(at / of, 0, 1), 4);
}
