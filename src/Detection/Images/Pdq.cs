using System.Numerics;

namespace Wardmark.Detection.Images;

/// <summary>A 256-bit perceptual hash of a picture, with the quality the algorithm gives it (0 to 100).</summary>
public readonly record struct PdqHash(ulong A, ulong B, ulong C, ulong D, int Quality)
{
    /// <summary>Bits in which two hashes differ, 0 to 256.</summary>
    public int Distance(PdqHash other) =>
        BitOperations.PopCount(A ^ other.A) + BitOperations.PopCount(B ^ other.B)
        + BitOperations.PopCount(C ^ other.C) + BitOperations.PopCount(D ^ other.D);

    /// <summary>64 hex digits, highest word first, as the reference prints it.</summary>
    public override string ToString() => $"{A:x16}{B:x16}{C:x16}{D:x16}";

    /// <summary>Reads 64 hex digits.</summary>
    public static PdqHash Parse(string hex, int quality = 100) =>
        new(Part(hex, 0), Part(hex, 16), Part(hex, 32), Part(hex, 48), quality);

    static ulong Part(string hex, int at) =>
        ulong.Parse(hex.AsSpan(at, 16), System.Globalization.NumberStyles.HexNumber, null);
}

/// <summary>
/// PDQ (Meta, 2019), full-resolution profile: luma of the whole picture, two passes of a box blur, 64 × 64 samples, a
/// 16 × 16 cosine transform, and a bit for each coefficient above the median. Written from the published description.
/// The samples are taken at once (<see cref="PdqSamples.AtOnce"/>); where rounding could change a bit or the quality, they are
/// taken anew with every float operation in the reference's order, so that the bits agree.
/// </summary>
public static class Pdq
{
    const int Side = PdqSamples.Side;
    const int Kept = 16;

    /// <summary>Hashes below this quality are of flat pictures: they meet anything and are never compared.</summary>
    public const int LowestUsefulQuality = 50;

    /// <summary>The reference's distance at which two pictures are the same: 31 of 256 bits.</summary>
    public const int MatchDistance = 31;

    // About three times the most by which the two ways differed in 1,500 photos of up to 500 pixels, in 150 of them enlarged to 1,000 and
    // 30 to 4,000: of a coefficient, and of a difference of samples in hundredths of full contrast. The reference's running sums lose
    // more the longer they run.
    const float RoundingOfCoefficient = 0.02f;
    const float RoundingOfDifference = 0.004f;
    const float UsualSide = 1_000;

    static readonly Vector<float> Full = new(255f);
    static readonly float[] Cosines = MakeCosines();
    static readonly float[] CosinesByColumn = [.. Enumerable.Range(0, Kept * Side).Select(i => Cosines[(i % Kept * Side) + (i / Kept)])];

    /// <summary>Hashes a picture of 8-bit RGB triples, row by row.</summary>
    public static PdqHash Hash(ReadOnlySpan<byte> rgb, int width, int height) => HashLuma(Plane.OfRgb(rgb, width, height).Values, width, height);

    /// <summary>
    /// Hashes a plane of luma, 0 to 255. A picture with a side below 5 pixels has the empty hash. Of a larger picture that was unpacked smaller its own size is
    /// said, and the hash is a few bits from that of the whole.
    /// </summary>
    public static PdqHash HashLuma(ReadOnlySpan<float> luma, int width, int height, (int Width, int Height)? whole = null)
    {
        if (width < 5 || height < 5) return default;
        var (coefficients, quality) = Read(luma, width, height, whole ?? (width, height));
        return Quantise(coefficients, quality);
    }

    /// <summary>
    /// The hashes of the picture in all its turns, in the order of <see cref="Dihedral"/>, from one transform: a mirror
    /// changes the signs of every second coefficient, an exchange of rows and columns exchanges theirs.
    /// </summary>
    public static PdqHash[] HashTurns(ReadOnlySpan<float> luma, int width, int height, (int Width, int Height)? whole = null)
    {
        var turns = new PdqHash[8];
        if (width < 5 || height < 5) return turns;
        var (plain, quality) = Read(luma, width, height, whole ?? (width, height));
        for (var turn = 0; turn < turns.Length; turn++) turns[turn] = Quantise(Turned(plain, (Dihedral)turn), quality);
        return turns;
    }

    static (float[] Coefficients, int Quality) Read(ReadOnlySpan<float> luma, int width, int height, (int Width, int Height) whole)
    {
        var small = PdqSamples.AtOnce(luma, width, height, whole);
        var coefficients = Transform(small);
        if (whole != (width, height)) return (coefficients, Quality(small, 0));
        var length = Math.Max(1, Math.Max(width, height) / UsualSide);
        var quality = Quality(small, -RoundingOfDifference * length);
        if (quality == Quality(small, RoundingOfDifference * length) && Gap(coefficients) > 2 * RoundingOfCoefficient * length) return (coefficients, quality);
        small = PdqSamples.AsTheReference(luma, width, height);
        return (Transform(small), Quality(small, 0));
    }

    // Between the lower half of the coefficients and the upper one: where it is wide no rounding brings one across the median.
    static float Gap(float[] coefficients)
    {
        var sorted = (float[])coefficients.Clone();
        Array.Sort(sorted);
        return sorted[Kept * Kept / 2] - sorted[(Kept * Kept / 2) - 1];
    }

    static float[] Turned(float[] plain, Dihedral turn)
    {
        var isExchanged = turn is Dihedral.Transpose or Dihedral.Right or Dihedral.Left or Dihedral.Transverse;
        var isMirrored = turn is Dihedral.Mirror or Dihedral.Half or Dihedral.Right or Dihedral.Transverse;
        var isUpsideDown = turn is Dihedral.Flip or Dihedral.Half or Dihedral.Left or Dihedral.Transverse;
        var turned = new float[plain.Length];
        for (var i = 0; i < Kept; i++)
            for (var j = 0; j < Kept; j++)
            {
                // Coefficient i stands for frequency i + 1: the odd ones change sign.
                var value = isExchanged ? plain[(j * Kept) + i] : plain[(i * Kept) + j];
                if (isMirrored && j % 2 == 0) value = -value;
                if (isUpsideDown && i % 2 == 0) value = -value;
                turned[(i * Kept) + j] = value;
            }

        return turned;
    }

    // Each difference more or less by what rounding may have done to it; its sign does not matter.
    static int Quality(float[] small, float rounding)
    {
        var steps = Steps(small.AsSpan(Side), small, rounding);
        for (var i = 0; i < Side; i++) steps += Steps(small.AsSpan((i * Side) + 1, Side - 1), small.AsSpan(i * Side, Side - 1), rounding);
        return Math.Min(steps / 90, 100);
    }

    static int Steps(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float rounding)
    {
        var (i, sums) = (0, Vector<int>.Zero);
        for (; i <= from.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var difference = Vector.Abs((new Vector<float>(from[i..]) - new Vector<float>(to[i..])) * 100f / Full) + new Vector<float>(rounding);
            sums += Vector.ConvertToInt32(Vector.Max(difference, Vector<float>.Zero));
        }

        var sum = Vector.Sum(sums);
        for (; i < from.Length; i++) sum += (int)Math.Max(0, Math.Abs((from[i] - to[i]) * 100 / 255) + rounding);
        return sum;
    }

    // Row by row, in the order in which the reference adds.
    static float[] Transform(float[] small)
    {
        var half = new float[Kept * Side];
        var full = new float[Kept * Kept];
        for (var i = 0; i < Kept; i++)
        {
            var row = half.AsSpan(i * Side, Side);
            for (var k = 0; k < Side; k++) Plane.AddTimes(small.AsSpan(k * Side, Side), Cosines[(i * Side) + k], row);
            for (var k = 0; k < Side; k++) Plane.AddTimes(CosinesByColumn.AsSpan(k * Kept, Kept), row[k], full.AsSpan(i * Kept, Kept));
        }

        return full;
    }

    static PdqHash Quantise(float[] coefficients, int quality)
    {
        var sorted = (float[])coefficients.Clone();
        Array.Sort(sorted);
        var median = sorted[(Kept * Kept / 2) - 1];
        Span<ulong> words = stackalloc ulong[4];
        for (var i = 0; i < coefficients.Length; i++)
            if (coefficients[i] > median)
                words[i / 64] |= 1UL << (i % 64);
        return new(words[3], words[2], words[1], words[0], quality);
    }

    static float[] MakeCosines()
    {
        var table = new float[Kept * Side];
        var scale = (float)Math.Sqrt(2.0 / Side);
        for (var i = 0; i < Kept; i++)
            for (var j = 0; j < Side; j++)
                table[(i * Side) + j] = (float)(scale * Math.Cos(Math.PI / 2 / Side * (i + 1) * ((2 * j) + 1)));
        return table;
    }
}
