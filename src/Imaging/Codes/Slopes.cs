using System.Runtime.Intrinsics;
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

    const int Channels = 4;

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

    // A row of the block at once.
    static Slope Of(ReadOnlySpan<byte> pixels, int stride, int left, int top)
    {
        Vector256<int> xx = default, yy = default, xy = default, right = default, down = default, sizes = default;
        Vector256<float> cosines = default, sines = default;
        var at = pixels[((top * stride) + (left * Channels))..];
        var (upper, upperNext) = (Green(at), Green(at[Channels..]));
        for (var y = 0; y < Block; y++)
        {
            at = at[stride..];
            var (lower, lowerNext) = (Green(at), Green(at[Channels..]));
            // Both about the point between four pixels: half a pixel apart they would not belong together over fine bars.
            Vector256<int> falling = lowerNext - upper, rising = upperNext - lower, dx = Half(falling + rising), dy = Half(falling - rising);
            Vector256<int> ownX = dx * dx, ownY = dy * dy, product = dx * dy;
            (xx, yy, xy) = (xx + ownX, yy + ownY, xy + product);
            (right, down, sizes) = (right + dx, down + dy, sizes + Vector256.Abs(dx) + Vector256.Abs(dy));
            var differing = Vector256.ConvertToSingle(ownX - ownY);
            var twice = Vector256.ConvertToSingle(product + product);
            var size = Vector256.ConvertToSingle(Vector256.Max(ownX + ownY, Vector256<int>.One));
            cosines += ((differing * differing) - (twice * twice)) / size;
            sines += (differing + differing) * twice / size;
            (upper, upperNext) = (lower, lowerNext);
        }

        return new(Vector256.Sum(xx), Vector256.Sum(yy), Vector256.Sum(xy), Vector256.Sum(right), Vector256.Sum(down), Vector256.Sum(sizes), Vector256.Sum(cosines), Vector256.Sum(sines));
    }

    // Green stands for luma.
    static Vector256<int> Green(ReadOnlySpan<byte> pixels) => Vector256.ShiftRightLogical(Vector256.Create(pixels).AsInt32(), 8) & Vector256.Create(0xFF);

    // As whole numbers are divided: towards nothing.
    static Vector256<int> Half(Vector256<int> values) => Vector256.ShiftRightArithmetic(values + Vector256.ShiftRightLogical(values, 31), 1);
}
