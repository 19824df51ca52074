using System.Numerics;
using System.Runtime.InteropServices;
using Plane = Wardmark.Detection.Images.Plane;

namespace Wardmark.Detection.Features;

/// <summary>
/// A picture at growing blur, halved in size each time the blur has doubled, and the differences between neighbours in it
/// (Lowe, "Distinctive image features from scale-invariant keypoints", 2004).
/// </summary>
sealed class ScaleSpace : IDisposable
{
    /// <summary>Steps in which the blur doubles.</summary>
    public const int Steps = 3;

    /// <summary>Blur of the first plane of each octave, in its own pixels.</summary>
    public const float FirstBlur = 1.6f;

    const float BlurOfCamera = 0.5f;
    const int SmallestSide = 16;

    static readonly float[][] Kernels = MakeKernels();

    readonly List<Plane[]> _blurred = [];
    readonly List<Plane[]> _differences = [];
    readonly Dictionary<(int, int), Slopes> _slopes = [];

    /// <summary>Builds the space of a plane.</summary>
    public ScaleSpace(Plane picture)
    {
        var first = Blur(picture, Kernel(MathF.Sqrt((FirstBlur * FirstBlur) - (BlurOfCamera * BlurOfCamera))));
        while (Math.Min(first.Width, first.Height) >= SmallestSide)
        {
            var blurred = new Plane[Steps + 3];
            blurred[0] = first;
            for (var i = 1; i < blurred.Length; i++) blurred[i] = Blur(blurred[i - 1], Kernels[i - 1]);
            var differences = new Plane[Steps + 2];
            for (var i = 0; i < differences.Length; i++) differences[i] = Difference(blurred[i + 1], blurred[i]);
            _blurred.Add(blurred);
            _differences.Add(differences);
            first = Halved(blurred[Steps]);
        }

        first.GiveBack();
    }

    /// <summary>How many times the size was halved, and one.</summary>
    public int Octaves => _blurred.Count;

    /// <summary>A blurred plane.</summary>
    public Plane Blurred(int octave, int level) => _blurred[octave][level];

    /// <summary>The slopes of a blurred plane.</summary>
    public Slopes Slopes(int octave, int level) =>
        _slopes.TryGetValue((octave, level), out var known) ? known : _slopes[(octave, level)] = new(_blurred[octave][level]);

    /// <summary>A plane of differences.</summary>
    public Plane Differences(int octave, int level) => _differences[octave][level];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var plane in _blurred.Concat(_differences).SelectMany(p => p)) plane.GiveBack();
        foreach (var slopes in _slopes.Values) slopes.Dispose();
    }

    static float[][] MakeKernels()
    {
        var kernels = new float[Steps + 2][];
        var factor = MathF.Pow(2, 1f / Steps);
        for (var i = 0; i < kernels.Length; i++)
        {
            var before = FirstBlur * MathF.Pow(factor, i);
            kernels[i] = Kernel(MathF.Sqrt((before * factor * before * factor) - (before * before)));
        }

        return kernels;
    }

    static float[] Kernel(float sigma)
    {
        var half = Math.Max(1, (int)MathF.Ceiling(3 * sigma));
        var kernel = new float[(2 * half) + 1];
        float sum = 0;
        for (var i = -half; i <= half; i++) sum += kernel[i + half] = MathF.Exp(-(i * i) / (2 * sigma * sigma));
        for (var i = 0; i < kernel.Length; i++) kernel[i] /= sum;
        return kernel;
    }

    // Rows first, then along the row; a kernel's two equal halves are added before they are weighed.
    static Plane Blur(Plane from, float[] kernel)
    {
        var half = kernel.Length / 2;
        var to = Plane.Lent(from.Width, from.Height);
        var padded = new float[from.Width + (2 * half)];
        var down = padded.AsSpan(half, from.Width);
        for (var y = 0; y < from.Height; y++)
        {
            Down(from, y, kernel, down);
            padded.AsSpan(0, half).Fill(down[0]);
            padded.AsSpan(half + from.Width).Fill(down[^1]);
            Along(padded, kernel, to.Row(y));
        }

        return to;
    }

    static void Down(Plane from, int y, float[] kernel, Span<float> to)
    {
        var half = kernel.Length / 2;
        ref var values = ref MemoryMarshal.GetArrayDataReference(from.Values);
        ref var target = ref MemoryMarshal.GetReference(to);
        Span<int> rows = stackalloc int[kernel.Length];
        for (var k = 0; k < rows.Length; k++) rows[k] = Math.Clamp(y + k - half, 0, from.Height - 1) * from.Width;
        var x = 0;
        for (; x <= to.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var sum = Vector.LoadUnsafe(ref values, (nuint)(rows[half] + x)) * kernel[half];
            for (var k = 0; k < half; k++)
                sum += (Vector.LoadUnsafe(ref values, (nuint)(rows[k] + x)) + Vector.LoadUnsafe(ref values, (nuint)(rows[rows.Length - 1 - k] + x))) * kernel[k];
            sum.StoreUnsafe(ref target, (nuint)x);
        }

        for (; x < to.Length; x++)
        {
            var sum = from.Values[rows[half] + x] * kernel[half];
            for (var k = 0; k < half; k++) sum += (from.Values[rows[k] + x] + from.Values[rows[rows.Length - 1 - k] + x]) * kernel[k];
            to[x] = sum;
        }
    }

    static void Along(float[] padded, float[] kernel, Span<float> to)
    {
        var half = kernel.Length / 2;
        ref var values = ref MemoryMarshal.GetArrayDataReference(padded);
        ref var target = ref MemoryMarshal.GetReference(to);
        var x = 0;
        for (; x <= to.Length - Vector<float>.Count; x += Vector<float>.Count)
        {
            var sum = Vector.LoadUnsafe(ref values, (nuint)(x + half)) * kernel[half];
            for (var k = 0; k < half; k++)
                sum += (Vector.LoadUnsafe(ref values, (nuint)(x + k)) + Vector.LoadUnsafe(ref values, (nuint)(x + kernel.Length - 1 - k))) * kernel[k];
            sum.StoreUnsafe(ref target, (nuint)x);
        }

        for (; x < to.Length; x++)
        {
            var sum = padded[x + half] * kernel[half];
            for (var k = 0; k < half; k++) sum += (padded[x + k] + padded[x + kernel.Length - 1 - k]) * kernel[k];
            to[x] = sum;
        }
    }

    static Plane Difference(Plane more, Plane less)
    {
        var difference = Plane.Lent(more.Width, more.Height);
        for (var y = 0; y < more.Height; y++) Subtract(more.Row(y), less.Row(y), difference.Row(y));
        return difference;
    }

    static void Subtract(ReadOnlySpan<float> from, ReadOnlySpan<float> what, Span<float> to)
    {
        var x = 0;
        for (; x <= to.Length - Vector<float>.Count; x += Vector<float>.Count) (new Vector<float>(from[x..]) - new Vector<float>(what[x..])).CopyTo(to[x..]);
        for (; x < to.Length; x++) to[x] = from[x] - what[x];
    }

    static Plane Halved(Plane from)
    {
        var half = Plane.Lent(from.Width / 2, from.Height / 2);
        for (var y = 0; y < half.Height; y++)
        {
            var row = from.Row(2 * y);
            var to = half.Row(y);
            for (var x = 0; x < to.Length; x++) to[x] = row[2 * x];
        }

        return half;
    }
}
