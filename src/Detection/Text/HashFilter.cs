namespace Wardmark.Detection.Text;

/// <summary>Says of most hashes that they are not in a table, at the price of one look into a small memory (Bloom 1970, two probes).</summary>
sealed class HashFilter
{
    const int BitsPerHash = 16;
    readonly List<ulong> _hashes = [];
    ulong[] _bits = new ulong[16];

    public void Add(ulong hash)
    {
        _hashes.Add(hash);
        if (_hashes.Count * (long)BitsPerHash <= _bits.LongLength * 64)
        {
            Set(hash);
            return;
        }

        _bits = new ulong[_bits.Length * 2];
        foreach (var one in _hashes) Set(one);
    }

    public bool MayHold(ulong hash) => (_bits[At(hash)] & Pair(hash)) == Pair(hash);

    void Set(ulong hash) => _bits[At(hash)] |= Pair(hash);

    int At(ulong hash) => (int)((hash >> 12) & (ulong)(_bits.Length - 1));

    // Both bits of a hash lie in one word, so that a look costs one access.
    static ulong Pair(ulong hash) => (1UL << (int)(hash >> 58)) | (1UL << (int)((hash >> 52) & 63));
}
