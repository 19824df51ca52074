using System.Numerics;
using System.Runtime.Intrinsics;

namespace Wardmark.Detection.Shapes;

/// <summary>
/// The form of a part of a picture, brought to one size and stretch: a raster of <see cref="Side"/> × <see cref="Side"/> bits
/// in which every shape has the same spread in each direction. Two views of a flat shape differ by a turn of it only.
/// Left, top, right and bottom say where it lies, in pixels of the plane it was found in.
/// </summary>
public sealed class Shape
{
    /// <summary>Rows and columns.</summary>
    public const int Side = 32;

    /// <summary>Words of a raster.</summary>
    public const int Words = Side * Side / 64;

    /// <summary>Half the raster's side, in standard deviations of the shape.</summary>
    public const double Reach = 2.8;

    /// <summary>Turns that are tried.</summary>
    public const int TurnCount = 36;

    const int Rings = 16;
    // A turn is worth a closer look if it is within one part in so many of the best.
    const int NearlyBest = 16;
    const int CoarseSide = Side / 2;
    const int CoarseWords = CoarseSide * CoarseSide / 64;
    static readonly byte[] RingOf = [.. Enumerable.Range(0, Side * Side).Select(i => (byte)Math.Min(Rings - 1, (int)Distance(i % Side, i / Side)))];
    static readonly short[][] Sources = [.. Enumerable.Range(0, TurnCount).Select(t => TurnedBack(Side, t))];
    static readonly short[][] CoarseSources = [.. Enumerable.Range(0, TurnCount).Select(t => TurnedBack(CoarseSide, t))];
    readonly Vector128<byte> _rings;
    readonly ulong[] _coarse;
    readonly int _coarseArea;
    ulong[]?[]? _turns;
    ulong[]? _coarseTurns;

    /// <summary>A shape by its raster, row by row, 1 inside.</summary>
    public Shape(ulong[] bits, int left, int top, int right, int bottom)
    {
        if (bits.Length != Words) throw new ArgumentException($"a raster has {Words} words", nameof(bits));
        (Bits, Left, Top, Right, Bottom) = (bits, left, top, right, bottom);
        Span<byte> rings = stackalloc byte[Rings];
        for (var i = 0; i < Side * Side; i++)
            if (Has(bits, i))
            {
                rings[RingOf[i]]++;
                Area++;
            }

        _rings = Vector128.Create<byte>(rings);
        _coarse = Halved(bits);
        foreach (var word in _coarse) _coarseArea += BitOperations.PopCount(word);
    }

    /// <summary>The raster.</summary>
    public ulong[] Bits { get; }

    /// <summary>Leftmost column.</summary>
    public int Left { get; }

    /// <summary>Topmost row.</summary>
    public int Top { get; }

    /// <summary>Rightmost column.</summary>
    public int Right { get; }

    /// <summary>Lowest row.</summary>
    public int Bottom { get; }

    /// <summary>Bits inside.</summary>
    public int Area { get; }

    /// <summary>
    /// Share of what either shape covers that both cover, in the turn in which that is most; 0 where it is hardly as much as
    /// <paramref name="least"/>: a turn leaves each bit at its distance from the middle, so that rings bound the overlap, and
    /// rasters of half the side show which turns are worth a closer look.
    /// </summary>
    public double Overlap(Shape other, double least)
    {
        // Rounding moves bits across the edge of a ring, and blurs a raster of half the side.
        const double RingSlack = 0.05, CoarseSlack = 0.15;
        int shared = Vector128.Sum(Lower(_rings, other._rings));
        if (shared < (least - RingSlack) * (Area + other.Area - shared)) return 0;
        Span<int> coarse = stackalloc int[TurnCount];
        ReadOnlySpan<ulong> turns = _coarseTurns ??= [.. CoarseSources.SelectMany(t => Turned(_coarse, t))], bits = other._coarse;
        var best = 0;
        for (var t = 0; t < coarse.Length; t++)
        {
            var turn = turns.Slice(t * CoarseWords, CoarseWords);
            coarse[t] = BitOperations.PopCount(turn[0] & bits[0]) + BitOperations.PopCount(turn[1] & bits[1]) + BitOperations.PopCount(turn[2] & bits[2]) + BitOperations.PopCount(turn[3] & bits[3]);
            best = Math.Max(best, coarse[t]);
        }

        if (Share(best, _coarseArea + other._coarseArea) < least - CoarseSlack) return 0;
        var fine = _turns ??= new ulong[TurnCount][];
        var most = 0;
        for (var t = 0; t < coarse.Length; t++)
            if (coarse[t] >= best - (best / NearlyBest)) most = Math.Max(most, BothIn(fine[t] ??= Turned(Bits, Sources[t]), other.Bits));
        return Share(most, Area + other.Area);

        static double Share(int both, int sum) => (double)both / (sum - both);
    }

    /// <summary>True where two shapes are the same part of a picture, seen at two thresholds.</summary>
    public bool IsSamePart(Shape other)
    {
        const int Near = 4;
        return Math.Abs(Left - other.Left) < Near && Math.Abs(Top - other.Top) < Near && Math.Abs(Right - other.Right) < Near && Math.Abs(Bottom - other.Bottom) < Near && IsAlike(other);
    }

    /// <summary>True where two shapes hardly differ, unturned.</summary>
    public bool IsAlike(Shape other)
    {
        const double Alike = 0.9;
        var both = BothIn(Bits, other.Bits);
        return both > Alike * (Area + other.Area - both);
    }

    internal static void Set(Span<ulong> bits, int x, int y) => bits[((y * Side) + x) >> 6] |= 1UL << (((y * Side) + x) & 63);

    static Vector128<ushort> Lower(Vector128<byte> one, Vector128<byte> other)
    {
        var (low, high) = Vector128.Widen(Vector128.Min(one, other));
        return low + high;
    }

    static int BothIn(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other)
    {
        var both = 0;
        for (var i = 0; i < one.Length; i++) both += BitOperations.PopCount(one[i] & other[i]);
        return both;
    }

    // A bit of half the raster is in where at least two of its four are.
    static ulong[] Halved(ulong[] bits)
    {
        var halved = new ulong[CoarseWords];
        for (var i = 0; i < CoarseSide * CoarseSide; i++)
        {
            var at = (i / CoarseSide * 2 * Side) + (i % CoarseSide * 2);
            if (Count(at) + Count(at + 1) + Count(at + Side) + Count(at + Side + 1) >= 2) halved[i >> 6] |= 1UL << (i & 63);
        }

        return halved;

        int Count(int i) => Has(bits, i) ? 1 : 0;
    }

    static ulong[] Turned(ulong[] bits, short[] sources)
    {
        var turned = new ulong[bits.Length];
        for (var i = 0; i < sources.Length; i++)
            if (sources[i] >= 0 && Has(bits, sources[i])) turned[i >> 6] |= 1UL << (i & 63);
        return turned;
    }

    static bool Has(ulong[] bits, int i) => ((bits[i >> 6] >> (i & 63)) & 1) != 0;

    static double Distance(int x, int y) => Math.Sqrt(((x - ((Side - 1) / 2.0)) * (x - ((Side - 1) / 2.0))) + ((y - ((Side - 1) / 2.0)) * (y - ((Side - 1) / 2.0))));

    // Where each bit of a raster comes from when it is turned.
    static short[] TurnedBack(int side, int turn)
    {
        var middle = (side - 1) / 2.0;
        var (sin, cos) = Math.SinCos(turn * Math.Tau / TurnCount);
        var sources = new short[side * side];
        for (var i = 0; i < sources.Length; i++)
        {
            double dx = (i % side) - middle, dy = (i / side) - middle;
            int x = (int)Math.Round((cos * dx) - (sin * dy) + middle), y = (int)Math.Round((sin * dx) + (cos * dy) + middle);
            sources[i] = (short)(x >= 0 && x < side && y >= 0 && y < side ? (y * side) + x : -1);
        }

        return sources;
    }
}
