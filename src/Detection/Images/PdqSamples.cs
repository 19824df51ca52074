using System.Numerics;

namespace Wardmark.Detection.Images;

/// <summary>
/// The 64 × 64 samples of a picture's blurred luma that PDQ is taken from. The blur is a box along the rows, one along the columns,
/// and both again, 1/128 of a side wide; near the border what lies outside does not count.
/// </summary>
static class PdqSamples
{
    /// <summary>Samples along a side.</summary>
    public const int Side = 64;

    /// <summary>
    /// Each sample as the weighted mean of the pixels that the blurs bring into it, and no pixel in between is blurred: the plane is
    /// read once. The same but for rounding. Where the plane is a larger picture's, made smaller by the mean, each of its pixels counts as
    /// those it stands for.
    /// </summary>
    public static float[] AtOnce(ReadOnlySpan<float> luma, int width, int height, (int Width, int Height) whole)
    {
        if (width == Side && height == Side) return luma.ToArray();
        var low = new float[Side * width];
        var (rows, columns) = (Weights(whole.Height, height), Weights(whole.Width, width));
        for (var i = 0; i < Side; i++)
            for (var k = 0; k < rows[i].Of.Length; k++) Plane.AddTimes(luma.Slice((rows[i].First + k) * width, width), rows[i].Of[k], low.AsSpan(i * width, width));
        var small = new float[Side * Side];
        for (var i = 0; i < Side; i++)
            for (var j = 0; j < Side; j++) small[(i * Side) + j] = Product(low.AsSpan((i * width) + columns[j].First, columns[j].Of.Length), columns[j].Of);
        return small;
    }

    /// <summary>The samples with every float operation in the reference's order.</summary>
    public static float[] AsTheReference(ReadOnlySpan<float> luma, int width, int height)
    {
        var plane = luma.ToArray();
        if (width == Side && height == Side) return plane;
        var other = new float[plane.Length];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var row = 0; row < height; row++) Box(plane, other, row * width, width, 1, Window(width));
            Boxes(other, plane, width, height);
        }

        var small = new float[Side * Side];
        for (var i = 0; i < Side; i++)
            for (var j = 0; j < Side; j++) small[(i * Side) + j] = plane[(Place(i, height) * width) + Place(j, width)];
        return small;
    }

    static int Place(int sample, int length) => (int)((sample + 0.5) * length / Side);

    static int Window(int length) => (length + (2 * Side) - 1) / (2 * Side);

    // A pixel's box reaches so far back and forth; two of them, one in the other, are a tent.
    static (int First, float[] Of)[] Weights(int length, int reducedTo)
    {
        var window = Window(length);
        int forth = window / 2, back = window - 1 - forth;
        var weights = new (int, float[])[Side];
        for (var i = 0; i < Side; i++)
        {
            var at = Place(i, length);
            int first = Math.Max(0, at - (2 * back)), last = Math.Min(length - 1, at + (2 * forth));
            var sums = new double[last - first + 1];
            int from = Math.Max(0, at - back), to = Math.Min(length - 1, at + forth);
            for (var middle = from; middle <= to; middle++)
            {
                int start = Math.Max(0, middle - back), end = Math.Min(length - 1, middle + forth);
                var share = 1.0 / ((to - from + 1) * (end - start + 1));
                for (var k = start; k <= end; k++) sums[k - first] += share;
            }

            weights[i] = reducedTo == length ? (first, Array.ConvertAll(sums, s => (float)s)) : Reduced(first, sums, length, reducedTo);
        }

        return weights;
    }

    static (int First, float[] Of) Reduced(int first, double[] sums, int length, int reducedTo)
    {
        int Of(int pixel) => (int)((pixel + 0.5) * reducedTo / length);
        var start = Of(first);
        var reduced = new float[Of(first + sums.Length - 1) - start + 1];
        for (var k = 0; k < sums.Length; k++) reduced[Of(first + k) - start] += (float)sums[k];
        return (start, reduced);
    }

    static float Product(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sums = Vector<float>.Zero;
        var k = 0;
        for (; k <= one.Length - Vector<float>.Count; k += Vector<float>.Count) sums += new Vector<float>(one[k..]) * new Vector<float>(other[k..]);
        var sum = Vector.Sum(sums);
        for (; k < one.Length; k++) sum += one[k] * other[k];
        return sum;
    }

    static void Box(float[] from, float[] to, int start, int length, int stride, int window)
    {
        var half = (window + 2) / 2;
        int left = start, right = start, at = start;
        float sum = 0, count = 0;
        for (var i = 0; i < half - 1; i++, right += stride, count++) sum += from[right];
        for (var i = 0; i < window - half + 1; i++, right += stride, at += stride)
        {
            sum += from[right];
            count++;
            to[at] = sum / count;
        }

        for (var i = 0; i < length - window; i++, left += stride, right += stride, at += stride)
        {
            sum += from[right];
            sum -= from[left];
            to[at] = sum / count;
        }

        for (var i = 0; i < half - 1; i++, left += stride, at += stride)
        {
            sum -= from[left];
            count--;
            to[at] = sum / count;
        }
    }

    // Along the columns: as many beside one another as a step takes, each in the same order as alone.
    static void Boxes(float[] from, float[] to, int width, int height)
    {
        int window = Window(height), half = (window + 2) / 2, column = 0;
        for (; column <= width - Vector<float>.Count; column += Vector<float>.Count)
        {
            int left = column, right = column, at = column;
            Vector<float> sum = default, count = default;
            for (var i = 0; i < half - 1; i++, right += width, count += Vector<float>.One) sum += new Vector<float>(from, right);
            for (var i = 0; i < window - half + 1; i++, right += width, at += width)
            {
                sum += new Vector<float>(from, right);
                count += Vector<float>.One;
                (sum / count).CopyTo(to, at);
            }

            for (var i = 0; i < height - window; i++, left += width, right += width, at += width)
            {
                sum += new Vector<float>(from, right);
                sum -= new Vector<float>(from, left);
                (sum / count).CopyTo(to, at);
            }

            for (var i = 0; i < half - 1; i++, left += width, at += width)
            {
                sum -= new Vector<float>(from, left);
                count -= Vector<float>.One;
                (sum / count).CopyTo(to, at);
            }
        }

        for (; column < width; column++) Box(from, to, column, height, width, window);
    }
}
