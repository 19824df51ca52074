using System.Numerics;

namespace Wardmark.Detection.Pictures;

/// <summary>
/// Features of 256 bits of many marks. A few thousand are all compared with; more are kept in cells, each feature
/// with the centre it is nearest to, and only the cells nearest to what is looked for are looked into (an inverted file). The
/// centres are drawn from the features themselves and drawn anew when there are four times as many.
/// </summary>
public sealed class FeatureCells
{
    /// <summary>Up to so many are all compared with.</summary>
    public const int MostInOne = 16_384;

    /// <summary>Cells looked into.</summary>
    public const int Probes = 16;

    const int Words = FineFeatures.Words;
    const int Bits = Words * 64;
    const int Growth = 4;
    const int SamplesPerCell = 32;
    const int Rounds = 4;

    ulong[] _centres = new ulong[Words];
    Cell[] _cells = [new()];
    int _nextCut = MostInOne;

    /// <summary>Features of one cell: the first word of each apart, for most need no more to be told from what is looked for.</summary>
    sealed class Cell
    {
        public ulong[] First = [];
        public ulong[] All = [];
        public (int Feature, int Mark)[] Owners = [];
        public int Count;

        public void Add(ReadOnlySpan<ulong> bits, (int Feature, int Mark) owner)
        {
            if (Count == Owners.Length)
            {
                var size = Math.Max(8, Count * 2);
                Array.Resize(ref First, size);
                Array.Resize(ref All, size * Words);
                Array.Resize(ref Owners, size);
            }

            First[Count] = bits[0];
            bits.CopyTo(All.AsSpan(Count * Words));
            Owners[Count++] = owner;
        }

        public ReadOnlySpan<ulong> this[int i] => All.AsSpan(i * Words, Words);
    }

    /// <summary>How many features.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a feature, by its number and that of the mark it belongs to.</summary>
    public void Add(ReadOnlySpan<ulong> bits, int feature, int mark)
    {
        _cells[_cells.Length == 1 ? 0 : NearestCentre(bits)].Add(bits, (feature, mark));
        if (++Count > _nextCut) Cut();
    }

    /// <summary>The nearest feature, and how near the nearest of another mark lies; nothing (-1) and <paramref name="most"/> where none lies nearer than that.</summary>
    public (int Feature, int Distance, int Other) Nearest(ReadOnlySpan<ulong> bits, int most, int mostFirst)
    {
        Span<int> probes = stackalloc int[Probes];
        var (best, mark, distance, other) = (-1, -1, most, most);
        foreach (var c in probes[..NearestCentres(bits, probes)])
        {
            var cell = _cells[c];
            var first = cell.First.AsSpan(0, cell.Count);
            for (var i = 0; i < first.Length; i++)
            {
                if (BitOperations.PopCount(first[i] ^ bits[0]) > mostFirst) continue;
                var d = FineFeatures.Distance(bits, cell[i]);
                if (d >= other) continue;
                var (feature, itsMark) = cell.Owners[i];
                if (d >= distance)
                {
                    if (itsMark != mark) other = d;
                    continue;
                }

                if (itsMark != mark) other = distance;
                (best, mark, distance) = (feature, itsMark, d);
            }
        }

        return (best, distance, other);
    }

    int NearestCentres(ReadOnlySpan<ulong> bits, Span<int> nearest)
    {
        Span<int> distances = stackalloc int[nearest.Length];
        var found = 0;
        for (var c = 0; c < _cells.Length; c++)
        {
            var distance = FineFeatures.Distance(bits, _centres.AsSpan(c * Words, Words));
            if (found == nearest.Length && distance >= distances[^1]) continue;
            var at = found < nearest.Length ? found++ : found - 1;
            for (; at > 0 && distances[at - 1] > distance; at--) (distances[at], nearest[at]) = (distances[at - 1], nearest[at - 1]);
            (distances[at], nearest[at]) = (distance, c);
        }

        return found;
    }

    int NearestCentre(ReadOnlySpan<ulong> bits)
    {
        Span<int> one = stackalloc int[1];
        NearestCentres(bits, one);
        return one[0];
    }

    void Cut()
    {
        var before = _cells;
        _nextCut = Count * Growth;
        var cells = (int)BitOperations.RoundUpToPowerOf2((uint)(2 * Math.Sqrt(Count)));
        _centres = new ulong[cells * Words];
        _cells = [.. Enumerable.Range(0, cells).Select(_ => new Cell())];
        var step = Math.Max(1, Count / (cells * SamplesPerCell));
        var samples = before.SelectMany(c => Enumerable.Range(0, c.Count).Select(i => (Cell: c, At: i))).Where((_, i) => i % step == 0).ToArray();
        for (var c = 0; c < cells; c++)
        {
            var (cell, at) = samples[(int)((long)c * samples.Length / cells)];
            cell[at].CopyTo(_centres.AsSpan(c * Words));
        }

        for (var round = 0; round < Rounds; round++) Centre(samples);
        foreach (var cell in before)
            for (var i = 0; i < cell.Count; i++) _cells[NearestCentre(cell[i])].Add(cell[i], cell.Owners[i]);
    }

    // Each centre becomes what most of its samples have in each bit.
    void Centre((Cell Cell, int At)[] samples)
    {
        var sums = new int[_cells.Length * Bits];
        var counts = new int[_cells.Length];
        foreach (var (cell, at) in samples)
        {
            var bits = cell[at];
            var c = NearestCentre(bits);
            counts[c]++;
            for (var b = 0; b < Bits; b++) sums[(c * Bits) + b] += (int)(bits[b >> 6] >> (b & 63)) & 1;
        }

        for (var c = 0; c < counts.Length; c++)
        {
            if (counts[c] == 0) continue;
            var centre = _centres.AsSpan(c * Words, Words);
            centre.Clear();
            for (var b = 0; b < Bits; b++)
                if (sums[(c * Bits) + b] * 2 > counts[c]) centre[b >> 6] |= 1UL << (b & 63);
        }
    }
}
