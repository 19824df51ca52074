using System.Numerics;

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
    static readonly byte[] RingOf = [.. Enumerable.Range(0, Side * Side).Select(i => (byte)Math.Min(Rings - 1, (int)Distance(i % Side, i / Side)))];
    static readonly short[][] Sources = [.. Enumerable.Range(0, TurnCount).Select(TurnedBack)];
    readonly byte[] _rings = new byte[Rings];
    ulong[]? _turns;

    /// <summary>A shape by its raster, row by row, 1 inside.</summary>
    public Shape(ulong[] bits, int left, int top, int right, int bottom)
    {
        if (bits.Length != Words) throw new ArgumentException($"a raster has {Words} words", nameof(bits));
        (Bits, Left, Top, Right, Bottom) = (bits, left, top, right, bottom);
        for (var i = 0; i < Side * Side; i++)
            if (Has(bits, i))
            {
                _rings[RingOf[i]]++;
                Area++;
            }
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
    /// Share of what either shape covers that both cover, in the turn in which that is most; 0 where it is surely less than
    /// <paramref name="least"/>: a turn leaves each bit at its distance from the middle, so that rings bound the overlap.
    /// </summary>
    public double Overlap(Shape other, double least)
    {
        // Rounding moves bits across the edge of a ring.
        const double Slack = 0.05;
        int less = 0, more = 0;
        for (var i = 0; i < Rings; i++)
        {
            less += Math.Min(_rings[i], other._rings[i]);
            more += Math.Max(_rings[i], other._rings[i]);
        }

        if (less < (least - Slack) * more) return 0;
        var turns = _turns ??= Turned();
        ReadOnlySpan<ulong> bits = other.Bits;
        var best = 0;
        for (var at = 0; at < turns.Length; at += Words)
        {
            var both = 0;
            for (var i = 0; i < bits.Length; i++) both += BitOperations.PopCount(turns[at + i] & bits[i]);
            best = Math.Max(best, both);
        }

        return (double)best / (Area + other.Area - best);
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
        var both = 0;
        for (var i = 0; i < Words; i++) both += BitOperations.PopCount(Bits[i] & other.Bits[i]);
        return both > Alike * (Area + other.Area - both);
    }

    internal static void Set(Span<ulong> bits, int x, int y) => bits[((y * Side) + x) >> 6] |= 1UL << (((y * Side) + x) & 63);

    ulong[] Turned()
    {
        var turns = new ulong[TurnCount * Words];
        for (var t = 0; t < TurnCount; t++)
        {
            var sources = Sources[t];
            for (var i = 0; i < sources.Length; i++)
                if (sources[i] >= 0 && Has(Bits, sources[i])) turns[(t * Words) + (i >> 6)] |= 1UL << (i & 63);
        }

        return turns;
    }

    static bool Has(ulong[] bits, int i) => ((bits[i >> 6] >> (i & 63)) & 1) != 0;

    static double Distance(int x, int y) => Math.Sqrt(((x - ((Side - 1) / 2.0)) * (x - ((Side - 1) / 2.0))) + ((y - ((Side - 1) / 2.0)) * (y - ((Side - 1) / 2.0))));

    static short[] TurnedBack(int turn)
    {
        const double Middle = (Side - 1) / 2.0;
        var (sin, cos) = Math.SinCos(turn * Math.Tau / TurnCount);
        var sources = new short[Side * Side];
        for (var i = 0; i < sources.Length; i++)
        {
            double dx = (i % Side) - Middle, dy = (i / Side) - Middle;
            int x = (int)Math.Round((cos * dx) - (sin * dy) + Middle), y = (int)Math.Round((sin * dx) + (cos * dy) + Middle);
            sources[i] = (short)(x is >= 0 and < Side && y is >= 0 and < Side ? (y * Side) + x : -1);
        }

        return sources;
    }
}
