using System.Numerics;
using Wardmark.Detection.Features;

namespace Wardmark.Detection.Pictures;

/// <summary>
/// Which pictures share local features with a picture. Each feature becomes 80 bits, on which side of 80 random planes its
/// descriptor lies: 16 name a list, 64 are compared in it. Nothing is trained, so that it behaves the same on every
/// collection, and a picture is found the moment it is added. An answer is a list of candidates: geometry decides.
/// </summary>
public sealed class SketchIndex
{
    const int ListBits = Sketch.ListBits;
    const int MostDifferent = 13;

    /// <summary>Features indexed of each picture, the strongest.</summary>
    public const int MostIndexed = 200;

    // A list that everything falls into tells nothing and costs most: it is not lengthened without end.
    const int LongestList = 20_000;

    readonly Entries[] _lists = new Entries[1 << ListBits];

    struct Entries
    {
        public int[]? Pictures;
        public ulong[]? Bits;
        public int Count;
    }

    /// <summary>How many pictures.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a picture's sketches and returns its number, counted from 0.</summary>
    public int Add(IReadOnlyList<Sketch> sketches)
    {
        var number = Count++;
        foreach (var (list, bits) in sketches)
        {
            ref var entries = ref _lists[list];
            entries.Pictures ??= new int[4];
            entries.Bits ??= new ulong[4];
            if (entries.Count == LongestList) continue;
            if (entries.Count == entries.Pictures.Length)
            {
                Array.Resize(ref entries.Pictures, entries.Count * 2);
                Array.Resize(ref entries.Bits, entries.Count * 2);
            }

            entries.Pictures[entries.Count] = number;
            entries.Bits[entries.Count++] = bits;
        }

        return number;
    }

    /// <summary>The pictures that share most with the features, at least <paramref name="fewest"/>, most first.</summary>
    public IReadOnlyList<(int Picture, int Shared)> Candidates(LocalFeatures features, int most, int fewest = 2)
    {
        var votes = new Dictionary<int, int>();
        var voted = new HashSet<int>();
        Span<short> distances = stackalloc short[ListBits];
        Span<int> order = stackalloc int[ListBits];
        for (var i = 0; i < features.Count; i++)
        {
            voted.Clear();
            var (list, bits) = Sketch.Of(features.Descriptor(i), distances);
            Sketch.LeastSureFirst(order, distances);
            for (var probe = 0; probe < Sketch.Probes; probe++) Vote(ref _lists[list ^ Sketch.Flipped(order, probe)], bits, votes, voted);
        }

        return [.. votes.Where(v => v.Value >= fewest).OrderByDescending(v => v.Value).ThenBy(v => v.Key).Take(most).Select(v => (v.Key, v.Value))];
    }

    static void Vote(ref Entries entries, ulong bits, Dictionary<int, int> votes, HashSet<int> voted)
    {
        for (var e = 0; e < entries.Count; e++)
        {
            if (BitOperations.PopCount(entries.Bits![e] ^ bits) > MostDifferent) continue;
            var picture = entries.Pictures![e];
            if (voted.Add(picture)) votes[picture] = votes.GetValueOrDefault(picture) + 1;
        }
    }
}
