namespace Wardmark.Detection.Text;

/// <summary>
/// Finds the names within one or two letters of a word. Symmetric deletion (Garbe 2012) over the first nine letters:
/// two words within distance d meet after at most d deletions in each. Names are kept in one packed table, made by
/// <see cref="Freeze"/>.
/// </summary>
public sealed class SpellingIndex
{
    const int Prefix = 9;

    // A prefix of nine letters, less none, one or two of them.
    const int MostDeletions = 1 + Prefix + (Prefix * (Prefix - 1) / 2);
    readonly List<string> _words = [];
    readonly List<uint> _letters = [];
    int[] _starts = [0, 0];
    int[] _entries = [];
    uint _mask;

    /// <summary>How many names are in.</summary>
    public int Count => _words.Count;

    /// <summary>Adds a folded name; the number it gets counts from 0.</summary>
    public int Add(string word)
    {
        _words.Add(word);
        _letters.Add(LettersOf(word));
        return _words.Count - 1;
    }

    /// <summary>Packs the table; only then are names found.</summary>
    public void Freeze()
    {
        Span<uint> hashes = stackalloc uint[MostDeletions];
        long total = 0;
        for (var w = 0; w < _words.Count; w++) total += CountOf(_words[w]);
        var buckets = 1u;
        while (buckets < total) buckets *= 2;
        _mask = buckets - 1;
        _starts = new int[buckets + 1];
        foreach (var word in _words)
            foreach (var hash in Deletions(word, hashes)) _starts[(hash & _mask) + 1]++;
        for (var b = 0; b < buckets; b++) _starts[b + 1] += _starts[b];
        _entries = new int[_starts[buckets]];
        var fill = _starts.AsSpan(0, (int)buckets).ToArray();
        for (var w = 0; w < _words.Count; w++)
            foreach (var hash in Deletions(_words[w], hashes)) _entries[fill[hash & _mask]++] = w;
    }

    /// <summary>Adds to <paramref name="found"/> every name that the word may be a misspelling of, with how.</summary>
    public void Find(string seen, List<(int Number, Misspelling How)> found)
    {
        var from = found.Count;
        var letters = LettersOf(seen);
        foreach (var hash in Deletions(seen, stackalloc uint[MostDeletions], most: seen.Length < 6 ? 1 : 2))
        {
            foreach (var number in _entries.AsSpan(_starts[hash & _mask].._starts[(hash & _mask) + 1]))
                Look(number, seen, letters, from, found);
        }
    }

    // Two edits change at most four of the letters that occur at all: most chance meetings end here.
    void Look(int number, string seen, uint letters, int from, List<(int Number, Misspelling How)> found)
    {
        if (System.Numerics.BitOperations.PopCount(_letters[number] ^ letters) > 4) return;
        for (var i = from; i < found.Count; i++)
            if (found[i].Number == number) return;
        if (Spelling.Compare(_words[number], seen) is { } how) found.Add((number, how));
    }

    static uint LettersOf(string word)
    {
        var letters = 0u;
        foreach (var c in word) letters |= 1u << (c - 'a' & 31);
        return letters;
    }

    static int CountOf(string word)
    {
        var n = Math.Min(word.Length, Prefix);
        return Spelling.Allowed(word.Length) switch { 0 => 0, 1 => 1 + n, _ => 1 + n + (n * (n - 1) / 2) };
    }

    static Span<uint> Deletions(string word, Span<uint> hashes, int? most = null)
    {
        var allowed = most ?? Spelling.Allowed(word.Length);
        if (allowed == 0) return [];
        var n = Math.Min(word.Length, Prefix);
        var count = 0;
        hashes[count++] = Hash(word, n, -1, -1);
        for (var i = 0; i < n; i++)
        {
            hashes[count++] = Hash(word, n, i, -1);
            if (allowed < 2) continue;
            for (var j = i + 1; j < n; j++) hashes[count++] = Hash(word, n, i, j);
        }

        return hashes[..count];
    }

    static uint Hash(string word, int length, int skip, int skipToo)
    {
        var hash = 2166136261u;
        for (var i = 0; i < length; i++)
            if (i != skip && i != skipToo) hash = (hash ^ word[i]) * 16777619;
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6D;
        return hash ^ (hash >> 13);
    }
}
