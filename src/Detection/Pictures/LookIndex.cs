using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Wardmark.Detection.Pictures;

/// <summary>Looks, found again by likeness: compared with every one, which at a byte a number is as fast as memory is read. Looks of another network than the query's are passed over. Not safe for writing from two threads.</summary>
public sealed class LookIndex
{
    sbyte[] _values = new sbyte[64 * PictureLook.Length];
    float[] _sizes = new float[64];
    ulong[] _networks = new ulong[64];
    int[] _numbers = new int[64];

    /// <summary>How many looks.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a look under a number of the caller's.</summary>
    public void Add(int number, PictureLook look)
    {
        if (Count == _numbers.Length)
        {
            Array.Resize(ref _values, _values.Length * 2);
            Array.Resize(ref _sizes, Count * 2);
            Array.Resize(ref _networks, Count * 2);
            Array.Resize(ref _numbers, Count * 2);
        }

        look.Values.CopyTo(_values, Count * PictureLook.Length);
        _sizes[Count] = SizeOf(look);
        _networks[Count] = look.Network;
        _numbers[Count++] = number;
    }

    /// <summary>The numbers of the most alike, at most so many and at least so alike, best first.</summary>
    public IReadOnlyList<(int Number, double Likeness)> Nearest(PictureLook look, int most, double least)
    {
        var best = new PriorityQueue<int, double>();
        var size = SizeOf(look);
        var asked = Wide(look);
        var bar = least;
        for (var i = 0; i < Count; i++)
        {
            if (_networks[i] != look.Network) continue;
            double likeness = Product(asked, _values.AsSpan(i * PictureLook.Length, PictureLook.Length)) * size * _sizes[i];
            if (likeness < bar) continue;
            best.Enqueue(i, likeness);
            if (best.Count <= most) continue;
            best.Dequeue();
            best.TryPeek(out _, out bar);
        }

        var found = new List<(int, double)>();
        while (best.TryDequeue(out var i, out var likeness)) found.Add((_numbers[i], likeness));
        found.Reverse();
        return found;
    }

    static float SizeOf(PictureLook look) => 1 / MathF.Sqrt(Math.Max(1, Product(Wide(look), look.Values)));

    // Widened once, not with each look it is compared with.
    static short[] Wide(PictureLook look) => Array.ConvertAll(look.Values, v => (short)v);

    static int Product(ReadOnlySpan<short> one, ReadOnlySpan<sbyte> other)
    {
        ref var a = ref MemoryMarshal.GetReference(one);
        ref var b = ref MemoryMarshal.GetReference(other);
        if (Avx2.IsSupported)
        {
            Vector256<int> sum = default, next = default;
            for (nuint i = 0; i < PictureLook.Length; i += 32)
            {
                sum += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref a, i), Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref b, i)));
                next += Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref a, i + 16), Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref b, i + 16)));
            }

            return Vector256.Sum(sum + next);
        }

        var total = 0;
        for (var i = 0; i < PictureLook.Length; i++) total += one[i] * other[i];
        return total;
    }
}
