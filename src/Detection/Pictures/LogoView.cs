using System.Numerics;

namespace Wardmark.Detection.Pictures;

/// <summary>
/// A place of a picture as the network sees it that was trained to see logos (<c>models/logo-view.onnx</c>): near to the view of
/// a drawing where the drawing's logo is shown there. It supports what details and forms say and names nobody by itself.
/// </summary>
/// <param name="Box">The place.</param>
/// <param name="Sure">How surely a logo is there at all, in log odds.</param>
/// <param name="Values">96 numbers, a direction; read only.</param>
public sealed record LogoView(Region Box, float Sure, sbyte[] Values)
{
    /// <summary>How many numbers.</summary>
    public const int Length = 96;

    /// <summary>Views kept of a picture, those that most surely show a logo.</summary>
    public const int MostOfPicture = 128;

    // A direction of 96 numbers has numbers about .1 in size.
    const float Stretch = 320;

    // What is most surely a logo loses nothing; the more it may be none, the less its likeness counts.
    const double DoubtWeighs = 0.03;

    /// <summary>A direction as small numbers.</summary>
    public static sbyte[] Pack(ReadOnlySpan<float> direction)
    {
        var values = new sbyte[Length];
        for (var i = 0; i < Length; i++) values[i] = (sbyte)Math.Clamp(MathF.Round(direction[i] * Stretch), -127, 127);
        return values;
    }

    /// <summary>Small numbers as a direction of length 1.</summary>
    internal static float[] Direction(sbyte[] values)
    {
        var size = MathF.Sqrt(values.Sum(v => (float)v * v));
        return [.. values.Select(v => size > 0 ? v / size : 0)];
    }

    /// <summary>What is taken from a likeness for doubt that there is a logo.</summary>
    internal double Doubt => DoubtWeighs * Math.Log(1 + Math.Exp(-Math.Clamp(Sure, -30, 30)));

    /// <summary>The cosine between two directions.</summary>
    internal static float Cosine(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var sum = Vector<float>.Zero;
        for (var i = 0; i < Length; i += Vector<float>.Count) sum += new Vector<float>(one[i..]) * new Vector<float>(other[i..]);
        return Vector.Sum(sum);
    }
}
