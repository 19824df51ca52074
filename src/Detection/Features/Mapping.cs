namespace Wardmark.Detection.Features;

/// <summary>
/// Where each point of one picture lies in another: x' = (ax + by + c) / (gx + hy + 1), y' = (dx + ey + f) / (gx + hy + 1).
/// With g and h 0 it is affine; with them a plane seen at another angle.
/// </summary>
public readonly record struct Mapping(double A, double B, double C, double D, double E, double F, double G = 0, double H = 0)
{
    /// <summary>How much larger areas become, at the origin of the picture.</summary>
    public double AreaFactor => Math.Abs((A * E) - (B * D));

    /// <summary>The way back; nothing where the mapping crushes the picture to a line.</summary>
    public Mapping? Inverse()
    {
        double a = E - (F * H), b = (C * H) - B, c = (B * F) - (C * E);
        double d = (F * G) - D, e = A - (C * G), f = (C * D) - (A * F);
        double g = (D * H) - (E * G), h = (B * G) - (A * H), i = (A * E) - (B * D);
        return Math.Abs(i) < 1e-12 ? null : new(a / i, b / i, c / i, d / i, e / i, f / i, g / i, h / i);
    }

    /// <summary>Share of a rectangle that the mapping brings into another, by a grid of points.</summary>
    public double ShareInside(double width, double height, double toWidth, double toHeight)
    {
        const int Grid = 40;
        var inside = 0;
        for (var i = 0; i < Grid; i++)
            for (var j = 0; j < Grid; j++)
                if (Of((j + 0.5) * width / Grid, (i + 0.5) * height / Grid) is var (x, y) && x > -1 && y > -1 && x < toWidth + 1 && y < toHeight + 1) inside++;
        return (double)inside / (Grid * Grid);
    }

    /// <summary>The point's place in the other picture.</summary>
    public (double X, double Y) Of(double x, double y)
    {
        var w = (G * x) + (H * y) + 1;
        return (((A * x) + (B * y) + C) / w, ((D * x) + (E * y) + F) / w);
    }

    /// <summary>Turned and stretched so that one feature falls on another.</summary>
    public static Mapping Onto(FeaturePlace from, FeaturePlace to)
    {
        var scale = to.Scale / from.Scale;
        var (sin, cos) = Math.SinCos(to.Angle - from.Angle);
        double a = scale * cos, d = scale * sin;
        return new(a, -d, to.X - (a * from.X) + (d * from.Y), d, a, to.Y - (d * from.X) - (a * from.Y));
    }

    /// <summary>The mapping that only turns, sizes and moves, with the least squared error over pairs of points.</summary>
    public static Mapping Similarity(IReadOnlyList<(double X, double Y, double ToX, double ToY)> points)
    {
        double x = points.Average(p => p.X), y = points.Average(p => p.Y), toX = points.Average(p => p.ToX), toY = points.Average(p => p.ToY);
        double along = 0, across = 0, spread = 0;
        foreach (var p in points)
        {
            along += ((p.X - x) * (p.ToX - toX)) + ((p.Y - y) * (p.ToY - toY));
            across += ((p.X - x) * (p.ToY - toY)) - ((p.Y - y) * (p.ToX - toX));
            spread += ((p.X - x) * (p.X - x)) + ((p.Y - y) * (p.Y - y));
        }

        double a = spread < 1e-9 ? 1 : along / spread, d = spread < 1e-9 ? 0 : across / spread;
        return new(a, -d, toX - (a * x) + (d * y), d, a, toY - (d * x) - (a * y));
    }

    /// <summary>The affine mapping with the least squared error over pairs of points; nothing where they lie on a line.</summary>
    public static Mapping? Affine(IReadOnlyList<(double X, double Y, double ToX, double ToY)> points)
    {
        var normal = new double[3, 5];
        foreach (var (x, y, toX, toY) in points)
        {
            Span<double> row = [x, y, 1, toX, toY];
            for (var i = 0; i < 3; i++)
                for (var j = 0; j < 5; j++) normal[i, j] += row[i] * row[j];
        }

        return Eliminate(normal, 3) ? new(normal[0, 3], normal[1, 3], normal[2, 3], normal[0, 4], normal[1, 4], normal[2, 4]) : null;
    }

    /// <summary>The projective mapping with the least algebraic error over pairs of points; nothing where they do not fix one.</summary>
    public static Mapping? Projective(IReadOnlyList<(double X, double Y, double ToX, double ToY)> points, double span)
    {
        var normal = new double[8, 9];
        Span<double> row = stackalloc double[9];
        foreach (var (px, py, ptx, pty) in points)
        {
            double x = px / span, y = py / span, tx = ptx / span, ty = pty / span;
            ReadOnlySpan<double> first = [x, y, 1, 0, 0, 0, -x * tx, -y * tx, tx], second = [0, 0, 0, x, y, 1, -x * ty, -y * ty, ty];
            for (var equation = 0; equation < 2; equation++)
            {
                (equation == 0 ? first : second).CopyTo(row);
                for (var i = 0; i < 8; i++)
                    for (var j = 0; j < 9; j++) normal[i, j] += row[i] * row[j];
            }
        }

        return Eliminate(normal, 8)
            ? new(normal[0, 8], normal[1, 8], normal[2, 8] * span, normal[3, 8], normal[4, 8], normal[5, 8] * span, normal[6, 8] / span, normal[7, 8] / span) : null;
    }

    static bool Eliminate(double[,] rows, int unknowns)
    {
        var columns = rows.GetLength(1);
        for (var pivot = 0; pivot < unknowns; pivot++)
        {
            var best = pivot;
            for (var r = pivot + 1; r < unknowns; r++) if (Math.Abs(rows[r, pivot]) > Math.Abs(rows[best, pivot])) best = r;
            if (Math.Abs(rows[best, pivot]) < 1e-10) return false;
            for (var c = 0; c < columns; c++) (rows[pivot, c], rows[best, c]) = (rows[best, c], rows[pivot, c]);
            for (var r = 0; r < unknowns; r++)
            {
                if (r == pivot) continue;
                var factor = rows[r, pivot] / rows[pivot, pivot];
                for (var c = pivot; c < columns; c++) rows[r, c] -= factor * rows[pivot, c];
            }
        }

        for (var pivot = 0; pivot < unknowns; pivot++)
            for (var c = unknowns; c < columns; c++) rows[pivot, c] /= rows[pivot, pivot];
        return true;
    }
}
