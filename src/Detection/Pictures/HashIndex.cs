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
    const int Buckets = 65_536;
    const int FewestSorted = 4_096;

    PdqHash[] _hashes = new PdqHash[64];
    int _sorted;
    int[][]? _starts;
    int[][]? _members;

    /// <summary>How many hashes.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a hash and returns its number, counted from 0.</summary>
    public int Add(PdqHash hash)
    {
        if (Count == _hashes.Length) Array.Resize(ref _hashes, Count * 2);
        _hashes[Count++] = hash;
        if (Count - _sorted >= Math.Max(FewestSorted, _sorted / 8)) Sort();
        return Count - 1;
    }

    /// <summary>The numbers of all hashes within a distance, in order, each once.</summary>
    public IReadOnlyList<(int Number, int Distance)> Within(PdqHash hash, int distance)
    {
        var found = new List<(int, int)>();
        var from = 0;
        if (_starts is not null && distance < 2 * Slots)
        {
            FromSlots(hash, distance, found);
            from = _sorted;
        }

        for (var i = from; i < Count; i++)
            if (_hashes[i].Distance(hash) is var d && d <= distance) found.Add((i, d));
        return found;
    }

    // What comes from several slots is taken from the first in which it is near.
    void FromSlots(PdqHash hash, int distance, List<(int Number, int Distance)> found)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            var key = Key(hash, slot);
            for (var flip = -1; flip < 16; flip++)
            {
                var bucket = flip < 0 ? key : key ^ (1 << flip);
                var members = _members![slot];
                for (var i = _starts![slot][bucket]; i < _starts[slot][bucket + 1]; i++)
                    if (_hashes[members[i]].Distance(hash) is var d && d <= distance && IsFirst(_hashes[members[i]], hash, slot)) found.Add((members[i], d));
            }
        }

        found.Sort();
    }

    static bool IsFirst(PdqHash one, PdqHash other, int slot)
    {
        for (var before = 0; before < slot; before++)
            if (System.Numerics.BitOperations.PopCount((uint)(Key(one, before) ^ Key(other, before))) <= 1) return false;
        return true;
    }

    void Sort()
    {
        _starts ??= new int[Slots][];
        _members ??= new int[Slots][];
        for (var slot = 0; slot < Slots; slot++)
        {
            var starts = new int[Buckets + 1];
            for (var i = 0; i < Count; i++) starts[Key(_hashes[i], slot) + 1]++;
            for (var b = 0; b < Buckets; b++) starts[b + 1] += starts[b];
            var next = starts.AsSpan(0, Buckets).ToArray();
            var members = new int[Count];
            for (var i = 0; i < Count; i++) members[next[Key(_hashes[i], slot)]++] = i;
            (_starts[slot], _members[slot]) = (starts, members);
        }

        _sorted = Count;
    }

    static int Key(PdqHash hash, int slot)
    {
        var word = (slot >> 2) switch { 0 => hash.A, 1 => hash.B, 2 => hash.C, _ => hash.D };
        return (int)((word >> ((slot & 3) * 16)) & 0xFFFF);
    }
}
