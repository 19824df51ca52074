using SkiaSharp;

namespace Wardmark.Imaging.Codes;

/// <summary>How brightness changes about a block of a picture: sums over its pixels.</summary>
/// <param name="XX">Squares of the change to the right.</param>
/// <param name="YY">Squares of the change downwards.</param>
/// <param name="XY">Their products.</param>
/// <param name="Right">The changes to the right.</param>
/// <param name="Down">The changes downwards.</param>
/// <param name="Sizes">Sizes of both.</param>
/// <param name="Cosines">Of four times the way each change runs, as it is steep.</param>
/// <param name="Sines">The same.</param>
readonly record struct Slope(int XX, int YY, int XY, int Right, int Down, int Sizes, float Cosines, float Sines)
{
    /// <summary>Side of a block, in pixels.</summary>
    public const int Block = 8;

    /// <summary>Sum of squares, of a block's number of pixels: nine blocks summed are nine times as steep.</summary>
    public double Steepness => ((double)XX + YY) / (Block * Block);

    /// <summary>1 where all changes run one way, 0 where they run every way.</summary>
    public double OneWay => Math.Sqrt((((double)XX - YY) * ((double)XX - YY)) + (4.0 * XY * XY)) / Math.Max((double)XX + YY, 1);

    /// <summary>Which way that is, -π/2 to π/2.</summary>
    public double Way => 0.5 * Math.Atan2(2.0 * XY, XX - YY);

    /// <summary>1 where all changes run along two ways at right angles, 0 where they run every way.</summary>
    public double TwoWays => Math.Sqrt((Cosines * Cosines) + (Sines * Sines)) / Math.Max((double)XX + YY, 1);

    /// <summary>One of those ways, -π/4 to π/4.</summary>
    public double EitherWay => 0.25 * Math.Atan2(Sines, Cosines);

    /// <summary>1 where brightness only rises, as at an edge; near 0 where it rises and falls, as over bars.</summary>
    public double Rise => (double)(Math.Abs(Right) + Math.Abs(Down)) / Math.Max(Sizes, 1);

    /// <summary>The blocks of a picture, row by row, each summed with those around it, and how many stand in a row.</summary>
    public static (Slope[] Blocks, int Across) Of(SKBitmap picture)
    {
        int across = (picture.Width - 1) / Block, down = (picture.Height - 1) / Block;
        var pixels = picture.GetPixelSpan();
        var stride = picture.RowBytes;
        Slope[] own = new Slope[across * down], around = new Slope[own.Length];
        for (var i = 0; i < own.Length; i++) own[i] = Of(pixels, stride, i % across * Block, i / across * Block);
        for (var y = 0; y < down; y++)
            for (var x = 0; x < across; x++)
            {
                var sum = default(Slope);
                for (var v = Math.Max(0, y - 1); v <= Math.Min(down - 1, y + 1); v++)
                    for (var u = Math.Max(0, x - 1); u <= Math.Min(across - 1, x + 1); u++) sum = sum.And(own[(v * across) + u]);
                around[(y * across) + x] = sum;
            }

        return (around, across);
    }

    /// <summary>The blocks that hang together: neighbours whose angles (those that are numbers) differ by less than this, where they go round at a period.</summary>
    public static List<List<(int At, double Angle)>> Groups(double[] angles, int across, double near, double period)
    {
        var (groups, waiting, left, down) = (new List<List<(int, double)>>(), new Stack<(int At, double Angle)>(), (double[])angles.Clone(), across == 0 ? 0 : angles.Length / across);
        for (var start = 0; start < left.Length; start++)
        {
            if (double.IsNaN(left[start])) continue;
            var group = new List<(int, double)>();
            waiting.Push((start, left[start]));
            left[start] = double.NaN;
            while (waiting.TryPop(out var block))
            {
                group.Add(block);
                for (var y = Math.Max(0, (block.At / across) - 1); y <= Math.Min(down - 1, (block.At / across) + 1); y++)
                    for (var x = Math.Max(0, (block.At % across) - 1); x <= Math.Min(across - 1, (block.At % across) + 1); x++)
                    {
                        var next = (y * across) + x;
                        if (double.IsNaN(left[next]) || Math.Abs(Math.IEEERemainder(left[next] - block.Angle, period)) >= near) continue;
                        waiting.Push((next, left[next]));
                        left[next] = double.NaN;
                    }
            }

            groups.Add(group);
        }

        return groups;
    }

    Slope And(Slope b) => new(XX + b.XX, YY + b.YY, XY + b.XY, Right + b.Right, Down + b.Down, Sizes + b.Sizes, Cosines + b.Cosines, Sines + b.Sines);

    static Slope Of(ReadOnlySpan<byte> pixels, int stride, int left, int top)
    {
        int xx = 0, yy = 0, xy = 0, right = 0, down = 0, sizes = 0;
        float cosines = 0, sines = 0;
        for (var y = top; y < top + Block; y++)
        {
            // Green stands for luma.
            var at = (y * stride) + (left * 4) + 1;
            for (var x = 0; x < Block; x++, at += 4)
            {
                // Both about the point between four pixels: half a pixel apart they would not belong together over fine bars.
                int falling = pixels[at + stride + 4] - pixels[at], rising = pixels[at + 4] - pixels[at + stride], dx = (falling + rising) / 2, dy = (falling - rising) / 2;
                int ownX = dx * dx, ownY = dy * dy, product = dx * dy;
                (xx, yy, xy) = (xx + ownX, yy + ownY, xy + product);
                (right, down, sizes) = (right + dx, down + dy, sizes + Math.Abs(dx) + Math.Abs(dy));
                if (ownX + ownY == 0) continue;
                float differing = ownX - ownY, twice = 2 * product, size = ownX + ownY;
                cosines += ((differing * differing) - (twice * twice)) / size;
                sines += 2 * differing * twice / size;
            }
        }

        return new(xx, yy, xy, right, down, sizes, cosines, sines);
    }
}
