using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Wardmark.Detection.Images;

/// <summary>A plane of luma, 0 to 255, row by row.</summary>
public sealed class Plane
{
    /// <summary>A plane over values that are handed in, not copied.</summary>
    public Plane(int width, int height, float[] values)
    {
        if (values.Length != width * height) throw new ArgumentException($"{values.Length} values are no {width} × {height} plane", nameof(values));
        (Width, Height, Values) = (width, height, values);
    }

    /// <summary>An empty plane.</summary>
    public Plane(int width, int height) : this(width, height, new float[width * height])
    {
    }

    Plane(float[] values, int width, int height) => (Width, Height, Values) = (width, height, values);

    /// <summary>
    /// A plane for a moment, over a longer array that is lent: its values are whatever was left in it. Fresh memory for the dozens
    /// of planes of one picture costs as much as filling them.
    /// </summary>
    internal static Plane Lent(int width, int height) => new(ArrayPool<float>.Shared.Rent(width * height), width, height);

    /// <summary>Gives the array of a lent plane back.</summary>
    internal void GiveBack() => ArrayPool<float>.Shared.Return(Values);

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Luma at row × <see cref="Width"/> + column.</summary>
    public float[] Values { get; }

    /// <summary>Luma of 8-bit RGB triples (ITU-R BT.601 weights, as PDQ has them).</summary>
    public static Plane OfRgb(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var luma = new float[width * height];
        for (int i = 0, at = 0; i < luma.Length; i++, at += 3)
            luma[i] = (0.299f * rgb[at]) + (0.587f * rgb[at + 1]) + (0.114f * rgb[at + 2]);
        return new(width, height, luma);
    }

    /// <summary>One row.</summary>
    public Span<float> Row(int y) => Values.AsSpan(y * Width, Width);

    /// <summary>The value between the pixels, the border continued outwards.</summary>
    public float At(float x, float y)
    {
        x = Math.Clamp(x, 0, Width - 1);
        y = Math.Clamp(y, 0, Height - 1);
        int left = Math.Min((int)x, Math.Max(0, Width - 2)), top = Math.Min((int)y, Math.Max(0, Height - 2));
        int right = Math.Min(left + 1, Width - 1), bottom = Math.Min(top + 1, Height - 1);
        float across = x - left, down = y - top;
        var upper = Values[(top * Width) + left] + (across * (Values[(top * Width) + right] - Values[(top * Width) + left]));
        var lower = Values[(bottom * Width) + left] + (across * (Values[(bottom * Width) + right] - Values[(bottom * Width) + left]));
        return upper + (down * (lower - upper));
    }

    /// <summary>The plane made no larger than a longest side, each new pixel the mean of what it covers.</summary>
    public Plane Within(int longestSide)
    {
        var longest = Math.Max(Width, Height);
        if (longest <= longestSide) return this;
        var scale = (double)longestSide / longest;
        return Resized(Math.Max(1, (int)Math.Round(Width * scale)), Math.Max(1, (int)Math.Round(Height * scale)));
    }

    /// <summary>The plane at another, smaller size by area.</summary>
    public Plane Resized(int width, int height)
    {
        var narrow = new Plane(width, Height);
        var columns = Shares(Width, width);
        for (var y = 0; y < Height; y++)
        {
            var from = Row(y);
            var to = narrow.Row(y);
            for (var x = 0; x < width; x++)
            {
                var (first, weights) = columns[x];
                float sum = 0;
                for (var k = 0; k < weights.Length; k++) sum += weights[k] * from[first + k];
                to[x] = sum;
            }
        }

        var small = new Plane(width, height);
        var rows = Shares(Height, height);
        for (var y = 0; y < height; y++)
        {
            var (first, weights) = rows[y];
            var to = small.Row(y);
            for (var k = 0; k < weights.Length; k++) AddTimes(narrow.Row(first + k), weights[k], to);
        }

        return small;
    }

    /// <summary>The plane at twice its size, new pixels between the old ones, the last of a row and of a column repeated.</summary>
    public Plane Doubled()
    {
        var doubled = new Plane(Width * 2, Height * 2);
        for (var y = 0; y < Height; y++)
        {
            Span<float> from = Row(y), to = doubled.Row(2 * y);
            for (var x = 0; x < from.Length; x++) (to[2 * x], to[(2 * x) + 1]) = (from[x], from[x] + (0.5f * (from[Math.Min(x + 1, Width - 1)] - from[x])));
        }

        for (var y = 1; y < doubled.Height; y += 2) Between(doubled.Row(y - 1), doubled.Row(Math.Min(y + 1, doubled.Height - 2)), doubled.Row(y));
        return doubled;
    }

    /// <summary>A part of the plane.</summary>
    public Plane Cropped(int left, int top, int width, int height)
    {
        var part = new Plane(width, height);
        for (var y = 0; y < height; y++) Row(top + y).Slice(left, width).CopyTo(part.Row(y));
        return part;
    }

    /// <summary>The plane as a mirror shows it.</summary>
    public Plane Mirrored()
    {
        var mirrored = new Plane(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            Row(y).CopyTo(mirrored.Row(y));
            mirrored.Row(y).Reverse();
        }

        return mirrored;
    }

    /// <summary>Adds a row times a factor to another: the inner loop of every filter here.</summary>
    internal static void AddTimes(ReadOnlySpan<float> from, float factor, Span<float> to)
    {
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to);
        var i = 0;
        var factors = new Vector<float>(factor);
        for (; i <= to.Length - Vector<float>.Count; i += Vector<float>.Count)
            (Vector.LoadUnsafe(ref target, (nuint)i) + (Vector.LoadUnsafe(ref source, (nuint)i) * factors)).StoreUnsafe(ref target, (nuint)i);
        for (; i < to.Length; i++) to[i] += from[i] * factor;
    }

    static void Between(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, Span<float> to)
    {
        var x = 0;
        for (; x <= to.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var above = new Vector<float>(upper[x..]);
            (above + ((new Vector<float>(lower[x..]) - above) * 0.5f)).CopyTo(to[x..]);
        }

        for (; x < to.Length; x++) to[x] = upper[x] + (0.5f * (lower[x] - upper[x]));
    }

    static (int First, float[] Weights)[] Shares(int from, int to)
    {
        var shares = new (int, float[])[to];
        var step = (double)from / to;
        for (var i = 0; i < to; i++)
        {
            double start = i * step, end = Math.Min(from, start + step);
            var first = (int)start;
            var last = Math.Min(from - 1, (int)Math.Ceiling(end) - 1);
            var weights = new float[Math.Max(1, last - first + 1)];
            for (var k = 0; k < weights.Length; k++)
                weights[k] = (float)((Math.Min(end, first + k + 1) - Math.Max(start, first + k)) / (end - start));
            shares[i] = (first, weights);
        }

        return shares;
    }
}
