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
    public static byte[] Of(Slopes slopes, float x, float y, float scale, float angle)
    {
        var histogram = new float[(Cells + 2) * (Cells + 2) * (Bins + 1)];
        Gather(slopes, x, y, scale, angle, histogram);
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

    static void Gather(Slopes slopes, float x, float y, float scale, float angle, float[] histogram)
    {
        var width = CellWidth * scale;
        var radius = Math.Min((int)MathF.Round(width * 1.4142135f * (Cells + 1) * 0.5f), Math.Max(slopes.Width, slopes.Height));
        float cos = MathF.Cos(angle) / width, sin = MathF.Sin(angle) / width;
        int cx = (int)MathF.Round(x), cy = (int)MathF.Round(y);
        // A hair less, so that no rounding leads out of the cells.
        const float Half = ((Cells + 1) / 2f) - 1e-4f;
        for (var py = Math.Max(1, cy - radius); py <= Math.Min(slopes.Height - 2, cy + radius); py++)
        {
            var oy = py - y;
            // Where the row enters and leaves the turned square.
            float from = Math.Max(1, cx - radius) - x, to = Math.Min(slopes.Width - 2, cx + radius) - x;
            Narrow(cos, oy * sin, Half, ref from, ref to);
            Narrow(-sin, oy * cos, Half, ref from, ref to);
            var last = (int)MathF.Floor(to + x);
            for (var px = (int)MathF.Ceiling(from + x); px <= last; px++)
            {
                var ox = px - x;
                float across = (ox * cos) + (oy * sin), down = (oy * cos) - (ox * sin);
                if (Math.Abs(across) >= Half || Math.Abs(down) >= Half) continue;
                var at = (py * slopes.Width) + px;
                var weight = slopes.Steepness[at] * Bell(((across * across) + (down * down)) * (1f / (0.5f * Cells * Cells)));
                var turned = slopes.Angles[at] - angle;
                if (turned < 0) turned += MathF.Tau;
                Spread(histogram, down + (Cells / 2f) - 0.5f, across + (Cells / 2f) - 0.5f, turned * (Bins / MathF.Tau), weight);
            }
        }
    }

    // Keeps of a span of t that in which |slope × t + offset| stays below a bound.
    static void Narrow(float slope, float offset, float bound, ref float from, ref float to)
    {
        if (Math.Abs(slope) < 1e-6f) return;
        float one = (-bound - offset) / slope, other = (bound - offset) / slope;
        from = Math.Max(from, Math.Min(one, other));
        to = Math.Min(to, Math.Max(one, other));
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
        // Rows and columns begin at -1, so that cutting off after adding one rounds down.
        int r = (int)(row + 1), c = (int)(column + 1), d = (int)direction;
        float rr = row + 1 - r, cc = column + 1 - c, dd = direction - d;
        if (d >= Bins) d -= Bins;
        const int NextRow = (Cells + 2) * (Bins + 1), NextColumn = Bins + 1;
        var cells = histogram.AsSpan((((r * (Cells + 2)) + c) * (Bins + 1)) + d, NextRow + NextColumn + 2);
        float lower = weight * rr, upper = weight - lower;
        float lowerRight = lower * cc, upperRight = upper * cc;
        float lowerLeft = lower - lowerRight, upperLeft = upper - upperRight;
        cells[NextRow + NextColumn + 1] += lowerRight * dd;
        cells[0] += upperLeft * (1 - dd);
        cells[1] += upperLeft * dd;
        cells[NextColumn] += upperRight * (1 - dd);
        cells[NextColumn + 1] += upperRight * dd;
        cells[NextRow] += lowerLeft * (1 - dd);
        cells[NextRow + 1] += lowerLeft * dd;
        cells[NextRow + NextColumn] += lowerRight * (1 - dd);
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
