using Plane = Wardmark.Detection.Images.Plane;
using BitOperations = System.Numerics.BitOperations;

namespace Wardmark.Cli.Evaluation;

/// <summary>The common perceptual hash with 256 bits, for comparison only: 64 × 64 by area, cosine transform, the lowest 16 × 16 above their median.</summary>
static class DctHash
{
    const int Side = 64;
    const int Kept = 16;

    public static ulong[] Of(Plane luma)
    {
        var small = luma.Resized(Side, Side);
        var half = new double[Kept, Side];
        for (var u = 0; u < Kept; u++)
            for (var x = 0; x < Side; x++)
                for (var y = 0; y < Side; y++) half[u, x] += small.Values[(y * Side) + x] * Math.Cos(Math.PI * u * ((2 * y) + 1) / (2 * Side));
        var coefficients = new double[Kept * Kept];
        for (var u = 0; u < Kept; u++)
            for (var v = 0; v < Kept; v++)
                for (var x = 0; x < Side; x++) coefficients[(u * Kept) + v] += half[u, x] * Math.Cos(Math.PI * v * ((2 * x) + 1) / (2 * Side));
        var median = coefficients.Order().Skip((Kept * Kept / 2) - 1).Take(2).Average();
        var bits = new ulong[4];
        for (var i = 0; i < coefficients.Length; i++) if (coefficients[i] > median) bits[i / 64] |= 1UL << (i % 64);
        return bits;
    }

    public static int Distance(ulong[] one, ulong[] other) => one.Zip(other, (a, b) => BitOperations.PopCount(a ^ b)).Sum();
}
