using Wardmark.Detection.Features;

namespace Wardmark.Detection.Pictures;

/// <summary>A descriptor as 80 bits, on which side of 80 random planes it lies: 16 name a list, 64 are compared in it.</summary>
public readonly record struct Sketch(ushort List, ulong Bits)
{
    /// <summary>Bits that name a list.</summary>
    internal const int ListBits = 16;

    const int CompareBits = 64;

    static readonly sbyte[][] Planes = MakePlanes();

    /// <summary>The sketches of the strongest features of a picture.</summary>
    public static Sketch[] Of(LocalFeatures features)
    {
        Span<int> products = stackalloc int[ListBits];
        var sketches = new Sketch[Math.Min(SketchIndex.MostIndexed, features.Count)];
        for (var i = 0; i < sketches.Length; i++) sketches[i] = Of(features.Descriptor(i), products);
        return sketches;
    }

    /// <summary>One sketch; <paramref name="products"/> receive how far the descriptor lies from the planes of its list.</summary>
    internal static Sketch Of(ReadOnlySpan<byte> descriptor, Span<int> products) => new(ListOf(descriptor, products), BitsOf(descriptor));

    /// <summary>Lists worth looking into for one descriptor.</summary>
    internal const int Probes = 12;

    // The list itself, then those that differ where the descriptor lies nearest to a plane: one bit, then two.
    internal static int Flipped(ReadOnlySpan<int> order, int probe) => probe switch
    {
        0 => 0,
        <= 6 => 1 << order[probe - 1],
        7 => (1 << order[0]) | (1 << order[1]),
        8 => (1 << order[0]) | (1 << order[2]),
        9 => (1 << order[1]) | (1 << order[2]),
        10 => (1 << order[0]) | (1 << order[3]),
        _ => (1 << order[1]) | (1 << order[3]),
    };

    /// <summary>The bits of the list, those whose plane lies nearest first.</summary>
    internal static void LeastSureFirst(Span<int> order, ReadOnlySpan<int> products)
    {
        for (var b = 0; b < ListBits; b++) order[b] = b;
        for (var i = 0; i < 6; i++)
        {
            var least = i;
            for (var j = i + 1; j < order.Length; j++) if (Math.Abs(products[order[j]]) < Math.Abs(products[order[least]])) least = j;
            (order[i], order[least]) = (order[least], order[i]);
        }
    }

    /// <summary>The sides of 256 planes, for <see cref="FineFeatures"/>.</summary>
    internal static void Whole(ReadOnlySpan<byte> descriptor, Span<ulong> bits)
    {
        bits.Clear();
        for (var b = 0; b < bits.Length * 64; b++)
            if (LocalFeatures.Product(descriptor, Planes[b]) > 0) bits[b / 64] |= 1UL << (b % 64);
    }

    static ushort ListOf(ReadOnlySpan<byte> descriptor, Span<int> products)
    {
        var list = 0;
        for (var b = 0; b < ListBits; b++)
        {
            products[b] = LocalFeatures.Product(descriptor, Planes[b]);
            if (products[b] > 0) list |= 1 << b;
        }

        return (ushort)list;
    }

    static ulong BitsOf(ReadOnlySpan<byte> descriptor)
    {
        ulong bits = 0;
        for (var b = 0; b < CompareBits; b++)
            if (LocalFeatures.Product(descriptor, Planes[ListBits + b]) > 0) bits |= 1UL << b;
        return bits;
    }

    // Half the numbers count up and half down, in each ring of cells as many up as down, so that a descriptor of no
    // particular shape lies on neither side.
    static sbyte[][] MakePlanes()
    {
        var random = new Random(2004);
        var planes = new sbyte[FineFeatures.Words * 64][];
        for (var p = 0; p < planes.Length; p++)
        {
            planes[p] = new sbyte[LocalFeatures.Length];
            foreach (var ring in (int[][])[[5, 6, 9, 10], [1, 2, 4, 7, 8, 11, 13, 14], [0, 3, 12, 15]])
            {
                var numbers = ring.SelectMany(cell => Enumerable.Range(cell * 8, 8)).ToArray();
                random.Shuffle(numbers);
                for (var i = 0; i < numbers.Length; i++) planes[p][numbers[i]] = (sbyte)(i % 2 == 0 ? 1 : -1);
            }
        }

        return planes;
    }
}
