namespace Wardmark.Detection.Text;

/// <summary>Says of most hashes that they are not in a table, at the price of one look into a small memory (Bloom 1970, two probes in one word).</summary>
sealed class HashFilter
{
    const int BitsPerHash = 16;
    readonly ulong[] _bits;

    public HashFilter(IReadOnlyCollection<ulong> hashes)
    {
        _bits = new ulong[Math.Max(16, ((hashes.Count * (long)BitsPerHash) + 63) / 64)];
        foreach (var hash in hashes) _bits[At(hash)] |= Pair(hash);
    }

    public bool MayHold(ulong hash) => (_bits[At(hash)] & Pair(hash)) == Pair(hash);

    // The middle of the hash, spread evenly over the words (Lemire 2016).
    int At(ulong hash) => (int)(((hash >> 16) & 0xFFFFFFFF) * (ulong)_bits.Length >> 32);

    // Both bits of a hash lie in one word, so that a look costs one access.
    static ulong Pair(ulong hash) => (1UL << (int)(hash >> 58)) | (1UL << (int)((hash >> 52) & 63));
}
