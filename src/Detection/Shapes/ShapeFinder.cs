using Wardmark.Detection.Features;
using Wardmark.Detection.Images;

namespace Wardmark.Detection.Shapes;

/// <summary>
/// Finds the parts of a picture that keep their form over a range of thresholds (maximally stable extremal regions: Matas et
/// al. 2002), bright on dark and dark on bright, and brings each to its normal form.
/// </summary>
public static class ShapeFinder
{
    /// <summary>Most shapes kept of a picture, the most stable first.</summary>
    public const int Most = 250;

    const int Range = 3;
    const double MostGrowth = 0.4;
    const int SmallestArea = 60;
    const double LargestShare = 0.4;
    const double ThinnestSpread = 1.3;
    const double MostStretch = 8;

    /// <summary>The shapes of a plane brought to the size in which features are looked for.</summary>
    public static IReadOnlyList<Shape> Find(Plane picture)
    {
        var plane = picture.Within(FeatureFinder.LongestSide);
        var kept = new List<Shape>();
        foreach (var (_, shape) in Of(plane, dark: false).Concat(Of(plane, dark: true)).OrderBy(s => s.Growth))
            if (kept.Count < Most && !kept.Exists(k => k.IsSamePart(shape))) kept.Add(shape);
        return kept;
    }

    static IEnumerable<(double Growth, Shape Shape)> Of(Plane plane, bool dark)
    {
        using var tree = ComponentTree.Of(plane, dark);
        var nodes = tree.Nodes;
        var growth = new float[tree.Count];
        var largestChild = new int[tree.Count];
        Array.Fill(largestChild, -1);
        for (var n = tree.Count - 1; n > 0; n--)
        {
            var holder = n;
            while (nodes[holder].Parent is >= 0 and var above && nodes[above].Level >= nodes[n].Level - Range) holder = above;
            growth[n] = (float)(nodes[holder].Area - nodes[n].Area) / nodes[n].Area;
            ref var largest = ref largestChild[nodes[n].Parent];
            if (largest < 0 || nodes[n].Area > nodes[largest].Area) largest = n;
        }

        growth[0] = float.MaxValue;
        for (var n = 1; n < tree.Count; n++)
        {
            var node = nodes[n];
            if (growth[n] > MostGrowth || node.Area < SmallestArea || node.Area > LargestShare * plane.Values.Length) continue;
            if (growth[n] > growth[node.Parent] || (largestChild[n] >= 0 && growth[n] >= growth[largestChild[n]])) continue;
            if (node.Left == 0 || node.Top == 0 || node.Right == plane.Width - 1 || node.Bottom == plane.Height - 1) continue;
            if (Normal(tree, n, plane) is { } shape) yield return (growth[n], shape);
        }
    }

    static Shape? Normal(ComponentTree tree, int n, Plane plane)
    {
        var node = tree.Nodes[n];
        var (xx, xy, yy) = node.Spread;

        // The root of the covariance stretches a round spread to this one without turning it.
        double root = Math.Sqrt(Math.Max(0, (xx * yy) - (xy * xy))), sum = Math.Sqrt(xx + yy + (2 * root));
        double half = (xx + yy) / 2, off = Math.Sqrt((((xx - yy) / 2) * ((xx - yy) / 2)) + (xy * xy));
        double wide = Math.Sqrt(half + off), narrow = Math.Sqrt(Math.Max(0, half - off));
        if (narrow < ThinnestSpread || wide > MostStretch * narrow) return null;
        double a = (xx + root) / sum, b = xy / sum, d = (yy + root) / sum;
        var bits = new ulong[Shape.Words];
        const double Step = 2 * Shape.Reach / Shape.Side;
        for (var row = 0; row < Shape.Side; row++)
            for (var column = 0; column < Shape.Side; column++)
            {
                double u = ((column + 0.5) * Step) - Shape.Reach, v = ((row + 0.5) * Step) - Shape.Reach;
                int x = (int)Math.Round(node.X + (a * u) + (b * v)), y = (int)Math.Round(node.Y + (b * u) + (d * v));
                if (x >= 0 && y >= 0 && x < plane.Width && y < plane.Height && tree.Holds(n, x, y)) Shape.Set(bits, column, row);
            }

        return new(bits, node.Left, node.Top, node.Right, node.Bottom);
    }
}
