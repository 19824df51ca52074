using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SkiaSharp;

namespace Wardmark.Imaging.Pixels;

/// <summary>
/// Brings bitmaps to other sizes: each new pixel is the mean of what lies about it, the nearer the more (a triangle, two pixels wide at the smaller of both
/// sizes). What is transparent is seen on white.
/// </summary>
static class Scaling
{
    const int Channels = 4;
    const uint Opaque = 0xFF00_0000;

    /// <summary>A bitmap of 8 bits a colour, red first, at another size.</summary>
    public static SKBitmap To(SKBitmap bitmap, int width, int height)
    {
        var scaled = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Span<byte> from = bitmap.GetPixelSpan(), to = scaled.GetPixelSpan();
        int stride = bitmap.RowBytes, scaledStride = scaled.RowBytes;
        var (across, down) = (Sources.Of(bitmap.Width, width), Sources.Of(bitmap.Height, height));
        var isOpaque = bitmap.AlphaType == SKAlphaType.Opaque;
        var covered = isOpaque ? [] : new byte[bitmap.Width * Channels];
        var mean = new float[bitmap.Width * Channels];
        for (var y = 0; y < height; y++)
        {
            var weights = down.Weights(y);
            mean.AsSpan().Clear();
            for (var i = 0; i < weights.Length; i++)
            {
                ReadOnlySpan<byte> row = from.Slice((down.First(y) + i) * stride, mean.Length);
                if (!isOpaque && !IsOpaque(MemoryMarshal.Cast<byte, uint>(row)))
                {
                    OnWhite(row, covered);
                    row = covered;
                }

                Add(row, weights[i], mean);
            }

            Gather(MemoryMarshal.Cast<float, Vector128<float>>(mean), across, MemoryMarshal.Cast<byte, uint>(to.Slice(y * scaledStride, width * Channels)));
        }

        return scaled;
    }

    static void Add(ReadOnlySpan<byte> row, float weight, Span<float> mean)
    {
        var (i, count) = (0, Vector<float>.Count);
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[i..]), out var lower, out var upper);
            Vector.Widen(lower, out var first, out var second);
            Vector.Widen(upper, out var third, out var fourth);
            var means = mean.Slice(i, Vector<byte>.Count);
            Add(first, weight, means);
            Add(second, weight, means[count..]);
            Add(third, weight, means[(2 * count)..]);
            Add(fourth, weight, means[(3 * count)..]);
        }

        for (; i < row.Length; i++) mean[i] += row[i] * weight;
    }

    static void Add(Vector<uint> values, float weight, Span<float> mean) => (new Vector<float>(mean) + (Vector.ConvertToSingle(Vector.AsVectorInt32(values)) * weight)).CopyTo(mean);

    static void Gather(ReadOnlySpan<Vector128<float>> row, Sources across, Span<uint> to)
    {
        for (var x = 0; x < to.Length; x++)
        {
            var weights = across.Weights(x);
            var pixels = row.Slice(across.First(x), weights.Length);
            var sum = Vector128.Create(0.5f);
            for (var i = 0; i < weights.Length; i++) sum += pixels[i] * weights[i];
            var whole = Vector128.ConvertToInt32(sum);
            var halves = Vector128.Narrow(whole, whole);
            to[x] = Vector128.Narrow(halves, halves).AsUInt32().ToScalar() | Opaque;
        }
    }

    static bool IsOpaque(ReadOnlySpan<uint> row)
    {
        var (x, all) = (0, Vector<uint>.AllBitsSet);
        for (; x <= row.Length - Vector<uint>.Count; x += Vector<uint>.Count) all &= new Vector<uint>(row[x..]);
        var rest = uint.MaxValue;
        for (; x < row.Length; x++) rest &= row[x];
        return Vector.GreaterThanOrEqualAll(all, new Vector<uint>(Opaque)) && rest >= Opaque;
    }

    static void OnWhite(ReadOnlySpan<byte> row, Span<byte> covered)
    {
        for (var i = 0; i < row.Length; i += Channels)
        {
            var alpha = row[i + 3];
            for (var c = i; c < i + 3; c++) covered[c] = (byte)(255 - ((((255 - row[c]) * alpha) + 127) / 255));
            covered[i + 3] = 255;
        }
    }

    /// <summary>For each pixel of a new size, the first of the old one it is a mean of, and how much each of those counts.</summary>
    sealed class Sources
    {
        readonly int[] _first;
        readonly int[] _start;
        readonly float[] _weights;

        Sources(int[] first, int[] start, float[] weights) => (_first, _start, _weights) = (first, start, weights);

        public static Sources Of(int from, int to)
        {
            var ratio = (double)from / to;
            var reach = Math.Max(1, ratio);
            var (first, start, weights) = (new int[to], new int[to + 1], new List<float>());
            for (var i = 0; i < to; i++)
            {
                var middle = ((i + 0.5) * ratio) - 0.5;
                int least = Math.Max(0, (int)Math.Floor(middle - reach) + 1), most = Math.Min(from - 1, (int)Math.Ceiling(middle + reach) - 1);
                var sum = 0.0;
                for (var at = least; at <= most; at++) sum += reach - Math.Abs(at - middle);
                first[i] = least;
                for (var at = least; at <= most; at++) weights.Add((float)((reach - Math.Abs(at - middle)) / sum));
                start[i + 1] = weights.Count;
            }

            return new(first, start, [.. weights]);
        }

        public int First(int at) => _first[at];

        public ReadOnlySpan<float> Weights(int at) => _weights.AsSpan(_start[at].._start[at + 1]);
    }
}
