namespace Wardmark.Imaging.Codes;

/// <summary>
/// A cell of a bar code (a figure, a guard, the quiet zone) as it looks to a camera: the brightness of so many modules, one pattern a
/// value, each as blurred as the picture may be. What stands beside a cell is known by one module, for every value of a kind of cell begins in one
/// colour and ends in the other.
/// </summary>
sealed class BarPattern
{
    /// <summary>Points at which a module is looked at.</summary>
    public const int PointsAModule = 3;

    /// <summary>How blurred a picture may be: standard deviations, in modules.</summary>
    public static readonly IReadOnlyList<float> Blurs = [0.3f, 0.55f, 0.85f, 1.2f];

    readonly float[][][] _shapes;
    readonly float[][] _norms;

    /// <param name="modules">Each value's modules, <c>1</c> for a bar and <c>0</c> for a gap.</param>
    /// <param name="before">The modules before the cell, the nearest last; <c>?</c> where either is as likely.</param>
    /// <param name="after">The modules behind it.</param>
    public BarPattern(IReadOnlyList<string> modules, string before, string after)
    {
        Modules = modules[0].Length;
        Count = modules.Count;
        _shapes = [.. Blurs.Select(b => modules.Select(m => Shape($"{before}{m}{after}", before.Length, Modules, b)).ToArray())];
        _norms = [.. _shapes.Select(s => s.Select(t => MathF.Sqrt(t.Sum(v => v * v))).ToArray())];
    }

    /// <summary>Width in modules.</summary>
    public int Modules { get; }

    /// <summary>How many values there are.</summary>
    public int Count { get; }

    /// <summary>At how many points a cell is looked at: half a module more on either side than it is wide.</summary>
    public int Points => (Modules + 1) * PointsAModule;

    /// <summary>By how much what is seen differs from each value: the mean square that no contrast from half to one and a half times the picture's explains.</summary>
    /// <param name="seen">What is seen at the points, its mean taken off.</param>
    /// <param name="energy">The sum of its squares.</param>
    /// <param name="blur">Which of <see cref="Blurs"/>.</param>
    /// <param name="costs">One a value.</param>
    public void Compare(ReadOnlySpan<float> seen, float energy, int blur, Span<float> costs)
    {
        var (shapes, norms) = (_shapes[blur], _norms[blur]);
        for (var v = 0; v < shapes.Length; v++)
        {
            var norm = norms[v];
            if (norm == 0)
            {
                costs[v] = energy / seen.Length;
                continue;
            }

            var met = System.Numerics.Tensors.TensorPrimitives.Dot(seen, shapes[v]) / norm;
            var explained = Math.Clamp(met, 0.5f * norm, 1.5f * norm);
            costs[v] = (energy - (2 * met * explained) + (explained * explained)) / seen.Length;
        }
    }

    // The brightness about each point, 1 for a gap and -1 for a bar, less its mean.
    static float[] Shape(string modules, int first, int count, float blur)
    {
        var points = new float[(count + 1) * PointsAModule];
        for (var p = 0; p < points.Length; p++)
        {
            var at = first - 0.5 + ((p + 0.5) / PointsAModule);
            for (var m = 0; m < modules.Length; m++)
            {
                var bright = modules[m] switch { '0' => 1, '1' => -1, _ => 0 };
                points[p] += (float)(bright * (Below((m + 1 - at) / blur) - Below((m - at) / blur)));
            }
        }

        var mean = points.Average();
        return [.. points.Select(p => p - mean)];
    }

    // The share of a normal distribution that lies below (the logistic curve that differs from it by less than a hundredth).
    static double Below(double deviations) => 1 / (1 + Math.Exp(-1.702 * deviations));
}
