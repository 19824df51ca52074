using Wardmark.Detection.Images;

namespace Wardmark.Detection.Features;

/// <summary>Finds the places of a picture that are extreme in scale space and describes them (SIFT: Lowe 2004; RootSIFT: Arandjelović and Zisserman 2012).</summary>
public static class FeatureFinder
{
    /// <summary>Pictures are brought to this longest side first.</summary>
    public const int LongestSide = 512;

    /// <summary>Most features kept of a picture, the strongest first.</summary>
    public const int Most = 400;

    // Of 255. A picture with little in it is searched again for what is fainter.
    const float LeastContrast = 2f;
    const float FaintContrast = 0.6f;
    const int FewFeatures = 120;
    const float MostEdge = 10f;
    const int Directions = 36;

    /// <summary>The features of a plane of any size; places are in pixels of the plane brought to <see cref="LongestSide"/>.</summary>
    public static LocalFeatures Find(Plane picture, int most = Most) => Find(picture.Within(LongestSide), most, grain: 1);

    /// <summary>
    /// The features of a plane seen at twice its size, so that small things have features as well; places are in pixels of
    /// the plane brought to <see cref="LongestSide"/>.
    /// </summary>
    public static LocalFeatures FindFine(Plane picture, int most) => Find(picture.Within(LongestSide).Doubled(), most, grain: 2);

    static LocalFeatures Find(Plane plane, int most, int grain)
    {
        using var space = new ScaleSpace(plane);
        var extremes = Extremes(space, LeastContrast);
        if (extremes.Count < FewFeatures) extremes = Extremes(space, FaintContrast);
        extremes.Sort((a, b) => b.Strength.CompareTo(a.Strength));
        var places = new List<FeaturePlace>();
        var descriptors = new List<byte>();
        foreach (var extreme in extremes)
        {
            if (places.Count >= most) break;
            foreach (var angle in Angles(space, extreme))
            {
                if (places.Count >= most) break;
                var size = (float)(1 << extreme.Octave) / grain;
                places.Add(new(extreme.X * size, extreme.Y * size, extreme.Scale * size, angle));
                descriptors.AddRange(Descriptor.Of(space.Slopes(extreme.Octave, extreme.Level), extreme.X, extreme.Y, extreme.Scale, angle));
            }
        }

        return new(plane.Width / grain, plane.Height / grain, [.. places], [.. descriptors]);
    }

    readonly record struct Extreme(int Octave, int Level, float X, float Y, float Scale, float Strength);

    static List<Extreme> Extremes(ScaleSpace space, float contrast)
    {
        var extremes = new List<Extreme>();
        for (var octave = 0; octave < space.Octaves; octave++)
            for (var level = 1; level <= ScaleSpace.Steps; level++)
                Collect(space, octave, level, contrast, extremes);
        return extremes;
    }

    static void Collect(ScaleSpace space, int octave, int level, float contrast, List<Extreme> into)
    {
        Plane below = space.Differences(octave, level - 1), here = space.Differences(octave, level), above = space.Differences(octave, level + 1);
        var width = here.Width;
        var values = here.Values;
        for (var y = 5; y < here.Height - 5; y++)
        {
            for (var x = 5; x < width - 5; x++)
            {
                var at = (y * width) + x;
                var value = values[at];
                if (Math.Abs(value) < contrast * 0.8f) continue;
                if (!IsExtreme(value, below.Values, values, above.Values, at, width)) continue;
                if (Refined(space, octave, level, x, y, contrast) is { } extreme) into.Add(extreme);
            }
        }
    }

    static bool IsExtreme(float value, float[] below, float[] here, float[] above, int at, int width)
    {
        var sign = value > 0 ? 1 : -1;
        value *= sign;
        for (var row = -width; row <= width; row += width)
            for (var i = at + row - 1; i <= at + row + 1; i++)
                if (sign * below[i] > value || sign * above[i] > value || (i != at && sign * here[i] > value))
                    return false;
        return true;
    }

    // Where between the samples a parabola through them has its top, and whether it is a spot rather than an edge.
    static Extreme? Refined(ScaleSpace space, int octave, int level, int x, int y, float contrast)
    {
        for (var tries = 0; tries < 4; tries++)
        {
            Plane below = space.Differences(octave, level - 1), here = space.Differences(octave, level), above = space.Differences(octave, level + 1);
            var width = here.Width;
            var at = (y * width) + x;
            float[] b = below.Values, h = here.Values, a = above.Values;
            float dx = (h[at + 1] - h[at - 1]) / 2, dy = (h[at + width] - h[at - width]) / 2, ds = (a[at] - b[at]) / 2;
            float xx = h[at + 1] + h[at - 1] - (2 * h[at]), yy = h[at + width] + h[at - width] - (2 * h[at]), ss = a[at] + b[at] - (2 * h[at]);
            var xy = (h[at + width + 1] - h[at + width - 1] - h[at - width + 1] + h[at - width - 1]) / 4;
            var xs = (a[at + 1] - a[at - 1] - b[at + 1] + b[at - 1]) / 4;
            var ys = (a[at + width] - a[at - width] - b[at + width] + b[at - width]) / 4;
            if (!Solve(xx, yy, ss, xy, xs, ys, -dx, -dy, -ds, out var ox, out var oy, out var os)) return null;
            if (Math.Abs(ox) < 0.6f && Math.Abs(oy) < 0.6f && Math.Abs(os) < 0.6f)
            {
                var strength = Math.Abs(h[at] + (((dx * ox) + (dy * oy) + (ds * os)) / 2));
                var (trace, determinant) = (xx + yy, (xx * yy) - (xy * xy));
                if (strength < contrast || determinant <= 0 || trace * trace * MostEdge >= (MostEdge + 1) * (MostEdge + 1) * determinant) return null;
                return new(octave, level, x + ox, y + oy, ScaleSpace.FirstBlur * MathF.Pow(2, (level + os) / ScaleSpace.Steps), strength);
            }

            x += (int)MathF.Round(Math.Clamp(ox, -1, 1));
            y += (int)MathF.Round(Math.Clamp(oy, -1, 1));
            level += (int)MathF.Round(Math.Clamp(os, -1, 1));
            if (level < 1 || level > ScaleSpace.Steps || x < 5 || y < 5 || x >= width - 5 || y >= here.Height - 5) return null;
        }

        return null;
    }

    static bool Solve(float xx, float yy, float ss, float xy, float xs, float ys, float rx, float ry, float rs, out float x, out float y, out float s)
    {
        float cx = (yy * ss) - (ys * ys), cy = (xs * ys) - (xy * ss), cs = (xy * ys) - (xs * yy);
        var determinant = (xx * cx) + (xy * cy) + (xs * cs);
        (x, y, s) = (0, 0, 0);
        if (Math.Abs(determinant) < 1e-9f) return false;
        x = ((rx * cx) + (ry * cy) + (rs * cs)) / determinant;
        y = ((rx * cy) + (ry * ((xx * ss) - (xs * xs))) + (rs * ((xy * xs) - (xx * ys)))) / determinant;
        s = ((rx * cs) + (ry * ((xy * xs) - (xx * ys))) + (rs * ((xx * yy) - (xy * xy)))) / determinant;
        return true;
    }

    // The directions in which the neighbourhood slopes: the strongest, and any nearly as strong.
    static List<float> Angles(ScaleSpace space, Extreme e)
    {
        var slopes = space.Slopes(e.Octave, e.Level);
        var histogram = new float[Directions];
        var sigma = 1.5f * e.Scale;
        var radius = (int)MathF.Round(3 * sigma);
        int cx = (int)MathF.Round(e.X), cy = (int)MathF.Round(e.Y);
        Span<float> fall = stackalloc float[radius + 1];
        for (var i = 0; i <= radius; i++) fall[i] = MathF.Exp(-(i * i) / (2 * sigma * sigma));
        for (var y = Math.Max(1, cy - radius); y <= Math.Min(slopes.Height - 2, cy + radius); y++)
            for (var x = Math.Max(1, cx - radius); x <= Math.Min(slopes.Width - 2, cx + radius); x++)
            {
                var at = (y * slopes.Width) + x;
                histogram[(int)(slopes.Angles[at] * (Directions / MathF.Tau)) % Directions] += fall[Math.Abs(x - cx)] * fall[Math.Abs(y - cy)] * slopes.Steepness[at];
            }

        var smooth = new float[Directions];
        for (var i = 0; i < Directions; i++)
            smooth[i] = ((6 * histogram[i]) + (4 * (histogram[(i + 1) % Directions] + histogram[(i + 35) % Directions]))
                + histogram[(i + 2) % Directions] + histogram[(i + 34) % Directions]) / 16;
        var highest = smooth.Max();
        var angles = new List<float>();
        for (var i = 0; i < Directions; i++)
        {
            float before = smooth[(i + 35) % Directions], here = smooth[i], after = smooth[(i + 1) % Directions];
            if (here < 0.8f * highest || here <= before || here < after) continue;
            var bin = i + 0.5f + ((before - after) / (2 * (before - (2 * here) + after)));
            angles.Add((bin + Directions) % Directions * (MathF.Tau / Directions));
        }

        return angles;
    }
}
