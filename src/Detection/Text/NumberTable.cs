namespace Wardmark.Detection.Text;

/// <summary>
/// The numbers that were put under a hash, in eleven bytes for each hash and four for each number: open addressing with half of
/// the hash kept beside the number. Whoever asks compares the rest: one look in four thousand million meets a stranger.
/// </summary>
sealed class NumberTable
{
    // Of ten places seven are taken.
    const double Room = 1 / 0.7;
    readonly ulong[] _places;
    readonly int[] _next;

    /// <summary>Puts the number i under the i-th hash.</summary>
    public NumberTable(IReadOnlyList<ulong> hashes)
    {
        _places = new ulong[(int)(hashes.Count * Room) + 1];
        _next = new int[hashes.Count];
        for (var i = hashes.Count - 1; i >= 0; i--)
        {
            ref var place = ref _places[Find(hashes[i])];
            _next[i] = (int)(uint)place - 1;
            place = (hashes[i] & Check) | (uint)(i + 1);
        }
    }

    const ulong Check = 0xFFFFFFFF_00000000;

    /// <summary>The first number under a hash, -1 where there is none.</summary>
    public int First(ulong hash) => (int)(uint)_places[Find(hash)] - 1;

    /// <summary>The next number under the same hash, -1 where that was the last.</summary>
    public int Next(int number) => _next[number];

    // The place of the hash, or the free one where it would be.
    int Find(ulong hash)
    {
        var at = (int)((hash & 0xFFFFFFFF) * (ulong)_places.Length >> 32);
        while (_places[at] != 0 && (_places[at] & Check) != (hash & Check)) at = at + 1 == _places.Length ? 0 : at + 1;
        return at;
    }
}
