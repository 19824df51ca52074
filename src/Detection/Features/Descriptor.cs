using Wardmark.Detection.Images;

namespace Wardmark.Detection.Features;

/// <summary>Slopes around a place, turned to its own direction, in 4 × 4 cells of 8 directions; the root of each share, so that distance compares distributions.</summary>
static class Descriptor
{
    const int Cells = 4;
    const int Bins = 8;
    const float CellWidth = 3;

    // A root of a share is at most 1 and rarely above a quarter; values stay below 128 so that they multiply as signed bytes.
    const float Stretch = 400;

    /// <summary>128 values of 0 to 127.</summary>
    public static byte[] Of(Plane plane, float x, float y, float scale, float angle)
    {
        var histogram = new float[(Cells + 2) * (Cells + 2) * (Bins + 1)];
        Gather(plane, x, y, scale, angle, histogram);
        var cells = new float[LocalFeatures.Length];
        for (var row = 0; row < Cells; row++)
            for (var column = 0; column < Cells; column++)
            {
                var from = (((row + 1) * (Cells + 2)) + column + 1) * (Bins + 1);
                histogram[from] += histogram[from + Bins];
                Array.Copy(histogram, from, cells, ((row * Cells) + column) * Bins, Bins);
            }

        return Root(cells);
    }

    /// <summary>The angle of a vector, 0 to 2π, to about a hundredth of a degree (polynomial of Abramowitz and Stegun's kind).</summary>
    public static float AngleOf(float dy, float dx)
    {
        float ax = Math.Abs(dx), ay = Math.Abs(dy);
        var ratio = Math.Min(ax, ay) / (Math.Max(ax, ay) + 1e-12f);
        var s = ratio * ratio;
        var angle = ((((((((-0.0117212f * s) + 0.05265332f) * s) - 0.11643287f) * s) + 0.19354346f) * s) - 0.33262347f) * s * ratio + (0.99997726f * ratio);
        if (ay > ax) angle = (MathF.PI / 2) - angle;
        if (dx < 0) angle = MathF.PI - angle;
        return dy < 0 ? Math.Min(MathF.Tau - angle, 6.2831850f) : angle;
    }

    static void Gather(Plane plane, float x, float y, float scale, float angle, float[] histogram)
    {
        var width = CellWidth * scale;
        var radius = Math.Min((int)MathF.Round(width * 1.4142135f * (Cells + 1) * 0.5f), Math.Max(plane.Width, plane.Height));
        float cos = MathF.Cos(angle) / width, sin = MathF.Sin(angle) / width;
        int cx = (int)MathF.Round(x), cy = (int)MathF.Round(y);
        var values = plane.Values;
        for (var py = Math.Max(1, cy - radius); py <= Math.Min(plane.Height - 2, cy + radius); py++)
        {
            for (var px = Math.Max(1, cx - radius); px <= Math.Min(plane.Width - 2, cx + radius); px++)
            {
                float ox = px - x, oy = py - y;
                float across = (ox * cos) + (oy * sin), down = (oy * cos) - (ox * sin);
                float column = across + (Cells / 2f) - 0.5f, row = down + (Cells / 2f) - 0.5f;
                if (column <= -1 || column >= Cells || row <= -1 || row >= Cells) continue;
                var at = (py * plane.Width) + px;
                float dx = values[at + 1] - values[at - 1], dy = values[at + plane.Width] - values[at - plane.Width];
                var weight = MathF.Sqrt((dx * dx) + (dy * dy)) * Bell(((across * across) + (down * down)) * (1f / (0.5f * Cells * Cells)));
                var turned = AngleOf(dy, dx) - angle;
                if (turned < 0) turned += MathF.Tau;
                Spread(histogram, row, column, turned * (Bins / MathF.Tau), weight);
            }
        }
    }

    // exp(-t) for t up to 4 by squaring, near enough for a weight.
    static float Bell(float t)
    {
        var f = Math.Max(0, 1 - (t / 16));
        f *= f;
        f *= f;
        f *= f;
        return f * f;
    }

    static void Spread(float[] histogram, float row, float column, float direction, float weight)
    {
        int r = (int)MathF.Floor(row), c = (int)MathF.Floor(column), d = (int)direction;
        float rr = row - r, cc = column - c, dd = direction - d;
        if (d >= Bins) d -= Bins;
        var at = ((((r + 1) * (Cells + 2)) + c + 1) * (Bins + 1)) + d;
        const int NextRow = (Cells + 2) * (Bins + 1), NextColumn = Bins + 1;
        float lower = weight * rr, upper = weight - lower;
        float lowerRight = lower * cc, upperRight = upper * cc;
        float lowerLeft = lower - lowerRight, upperLeft = upper - upperRight;
        histogram[at] += upperLeft * (1 - dd);
        histogram[at + 1] += upperLeft * dd;
        histogram[at + NextColumn] += upperRight * (1 - dd);
        histogram[at + NextColumn + 1] += upperRight * dd;
        histogram[at + NextRow] += lowerLeft * (1 - dd);
        histogram[at + NextRow + 1] += lowerLeft * dd;
        histogram[at + NextRow + NextColumn] += lowerRight * (1 - dd);
        histogram[at + NextRow + NextColumn + 1] += lowerRight * dd;
    }

    static byte[] Root(float[] cells)
    {
        float squares = 0;
        foreach (var value in cells) squares += value * value;
        var most = 0.2f * MathF.Sqrt(squares);
        float sum = 0;
        for (var i = 0; i < cells.Length; i++) sum += cells[i] = Math.Min(cells[i], most);
        var bytes = new byte[cells.Length];
        if (sum > 0)
            for (var i = 0; i < cells.Length; i++) bytes[i] = (byte)Math.Min(127, MathF.Round(MathF.Sqrt(cells[i] / sum) * Stretch));
        return bytes;
    }
}
