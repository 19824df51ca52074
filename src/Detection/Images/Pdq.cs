namespace Wardmark.Detection.Images;

/// <summary>A 256-bit perceptual hash of a picture, with the quality the algorithm gives it (0 to 100).</summary>
public readonly record struct PdqHash(ulong A, ulong B, ulong C, ulong D, int Quality)
{
    /// <summary>Bits in which two hashes differ, 0 to 256.</summary>
    public int Distance(PdqHash other) =>
        System.Numerics.BitOperations.PopCount(A ^ other.A) + System.Numerics.BitOperations.PopCount(B ^ other.B)
        + System.Numerics.BitOperations.PopCount(C ^ other.C) + System.Numerics.BitOperations.PopCount(D ^ other.D);

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
/// 16 × 16 cosine transform, and a bit for each coefficient above the median. Written from the published description;
/// every float operation is in the reference's order, so that the bits agree.
/// </summary>
public static class Pdq
{
    const int Side = 64;
    const int Kept = 16;

    /// <summary>Hashes below this quality are of flat pictures: they meet anything and are never compared.</summary>
    public const int LowestUsefulQuality = 50;

    /// <summary>The reference's distance at which two pictures are the same: 31 of 256 bits.</summary>
    public const int MatchDistance = 31;

    static readonly float[] Cosines = MakeCosines();

    /// <summary>Hashes a picture of 8-bit RGB triples, row by row.</summary>
    public static PdqHash Hash(ReadOnlySpan<byte> rgb, int width, int height)
    {
        if (width < 5 || height < 5) return default;
        var luma = new float[width * height];
        for (var i = 0; i < luma.Length; i++)
            luma[i] = (0.299f * rgb[i * 3]) + (0.587f * rgb[(i * 3) + 1]) + (0.114f * rgb[(i * 3) + 2]);
        return HashLuma(luma, width, height);
    }

    /// <summary>Hashes a plane of luma, 0 to 255. The plane is used as working memory.</summary>
    public static PdqHash HashLuma(float[] luma, int width, int height)
    {
        var small = Small(luma, width, height);
        return Quantise(Transform(small), Quality(small));
    }

    /// <summary>
    /// The hashes of the picture in all its turns, in the order of <see cref="Dihedral"/>, from one transform: a mirror
    /// changes the signs of every second coefficient, an exchange of rows and columns exchanges theirs. The plane is used
    /// as working memory.
    /// </summary>
    public static PdqHash[] HashTurns(float[] luma, int width, int height)
    {
        if (width < 5 || height < 5) return new PdqHash[8];
        var small = Small(luma, width, height);
        var quality = Quality(small);
        var plain = Transform(small);
        var turns = new PdqHash[8];
        for (var turn = 0; turn < 8; turn++) turns[turn] = Quantise(Turned(plain, (Dihedral)turn), quality);
        return turns;
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

    static float[] Small(float[] luma, int width, int height)
    {
        if (width == Side && height == Side) return luma;
        Blur(luma, width, height);
        return Sample(luma, width, height);
    }

    static void Blur(float[] plane, int width, int height)
    {
        var other = new float[plane.Length];
        for (var pass = 0; pass < 2; pass++)
        {
            for (var row = 0; row < height; row++) Box(plane, other, row * width, width, 1, Window(width));
            for (var column = 0; column < width; column++) Box(other, plane, column, height, width, Window(height));
        }
    }

    static int Window(int length) => (length + (2 * Side) - 1) / (2 * Side);

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

    static float[] Sample(float[] plane, int width, int height)
    {
        var small = new float[Side * Side];
        for (var i = 0; i < Side; i++)
        {
            var row = (int)((i + 0.5) * height / Side);
            for (var j = 0; j < Side; j++) small[(i * Side) + j] = plane[(row * width) + (int)((j + 0.5) * width / Side)];
        }

        return small;
    }

    static int Quality(float[] small)
    {
        var sum = 0;
        for (var i = 0; i < Side; i++)
            for (var j = 0; j < Side; j++)
            {
                var here = small[(i * Side) + j];
                if (i < Side - 1) sum += Math.Abs((int)((here - small[((i + 1) * Side) + j]) * 100 / 255));
                if (j < Side - 1) sum += Math.Abs((int)((here - small[(i * Side) + j + 1]) * 100 / 255));
            }

        return Math.Min(sum / 90, 100);
    }

    static float[] Transform(float[] small)
    {
        var half = new float[Kept * Side];
        for (var i = 0; i < Kept; i++)
            for (var j = 0; j < Side; j++)
            {
                float sum = 0;
                for (var k = 0; k < Side; k++) sum += Cosines[(i * Side) + k] * small[(k * Side) + j];
                half[(i * Side) + j] = sum;
            }

        var full = new float[Kept * Kept];
        for (var i = 0; i < Kept; i++)
            for (var j = 0; j < Kept; j++)
            {
                float sum = 0;
                for (var k = 0; k < Side; k++) sum += half[(i * Side) + k] * Cosines[(j * Side) + k];
                full[(i * Kept) + j] = sum;
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
