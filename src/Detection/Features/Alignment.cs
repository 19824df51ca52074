namespace Wardmark.Detection.Features;

/// <summary>How a reference lies in a picture, as pairs of features agree on it.</summary>
/// <param name="Map">From pixels of the reference's features to pixels of the picture's.</param>
/// <param name="Inliers">The pairs that agree, each place once.</param>
/// <param name="Error">Median distance between where a feature is and where the mapping puts it, in pixels.</param>
/// <param name="StraightError">The same for the best mapping that only turns, sizes and moves, as cutting out and pasting do and another photo never quite does.</param>
public sealed record Alignment(Mapping Map, IReadOnlyList<FeaturePair> Inliers, double Error, double StraightError)
{
    const double Coarse = 14;
    const double Fine = 5;
    const int FewestForPlane = 12;
    const int MostHypotheses = 200;

    /// <summary>
    /// The mapping most pairs agree on; nothing where not even three do. Each pair alone gives a mapping, for features
    /// carry size and direction, so that all are tried in order and nothing is left to chance.
    /// </summary>
    public static Alignment? Of(FeaturePlace[] query, FeaturePlace[] reference, IReadOnlyList<FeaturePair> pairs)
    {
        List<FeaturePair> best = [];
        var tried = 0;
        foreach (var pair in pairs.OrderByDescending(p => p.Likeness).Take(MostHypotheses))
        {
            // Tried already, as part of the best so far, unless only a few agree on that.
            if (best.Count > 20 && tried > 60) break;
            tried++;
            var map = Mapping.Onto(reference[pair.Reference], query[pair.Query]);
            var agreeing = Agreeing(query, reference, pairs, map, Coarse, pair);
            if (agreeing.Count > best.Count) best = agreeing;
        }

        return best.Count < 3 ? null : Refine(query, reference, pairs, best);
    }

    static Alignment? Refine(FeaturePlace[] query, FeaturePlace[] reference, IReadOnlyList<FeaturePair> pairs, List<FeaturePair> agreeing)
    {
        Mapping map = default;
        foreach (var tolerance in (ReadOnlySpan<double>)[Coarse, Fine * 1.5, Fine])
        {
            if (Mapping.Affine(Points(query, reference, agreeing)) is not { } affine || !IsSane(affine)) return null;
            map = affine;
            agreeing = Agreeing(query, reference, pairs, map, tolerance, null);
            if (agreeing.Count < 3) return null;
        }

        if (agreeing.Count >= FewestForPlane)
            for (var i = 0; i < 3; i++)
            {
                if (Mapping.Projective(Points(query, reference, agreeing), FeatureFinder.LongestSide) is not { } plane || !IsSane(plane)) break;
                var more = Agreeing(query, reference, pairs, plane, Fine * 0.8, null);
                if (more.Count < agreeing.Count * 9 / 10) break;
                (map, agreeing) = (plane, more);
            }

        var points = Points(query, reference, agreeing);
        return new Alignment(map, agreeing, MedianError(points, map), MedianError(points, Mapping.Similarity(points)));
    }

    static double MedianError(List<(double X, double Y, double ToX, double ToY)> points, Mapping map)
    {
        var errors = points.ConvertAll(p =>
        {
            var (x, y) = map.Of(p.X, p.Y);
            return Math.Sqrt(Math.Pow(x - p.ToX, 2) + Math.Pow(y - p.ToY, 2));
        });
        errors.Sort();
        return errors[errors.Count / 2];
    }

    // A copy is not crushed to a line, turned inside out, or seen from behind the horizon.
    static bool IsSane(Mapping map)
    {
        var determinant = (map.A * map.E) - (map.B * map.D);
        var spread = (map.A * map.A) + (map.B * map.B) + (map.D * map.D) + (map.E * map.E);
        return determinant is > 0.004 and < 250 && spread / determinant < 8 && Math.Abs(map.G) + Math.Abs(map.H) < 1.0 / FeatureFinder.LongestSide;
    }

    static List<(double X, double Y, double ToX, double ToY)> Points(FeaturePlace[] query, FeaturePlace[] reference, List<FeaturePair> pairs) =>
        pairs.ConvertAll(p => ((double)reference[p.Reference].X, (double)reference[p.Reference].Y, (double)query[p.Query].X, (double)query[p.Query].Y));

    static List<FeaturePair> Agreeing(FeaturePlace[] query, FeaturePlace[] reference, IReadOnlyList<FeaturePair> pairs, Mapping map, double tolerance, FeaturePair? seed)
    {
        var agreeing = new List<FeaturePair>();
        var taken = new HashSet<(int, int)>();
        var scale = Math.Sqrt(map.AreaFactor);
        foreach (var pair in pairs)
        {
            FeaturePlace from = reference[pair.Reference], to = query[pair.Query];
            var (x, y) = map.Of(from.X, from.Y);
            double dx = x - to.X, dy = y - to.Y;
            if ((dx * dx) + (dy * dy) > tolerance * tolerance) continue;
            var ratio = to.Scale / (from.Scale * scale);
            if (ratio is < 0.6 or > 1.67) continue;
            if (seed is { } s && Turn(to.Angle - from.Angle - query[s.Query].Angle + reference[s.Reference].Angle) > 0.5) continue;
            if (taken.Add(((int)(from.X / 2), (int)(from.Y / 2)))) agreeing.Add(pair);
        }

        return agreeing;
    }

    static double Turn(double angle) => Math.Abs(Math.IEEERemainder(angle, Math.Tau));
}
