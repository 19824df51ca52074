using Wardmark.Detection.Images;

namespace Wardmark.Detection.Features;

/// <summary>
/// A picture at growing blur, halved in size each time the blur has doubled, and the differences between neighbours in it
/// (Lowe, "Distinctive image features from scale-invariant keypoints", 2004).
/// </summary>
sealed class ScaleSpace
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
    }

    /// <summary>How many times the size was halved, and one.</summary>
    public int Octaves => _blurred.Count;

    /// <summary>A blurred plane.</summary>
    public Plane Blurred(int octave, int level) => _blurred[octave][level];

    /// <summary>A plane of differences.</summary>
    public Plane Differences(int octave, int level) => _differences[octave][level];

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

    static Plane Blur(Plane from, float[] kernel)
    {
        var half = kernel.Length / 2;
        var to = new Plane(from.Width, from.Height);
        var padded = new float[from.Width + (2 * half)];
        var down = new float[from.Width];
        for (var y = 0; y < from.Height; y++)
        {
            Array.Clear(down);
            for (var k = -half; k <= half; k++) Plane.AddTimes(from.Row(Math.Clamp(y + k, 0, from.Height - 1)), kernel[k + half], down);
            down.CopyTo(padded, half);
            padded.AsSpan(0, half).Fill(down[0]);
            padded.AsSpan(half + from.Width).Fill(down[^1]);
            for (var k = 0; k < kernel.Length; k++) Plane.AddTimes(padded.AsSpan(k, from.Width), kernel[k], to.Row(y));
        }

        return to;
    }

    static Plane Difference(Plane more, Plane less)
    {
        var difference = new Plane(more.Width, more.Height);
        more.Values.CopyTo(difference.Values, 0);
        Plane.AddTimes(less.Values, -1, difference.Values);
        return difference;
    }

    static Plane Halved(Plane from)
    {
        var half = new Plane(from.Width / 2, from.Height / 2);
        for (var y = 0; y < half.Height; y++)
        {
            var row = from.Row(2 * y);
            var to = half.Row(y);
            for (var x = 0; x < to.Length; x++) to[x] = row[2 * x];
        }

        return half;
    }
}
