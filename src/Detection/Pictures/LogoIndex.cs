using Wardmark.Detection.Features;
using Wardmark.Detection.Shapes;

namespace Wardmark.Detection.Pictures;

/// <summary>A logo met in a picture.</summary>
/// <param name="Logo">Which of the logos, counted from 0 in the order they were added.</param>
/// <param name="Inliers">Features of the logo that lie in the picture as in the logo.</param>
/// <param name="Agreement">How far beyond everyday shapes a shape of the picture agrees with one of the logo, 0 to 1; less what chance brings among as many logos.</param>
/// <param name="Likeness">How far beyond strangers a network finds a place of the picture like the logo, 0 to 1.</param>
/// <param name="Box">Where in the picture.</param>
public sealed record LogoMatch(int Mark, int Logo, int Inliers, double Agreement, double Likeness, Region Box)
{
    /// <summary>A shape that agrees in full is worth so many features in place.</summary>
    public const double ShapeWorth = 12;

    /// <summary>
    /// What is fully alike to the network is worth so many: no more than <c>LogoInPicture.Fewest</c>, so that the network alone
    /// names nobody.
    /// </summary>
    public const double LikenessWorth = 6;

    /// <summary>All together, in features in place.</summary>
    public double Score => Inliers + (ShapeWorth * Agreement) + (LikenessWorth * Likeness);
}

/// <summary>
/// Logos, found in pictures by local features with voting: each feature of the picture names the logo it is most like, if no
/// other mark's logo is nearly as like; a logo counts where enough of its features lie as they do in it. Dark on light and
/// light on dark are the same logo. Plain logos, which have few features, are found by their shape. A network that was trained
/// to see logos supports both.
/// </summary>
public sealed class LogoIndex
{
    // Of 256 bits.
    const int MostDifferent = 70;

    // Of the first 64: features that differ in 70 of 256 differ in 17 or 18 of these, and hardly ever in so many.
    const int MostDifferentFirst = 27;
    const double LeastLead = 0.92;
    const int Fewest = 3;
    const double LeastAgreement = 0.15;

    // Cosine that strangers' logos reach.
    const double LeastLikeness = 0.55;

    // The more marks a picture is held against, the better the best shape agrees by chance. Fitted so that nine of ten are
    // right from LogoInPicture.Fewest on among 27 marks as among 3,500.
    const int FewMarks = 50;
    const double ChanceOfMore = 0.1;

    readonly List<(int Mark, int Logo, FeaturePlace[] Places)> _templates = [];
    readonly List<(int Template, int Feature)> _owners = [];
    readonly FeatureCells _features = new();
    readonly HashSet<int> _marks = [];
    readonly List<(int Mark, int Logo, LogoShape Shape)> _shapes = [];
    readonly List<(int Mark, int Logo, float[] Direction)> _views = [];

    /// <summary>How many logos.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a logo by the features, shapes and view of its picture; that of a drawing is met dark on light and light on dark.</summary>
    public int Add(int mark, LocalFeatures features, IReadOnlyList<LogoShape> shapes, sbyte[]? view, bool isDrawing)
    {
        _marks.Add(mark);
        if (view is not null) _views.Add((mark, Count, LogoView.Direction(view)));
        foreach (var shape in shapes) _shapes.Add((mark, Count, shape));
        foreach (var polarity in isDrawing ? (LocalFeatures[])[features, features.Inverted()] : [features])
        {
            var fine = FineFeatures.OfLogo(polarity);
            for (var i = 0; i < fine.Count; i++)
            {
                _features.Add(fine.Bits.AsSpan(i * FineFeatures.Words, FineFeatures.Words), _owners.Count, mark);
                _owners.Add((_templates.Count, i));
            }

            _templates.Add((mark, Count, fine.Places));
        }

        return Count++;
    }

    /// <summary>How many marks have one.</summary>
    public int Marks => _marks.Count;

    /// <summary>The logos of a picture, one a mark, best first; <paramref name="among"/> how many marks it is held against in all, where this index holds only some of them.</summary>
    public IReadOnlyList<LogoMatch> Match(FineFeatures picture, int among = 0)
    {
        var pairs = new Dictionary<int, List<FeaturePair>>();
        for (var i = 0; i < picture.Count; i++)
            if (Nearest(picture.Bits.AsSpan(i * FineFeatures.Words, FineFeatures.Words), out var distance) is { } owner)
            {
                if (!pairs.TryGetValue(owner.Template, out var list)) pairs[owner.Template] = list = [];
                list.Add(new(i, owner.Feature, 1 - (distance / 256f)));
            }

        return [.. pairs.Where(p => p.Value.Count >= Fewest).Select(p => Aligned(picture, p.Key, p.Value)).OfType<LogoMatch>().Concat(ByShape(picture, Math.Max(among, Marks))).Concat(ByView(picture))
            .GroupBy(m => m.Mark).Select(g => Together([.. g])).OrderByDescending(m => m.Score)];
    }

    // What the features, the shapes and the network say of one mark; the logo and the place are those of the stronger.
    static LogoMatch Together(List<LogoMatch> ofMark)
    {
        var strongest = ofMark.MaxBy(m => m.Score)!;
        return strongest with { Inliers = ofMark.Max(m => m.Inliers), Agreement = ofMark.Max(m => m.Agreement), Likeness = ofMark.Max(m => m.Likeness) };
    }

    IEnumerable<LogoMatch> ByShape(FineFeatures picture, int among)
    {
        var byChance = ChanceOfMore * Math.Log(Math.Max(1, (double)among / FewMarks));
        foreach (var (mark, logo, own) in _shapes)
        {
            var (best, at) = (LeastAgreement + byChance, default(Shape));
            foreach (var shape in picture.Shapes)
                if (own.Agreement(shape, best) is var agreement && agreement > best) (best, at) = (agreement, shape);
            if (at is not null)
                yield return new(mark, logo, 0, Math.Round(best - byChance, 3), 0, new(
                    Share(at.Left, picture.Width), Share(at.Top, picture.Height), Share(at.Right + 1, picture.Width), Share(at.Bottom + 1, picture.Height)));
        }
    }

    IEnumerable<LogoMatch> ByView(FineFeatures picture)
    {
        if (_views.Count == 0 || picture.Views.Count == 0) yield break;
        var views = picture.Views.Select(v => (View: v, Direction: LogoView.Direction(v.Values), v.Doubt)).ToList();
        foreach (var (mark, logo, own) in _views)
        {
            var (best, at) = (LeastLikeness, default(LogoView));
            foreach (var (view, direction, doubt) in views)
                if (LogoView.Cosine(own, direction) - doubt is var alike && alike > best) (best, at) = (alike, view);
            if (at is not null) yield return new(mark, logo, 0, 0, Math.Round(Math.Min(1, (best - LeastLikeness) / (1 - LeastLikeness)), 3), at.Box);
        }
    }

    // A feature is named only where no other mark's is nearly as like.
    (int Template, int Feature)? Nearest(ReadOnlySpan<ulong> bits, out int distance)
    {
        (var feature, distance, var other) = _features.Nearest(bits, FineFeatures.Words * 64, MostDifferentFirst);
        return distance <= MostDifferent && distance <= LeastLead * other ? _owners[feature] : null;
    }

    LogoMatch? Aligned(FineFeatures picture, int template, List<FeaturePair> pairs)
    {
        var (mark, logo, own) = _templates[template];
        if (Alignment.Of(picture.Places, own, pairs) is not { } found || found.Inliers.Count < Fewest) return null;
        var places = found.Inliers.Select(p => picture.Places[p.Query]).ToList();
        return new(mark, logo, found.Inliers.Count, 0, 0, new(
            Share(places.Min(p => p.X), picture.Width), Share(places.Min(p => p.Y), picture.Height), Share(places.Max(p => p.X), picture.Width), Share(places.Max(p => p.Y), picture.Height)));
    }

    static double Share(float at, int of) => Math.Round(Math.Clamp(at / of, 0, 1), 4);
}
