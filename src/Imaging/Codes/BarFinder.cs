using SkiaSharp;

namespace Wardmark.Imaging.Codes;

/// <summary>Where bars may stand in a picture, and how they lie.</summary>
/// <param name="X">Middle, in pixels.</param>
/// <param name="Y">Middle, in pixels.</param>
/// <param name="Side">Longest side of the square that holds them.</param>
/// <param name="Angle">By how much the bars are turned from upright, in degrees.</param>
readonly record struct Bars(float X, float Y, float Side, float Angle);

/// <summary>
/// Finds what looks like a bar code: neighbouring blocks whose slopes all run one way, and steeply. Cheap, so that the reader
/// turns and enlarges only pictures in which there may be one.
/// </summary>
static class BarFinder
{
    const int Block = 16;
    const int FewestBlocks = 8;
    const int Directions = 12;
    const double LeastFilled = 0.3;
    const double LeastOneWay = 0.75;
    const double LeastSteepness = 150;

    /// <summary>The bars in a picture of at most about a thousand pixels; nothing where there are none.</summary>
    public static Bars? Find(SKBitmap picture)
    {
        int width = picture.Width / Block, height = picture.Height / Block;
        if (width < 2 || height < 2) return null;
        var blocks = new List<(int X, int Y, double Angle)>[Directions];
        for (var d = 0; d < Directions; d++) blocks[d] = [];
        var pixels = picture.GetPixelSpan();
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                if (DirectionOf(pixels, picture.RowBytes, x * Block, y * Block) is { } angle) blocks[(int)(angle / Math.PI * Directions) % Directions].Add((x, y, angle));
        var best = Enumerable.Range(0, Directions).MaxBy(d => blocks[d].Count + blocks[(d + 1) % Directions].Count);
        List<(int X, int Y, double Angle)> bars = [.. blocks[best], .. blocks[(best + 1) % Directions]];
        if (bars.Count < FewestBlocks) return null;
        int middleX = Median(bars.Select(b => b.X)), middleY = Median(bars.Select(b => b.Y));
        var reach = Median(bars.Select(b => Math.Max(Math.Abs(b.X - middleX), Math.Abs(b.Y - middleY)))) + 1;
        var inside = bars.Count(b => Math.Abs(b.X - middleX) <= reach && Math.Abs(b.Y - middleY) <= reach);
        if (inside < LeastFilled * ((2 * reach) + 1) * ((2 * reach) + 1)) return null;
        // Angles go round at π: the mean of the doubled ones does not jump there.
        var angle2 = Math.Atan2(bars.Sum(b => Math.Sin(2 * b.Angle)), bars.Sum(b => Math.Cos(2 * b.Angle)));
        return new((middleX + 0.5f) * Block, (middleY + 0.5f) * Block, Math.Min(reach * 5 * Block, Math.Max(picture.Width, picture.Height)), (float)(angle2 / 2 * 180 / Math.PI));
    }

    // The way in which the block's slopes run, 0 to π; nothing where they run in several or hardly at all.
    static double? DirectionOf(ReadOnlySpan<byte> pixels, int stride, int left, int top)
    {
        long xx = 0, yy = 0, xy = 0;
        for (var y = top; y < top + Block - 1; y++)
            for (var x = left; x < left + Block - 1; x++)
            {
                // Green stands for luma.
                var at = (y * stride) + (x * 4) + 1;
                int here = pixels[at], dx = pixels[at + 4] - here, dy = pixels[at + stride] - here;
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }

        var all = (double)(xx + yy);
        if (all < LeastSteepness * Block * Block) return null;
        var oneWay = Math.Sqrt(((double)(xx - yy) * (xx - yy)) + (4.0 * xy * xy)) / all;
        if (oneWay < LeastOneWay) return null;
        var angle = 0.5 * Math.Atan2(2.0 * xy, xx - yy);
        return angle < 0 ? angle + Math.PI : angle;
    }

    static int Median(IEnumerable<int> of)
    {
        var ordered = of.Order().ToList();
        return ordered[ordered.Count / 2];
    }
}
