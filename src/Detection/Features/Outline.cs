namespace Wardmark.Detection.Features;

/// <summary>The smallest convex outline around places (Andrew 1979).</summary>
public sealed class Outline
{
    readonly List<(double X, double Y)> _corners;

    Outline(List<(double X, double Y)> corners) => _corners = corners;

    /// <summary>The outline around places; one that holds nothing where they lie on a line.</summary>
    public static Outline Around(IEnumerable<FeaturePlace> places)
    {
        var points = places.Select(p => ((double)p.X, (double)p.Y)).Distinct().Order().ToList();
        if (points.Count < 3) return new([]);
        var corners = Half(points);
        points.Reverse();
        return new([.. corners, .. Half(points)]);
    }

    /// <summary>Its area.</summary>
    public double Area
    {
        get
        {
            var twice = 0.0;
            for (var i = 0; i < _corners.Count; i++)
            {
                var (from, to) = (_corners[i], _corners[(i + 1) % _corners.Count]);
                twice += (from.X * to.Y) - (to.X * from.Y);
            }

            return Math.Abs(twice) / 2;
        }
    }

    /// <summary>Whether a point lies in it.</summary>
    public bool Holds(double x, double y)
    {
        if (_corners.Count < 3) return false;
        for (var i = 0; i < _corners.Count; i++)
            if (Side(_corners[i], _corners[(i + 1) % _corners.Count], (x, y)) < 0) return false;
        return true;
    }

    // One of its two sides, without the last corner, which begins the other.
    static List<(double X, double Y)> Half(List<(double X, double Y)> points)
    {
        var side = new List<(double X, double Y)>();
        foreach (var point in points)
        {
            while (side.Count >= 2 && Side(side[^2], side[^1], point) <= 0) side.RemoveAt(side.Count - 1);
            side.Add(point);
        }

        side.RemoveAt(side.Count - 1);
        return side;
    }

    static double Side((double X, double Y) from, (double X, double Y) to, (double X, double Y) point) =>
        ((to.X - from.X) * (point.Y - from.Y)) - ((to.Y - from.Y) * (point.X - from.X));
}
