using System.Numerics;
using System.Runtime.InteropServices;
using Plane = Wardmark.Detection.Images.Plane;

namespace Wardmark.Detection.Features;

/// <summary>How steeply a plane rises at each pixel, and which way: both are asked for many times where features lie close.</summary>
sealed class Slopes : IDisposable
{
    readonly Plane _steepness;
    readonly Plane _angles;

    /// <summary>Measures a plane; nothing is said of its outermost pixels.</summary>
    public Slopes(Plane plane)
    {
        (Width, Height) = (plane.Width, plane.Height);
        (_steepness, _angles) = (Plane.Lent(Width, Height), Plane.Lent(Width, Height));
        ref var values = ref MemoryMarshal.GetArrayDataReference(plane.Values);
        for (var y = 1; y < Height - 1; y++)
        {
            var at = (y * Width) + 1;
            var end = at + Width - 2;
            for (; at <= end - Vector<float>.Count; at += Vector<float>.Count)
            {
                var dx = Vector.LoadUnsafe(ref values, (nuint)(at + 1)) - Vector.LoadUnsafe(ref values, (nuint)(at - 1));
                var dy = Vector.LoadUnsafe(ref values, (nuint)(at + Width)) - Vector.LoadUnsafe(ref values, (nuint)(at - Width));
                Vector.SquareRoot((dx * dx) + (dy * dy)).CopyTo(Steepness, at);
                AngleOf(dy, dx).CopyTo(Angles, at);
            }

            for (; at < end; at++)
            {
                float dx = plane.Values[at + 1] - plane.Values[at - 1], dy = plane.Values[at + Width] - plane.Values[at - Width];
                Steepness[at] = MathF.Sqrt((dx * dx) + (dy * dy));
                Angles[at] = AngleOf(new Vector<float>(dy), new(dx))[0];
            }
        }
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>How steep, at row × <see cref="Width"/> + column.</summary>
    public float[] Steepness => _steepness.Values;

    /// <summary>Which way it rises, 0 to 2π.</summary>
    public float[] Angles => _angles.Values;

    /// <inheritdoc/>
    public void Dispose()
    {
        _steepness.GiveBack();
        _angles.GiveBack();
    }

    // To about a hundredth of a degree (polynomial of Abramowitz and Stegun's kind).
    static Vector<float> AngleOf(Vector<float> dy, Vector<float> dx)
    {
        Vector<float> ax = Vector.Abs(dx), ay = Vector.Abs(dy);
        var ratio = Vector.Min(ax, ay) / (Vector.Max(ax, ay) + new Vector<float>(1e-12f));
        var s = ratio * ratio;
        var angle = ((((((((s * -0.0117212f) + new Vector<float>(0.05265332f)) * s) - new Vector<float>(0.11643287f)) * s) + new Vector<float>(0.19354346f)) * s) - new Vector<float>(0.33262347f)) * s * ratio
            + (ratio * 0.99997726f);
        angle = Vector.ConditionalSelect(Vector.GreaterThan(ay, ax), new Vector<float>(MathF.PI / 2) - angle, angle);
        angle = Vector.ConditionalSelect(Vector.LessThan(dx, Vector<float>.Zero), new Vector<float>(MathF.PI) - angle, angle);
        return Vector.ConditionalSelect(Vector.LessThan(dy, Vector<float>.Zero), Vector.Min(new Vector<float>(MathF.Tau) - angle, new(6.2831850f)), angle);
    }
}
