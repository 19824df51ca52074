using System.Numerics;
using System.Runtime.InteropServices;
using Wardmark.Detection.Features;

namespace Wardmark.Detection.Pictures;

/// <summary>A descriptor as 80 bits, on which side of 80 random planes it lies: 16 name a list, 64 are compared in it.</summary>
public readonly record struct Sketch(ushort List, ulong Bits)
{
    /// <summary>Bits that name a list.</summary>
    internal const int ListBits = 16;

    const int CompareBits = 64;

    const int PlaneCount = FineFeatures.Words * 64;

    // A mask for each number of a descriptor and each plane: whether the number counts up.
    static readonly short[] CountsUp = MakePlanes();

    /// <summary>The sketches of the strongest features of a picture.</summary>
    public static Sketch[] Of(LocalFeatures features)
    {
        Span<short> distances = stackalloc short[ListBits];
        var sketches = new Sketch[Math.Min(SketchIndex.MostIndexed, features.Count)];
        for (var i = 0; i < sketches.Length; i++) sketches[i] = Of(features.Descriptor(i), distances);
        return sketches;
    }

    /// <summary>One sketch; <paramref name="distances"/> receive how far the descriptor lies from the planes of its list.</summary>
    internal static Sketch Of(ReadOnlySpan<byte> descriptor, Span<short> distances)
    {
        Span<short> products = stackalloc short[ListBits + CompareBits];
        Measure(descriptor, products);
        products[..ListBits].CopyTo(distances);
        return new((ushort)Sides(distances), Sides(products[ListBits..]));
    }

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
    internal static void LeastSureFirst(Span<int> order, ReadOnlySpan<short> distances)
    {
        for (var b = 0; b < ListBits; b++) order[b] = b;
        for (var i = 0; i < 6; i++)
        {
            var least = i;
            for (var j = i + 1; j < order.Length; j++) if (Math.Abs(distances[order[j]]) < Math.Abs(distances[order[least]])) least = j;
            (order[i], order[least]) = (order[least], order[i]);
        }
    }

    /// <summary>The sides of all planes, for <see cref="FineFeatures"/>.</summary>
    internal static void Whole(ReadOnlySpan<byte> descriptor, Span<ulong> bits)
    {
        Span<short> products = stackalloc short[PlaneCount];
        Measure(descriptor, products);
        for (var word = 0; word < bits.Length; word++) bits[word] = Sides(products.Slice(word * 64, 64));
    }

    static ulong Sides(ReadOnlySpan<short> products)
    {
        ulong bits = 0;
        for (var b = 0; b < products.Length; b++) bits |= (ulong)((uint)-products[b] >> 31) << b;
        return bits;
    }

    // How far the descriptor lies from the first planes: twice what counts up, less everything. All planes of a number stand beside
    // one another, so that many are measured in a step.
    static void Measure(ReadOnlySpan<byte> descriptor, Span<short> products)
    {
        var sum = 0;
        foreach (var number in descriptor) sum += number;
        ref var up = ref MemoryMarshal.GetArrayDataReference(CountsUp);
        var (all, lanes, plane) = (new Vector<short>((short)sum), Vector<short>.Count, 0);
        for (; plane <= products.Length - (4 * lanes); plane += 4 * lanes)
        {
            Vector<short> first = default, second = default, third = default, fourth = default;
            for (var i = 0; i < descriptor.Length; i++)
            {
                var number = new Vector<short>(descriptor[i]);
                var at = (nuint)((i * PlaneCount) + plane);
                first += number & Vector.LoadUnsafe(ref up, at);
                second += number & Vector.LoadUnsafe(ref up, at + (nuint)lanes);
                third += number & Vector.LoadUnsafe(ref up, at + (nuint)(2 * lanes));
                fourth += number & Vector.LoadUnsafe(ref up, at + (nuint)(3 * lanes));
            }

            (first + first - all).CopyTo(products[plane..]);
            (second + second - all).CopyTo(products[(plane + lanes)..]);
            (third + third - all).CopyTo(products[(plane + (2 * lanes))..]);
            (fourth + fourth - all).CopyTo(products[(plane + (3 * lanes))..]);
        }

        for (; plane < products.Length; plane += lanes)
        {
            Vector<short> rest = default;
            for (var i = 0; i < descriptor.Length; i++) rest += new Vector<short>(descriptor[i]) & Vector.LoadUnsafe(ref up, (nuint)((i * PlaneCount) + plane));
            (rest + rest - all).CopyTo(products[plane..]);
        }
    }

    // Half the numbers count up and half down, in each ring of cells as many up as down, so that a descriptor of no
    // particular shape lies on neither side.
    static short[] MakePlanes()
    {
        var random = new Random(2004);
        var up = new short[LocalFeatures.Length * PlaneCount];
        for (var plane = 0; plane < PlaneCount; plane++)
            foreach (var ring in (int[][])[[5, 6, 9, 10], [1, 2, 4, 7, 8, 11, 13, 14], [0, 3, 12, 15]])
            {
                var numbers = ring.SelectMany(cell => Enumerable.Range(cell * 8, 8)).ToArray();
                random.Shuffle(numbers);
                for (var i = 0; i < numbers.Length; i += 2) up[(numbers[i] * PlaneCount) + plane] = -1;
            }

        return up;
    }
}
