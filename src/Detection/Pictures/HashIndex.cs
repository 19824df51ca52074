using System.Buffers;
using System.Numerics;
using Wardmark.Detection.Images;

namespace Wardmark.Detection.Pictures;

/// <summary>
/// Hashes, found again within a distance: exactly those that comparing with every one finds (multi-index hashing, Norouzi
/// et al. 2012: 16 slots of 16 bits, of which one differs in at most one bit up to distance 31). Greater distances are
/// answered by comparing with every one. New hashes are found at once: they wait in a short list until it is worth
/// sorting them in. Not safe for writing from two threads.
/// </summary>
public sealed class HashIndex
{
    const int Slots = 16;
    const int BitsOfSlot = 16;
    const int Buckets = 65_536;
    const int FewestSorted = 4_096;

    // How much longer it takes to look at a hash wherever it lies than at the next one.
    const int DearerApart = 6;

    // Four words a hash.
    ulong[] _words = new ulong[64 * 4];
    int _sorted;
    int[][]? _starts;
    int[][]? _members;

    /// <summary>How many hashes.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a hash and returns its number, counted from 0.</summary>
    public int Add(PdqHash hash)
    {
        if (Count * 4 == _words.Length) Array.Resize(ref _words, Count * 8);
        (_words[Count * 4], _words[(Count * 4) + 1], _words[(Count * 4) + 2], _words[(Count * 4) + 3]) = (hash.A, hash.B, hash.C, hash.D);
        Count++;
        if (Count - _sorted >= Math.Max(FewestSorted, _sorted / 8)) Sort();
        return Count - 1;
    }

    /// <summary>The numbers of all hashes within a distance, in order, each once.</summary>
    public IReadOnlyList<(int Number, int Distance)> Within(PdqHash hash, int distance)
    {
        var found = new List<(int Number, int Distance)>();
        var from = 0;
        if (_starts is not null && distance < 2 * Slots && FromSlots(hash, distance, found)) from = _sorted;

        for (var i = from; i < Count; i++)
            if (DistanceOf(i, hash) is var d && d <= distance) found.Add((i, d));
        return found;
    }

    // In three strides: where the buckets lie, who is in them, how far each is. Nothing in a stride waits for what comes before it in the
    // same, so that the memory is asked for many places at once.
    // False where so many would have to be looked at, here and there, that all are looked at sooner, one after the other.
    bool FromSlots(PdqHash hash, int distance, List<(int Number, int Distance)> found)
    {
        Span<(int Start, int End)> buckets = stackalloc (int, int)[Slots * (BitsOfSlot + 1)];
        var count = 0;
        for (var (slot, b) = (0, 0); slot < Slots; slot++)
        {
            var (starts, key) = (_starts![slot], Key(hash, slot));
            for (var flip = -1; flip < BitsOfSlot; flip++)
            {
                var bucket = flip < 0 ? key : key ^ (1 << flip);
                buckets[b++] = (starts[bucket], starts[bucket + 1]);
            }
        }

        foreach (var (start, end) in buckets) count += end - start;
        if (count > _sorted / DearerApart) return false;
        var lent = ArrayPool<int>.Shared.Rent(count);
        var candidates = lent.AsSpan(0, count);
        for (var (b, at) = (0, 0); b < buckets.Length; b++)
        {
            var members = _members![b / (BitsOfSlot + 1)].AsSpan(buckets[b].Start, buckets[b].End - buckets[b].Start);
            members.CopyTo(candidates[at..]);
            at += members.Length;
        }

        foreach (var number in candidates)
            if (DistanceOf(number, hash) is var d && d <= distance) found.Add((number, d));
        ArrayPool<int>.Shared.Return(lent);
        found.Sort();
        var kept = 0;
        for (var i = 0; i < found.Count; i++)
            if (i == 0 || found[i].Number != found[i - 1].Number) found[kept++] = found[i];
        found.RemoveRange(kept, found.Count - kept);
        return true;
    }

    int DistanceOf(int number, PdqHash hash)
    {
        var words = _words.AsSpan(number * 4, 4);
        return BitOperations.PopCount(words[0] ^ hash.A) + BitOperations.PopCount(words[1] ^ hash.B) + BitOperations.PopCount(words[2] ^ hash.C) + BitOperations.PopCount(words[3] ^ hash.D);
    }

    void Sort()
    {
        _starts ??= new int[Slots][];
        _members ??= new int[Slots][];
        for (var slot = 0; slot < Slots; slot++)
        {
            var starts = new int[Buckets + 1];
            for (var i = 0; i < Count; i++) starts[KeyOf(i, slot) + 1]++;
            for (var b = 0; b < Buckets; b++) starts[b + 1] += starts[b];
            var next = starts.AsSpan(0, Buckets).ToArray();
            var members = new int[Count];
            for (var i = 0; i < Count; i++) members[next[KeyOf(i, slot)]++] = i;
            (_starts[slot], _members[slot]) = (starts, members);
        }

        _sorted = Count;
    }

    int KeyOf(int number, int slot) => (int)(_words[(number * 4) + (slot >> 2)] >> ((slot & 3) * BitsOfSlot)) & (Buckets - 1);

    static int Key(PdqHash hash, int slot)
    {
        var word = (slot >> 2) switch { 0 => hash.A, 1 => hash.B, 2 => hash.C, _ => hash.D };
        return (int)(word >> ((slot & 3) * BitsOfSlot)) & (Buckets - 1);
    }
}
