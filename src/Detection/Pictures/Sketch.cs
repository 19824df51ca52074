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
        var planes = new sbyte[ListBits + CompareBits][];
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
