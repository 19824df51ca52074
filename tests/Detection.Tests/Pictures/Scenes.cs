using Wardmark.Detection.Images;

namespace Wardmark.Detection.Tests.Pictures;

/// <summary>Drawn pictures: blocks and discs of chance, much as a photo of many things.</summary>
static class Scenes
{
    public static Plane Draw(int seed, int width = 400, int height = 300, int things = 160)
    {
        var random = new Random(seed);
        var plane = new Plane(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) plane.Values[(y * width) + x] = 90 + (60f * x / width) + (30f * y / height);
        for (var i = 0; i < things; i++) Put(plane, random);
        return plane;
    }

    static void Put(Plane plane, Random random)
    {
        int cx = random.Next(plane.Width), cy = random.Next(plane.Height), r = 3 + random.Next(22);
        var tone = random.Next(256);
        var isDisc = random.Next(2) == 0;
        var turn = random.NextDouble() * Math.PI;
        for (var y = Math.Max(0, cy - r); y < Math.Min(plane.Height, cy + r); y++)
            for (var x = Math.Max(0, cx - r); x < Math.Min(plane.Width, cx + r); x++)
            {
                double dx = x - cx, dy = y - cy;
                var isIn = isDisc ? (dx * dx) + (dy * dy) < r * r * 0.8 : Math.Abs((dx * Math.Cos(turn)) + (dy * Math.Sin(turn))) < r * 0.6 && Math.Abs((dy * Math.Cos(turn)) - (dx * Math.Sin(turn))) < r * 0.4;
                if (isIn) plane.Values[(y * plane.Width) + x] = tone;
            }
    }

    /// <summary>A plane seen through a mapping of its pixels: where each pixel of the result comes from.</summary>
    public static Plane Seen(Plane from, int width, int height, Func<float, float, (float X, float Y)> source, float around = 255)
    {
        var seen = new Plane(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (fx, fy) = source(x, y);
                seen.Values[(y * width) + x] = fx < 0 || fy < 0 || fx > from.Width - 1 || fy > from.Height - 1 ? around : from.At(fx, fy);
            }

        return seen;
    }

    public static Plane Turned(Plane from, double degrees)
    {
        var (sin, cos) = ((float, float))Math.SinCos(degrees * Math.PI / 180);
        float cx = from.Width / 2f, cy = from.Height / 2f;
        return Seen(from, from.Width, from.Height, (x, y) => (cx + ((x - cx) * cos) + ((y - cy) * sin), cy - ((x - cx) * sin) + ((y - cy) * cos)));
    }

    public static Plane Noisy(Plane from, int seed, int by)
    {
        var random = new Random(seed);
        return new(from.Width, from.Height, [.. from.Values.Select(v => Math.Clamp(v + random.Next(-by, by + 1), 0, 255))]);
    }
}
