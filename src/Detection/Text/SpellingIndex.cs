namespace Wardmark.Detection.Text;

/// <summary>
/// Finds the names within one or two letters of a word. Symmetric deletion (Garbe 2012) over the first nine letters:
/// two words within distance d meet after at most d deletions in each. Names are kept in one packed table, made by
/// <see cref="Freeze"/>.
/// </summary>
public sealed class SpellingIndex
{
    const int Prefix = 9;

    // Fewer buckets than entries: a bucket costs as much memory as an entry, and a look into a bucket meets a handful of strangers, whom their letters turn away.
    const int EntriesPerBucket = 2;

    // A prefix of nine letters, less none, one or two of them.
    const int MostDeletions = 1 + Prefix + (Prefix * (Prefix - 1) / 2);
    readonly List<byte> _text = [];
    readonly List<int> _ends = [];
    readonly List<uint> _letters = [];
    int[] _starts = [0, 0];
    int[] _entries = [];
    uint _mask;

    /// <summary>How many names are in.</summary>
    public int Count => _letters.Count;

    /// <summary>Adds a folded name, of letters a to z only; the number it gets counts from 0.</summary>
    public int Add(ReadOnlySpan<char> word)
    {
        foreach (var c in word) _text.Add((byte)c);
        _ends.Add(_text.Count);
        _letters.Add(LettersOf(word));
        return Count - 1;
    }

    /// <summary>Packs the table; only then are names found.</summary>
    public void Freeze()
    {
        _text.TrimExcess();
        _ends.TrimExcess();
        _letters.TrimExcess();
        Span<uint> hashes = stackalloc uint[MostDeletions];
        Span<char> word = stackalloc char[Prefix];
        long total = 0;
        for (var w = 0; w < Count; w++) total += CountOf(_ends[w] - StartOf(w));
        var buckets = 1u;
        while (buckets * EntriesPerBucket < total) buckets *= 2;
        _mask = buckets - 1;
        _starts = new int[buckets + 1];
        for (var w = 0; w < Count; w++)
            foreach (var hash in Deletions(Begin(w, word), hashes, Spelling.Allowed(_ends[w] - StartOf(w)))) _starts[(hash & _mask) + 1]++;
        for (var b = 0; b < buckets; b++) _starts[b + 1] += _starts[b];
        _entries = new int[_starts[buckets]];
        var fill = _starts.AsSpan(0, (int)buckets).ToArray();
        for (var w = 0; w < Count; w++)
            foreach (var hash in Deletions(Begin(w, word), hashes, Spelling.Allowed(_ends[w] - StartOf(w)))) _entries[fill[hash & _mask]++] = w;
    }

    int StartOf(int number) => number == 0 ? 0 : _ends[number - 1];

    // Deletions are made of the first letters only.
    ReadOnlySpan<char> Begin(int number, Span<char> into)
    {
        var from = StartOf(number);
        var count = Math.Min(Prefix, _ends[number] - from);
        for (var i = 0; i < count; i++) into[i] = (char)_text[from + i];
        return into[..count];
    }

    /// <summary>Adds to <paramref name="found"/> every name that the word may be a misspelling of, with how.</summary>
    public void Find(ReadOnlySpan<char> seen, List<(int Number, Misspelling How)> found)
    {
        var from = found.Count;
        var letters = LettersOf(seen);
        foreach (var hash in Deletions(seen, stackalloc uint[MostDeletions], seen.Length < 6 ? 1 : 2))
        {
            foreach (var number in _entries.AsSpan(_starts[hash & _mask].._starts[(hash & _mask) + 1]))
                Look(number, seen, letters, from, found);
        }
    }

    // Two edits change at most four of the letters that occur at all: most chance meetings end here.
    void Look(int number, ReadOnlySpan<char> seen, uint letters, int from, List<(int Number, Misspelling How)> found)
    {
        if (System.Numerics.BitOperations.PopCount(_letters[number] ^ letters) > 4) return;
        for (var i = from; i < found.Count; i++)
            if (found[i].Number == number) return;
        var start = StartOf(number);
        if (_ends[number] - start is var length && Math.Abs(length - seen.Length) > 2) return;
        Span<char> name = stackalloc char[length];
        for (var i = 0; i < length; i++) name[i] = (char)_text[start + i];
        if (Spelling.Compare(name, seen) is { } how) found.Add((number, how));
    }

    static uint LettersOf(ReadOnlySpan<char> word)
    {
        var letters = 0u;
        foreach (var c in word) letters |= 1u << (c - 'a' & 31);
        return letters;
    }

    static int CountOf(int length)
    {
        var n = Math.Min(length, Prefix);
        return Spelling.Allowed(length) switch { 0 => 0, 1 => 1 + n, _ => 1 + n + (n * (n - 1) / 2) };
    }

    static Span<uint> Deletions(ReadOnlySpan<char> word, Span<uint> hashes, int allowed)
    {
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

    static uint Hash(ReadOnlySpan<char> word, int length, int skip, int skipToo)
    {
        var hash = 2166136261u;
        for (var i = 0; i < length; i++)
            if (i != skip && i != skipToo) hash = (hash ^ word[i]) * 16777619;
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6D;
        return hash ^ (hash >> 13);
    }
}
