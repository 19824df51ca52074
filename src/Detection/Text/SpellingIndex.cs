using System.Numerics;

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

    // Names that are looked at together, so that memory is asked for all of them at once.
    const int MostMet = 128;
    readonly List<byte> _text = [];
    readonly List<int> _ends = [];
    readonly List<uint> _letters = [];
    int[] _starts = [0, 0];

    // The number of a name, and above it as many bits of the deletion's hash as there is room for: they turn strangers in the bucket away.
    uint[] _entries = [];
    uint _mask;
    int _numberBits = 1;

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
        Span<ulong> hashes = stackalloc ulong[MostDeletions];
        Span<char> word = stackalloc char[Prefix];
        long total = 0;
        for (var w = 0; w < Count; w++) total += CountOf(_ends[w] - StartOf(w));
        var buckets = 1u;
        while (buckets * EntriesPerBucket < total) buckets *= 2;
        _mask = buckets - 1;
        _numberBits = BitOperations.Log2((uint)Math.Max(1, Count)) + 1;
        _starts = new int[buckets + 1];
        for (var w = 0; w < Count; w++)
            foreach (var hash in Deletions(Begin(w, word), hashes, Spelling.Allowed(_ends[w] - StartOf(w)))) _starts[BucketOf(hash) + 1]++;
        for (var b = 0; b < buckets; b++) _starts[b + 1] += _starts[b];
        _entries = new uint[_starts[buckets]];
        var fill = _starts.AsSpan(0, (int)buckets).ToArray();
        for (var w = 0; w < Count; w++)
            foreach (var hash in Deletions(Begin(w, word), hashes, Spelling.Allowed(_ends[w] - StartOf(w)))) _entries[fill[BucketOf(hash)]++] = (TagOf(hash) << _numberBits) | (uint)w;
    }

    int BucketOf(ulong hash) => (int)(hash & _mask);

    uint TagOf(ulong hash) => (uint)(hash >> (32 + _numberBits));

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
        var hashes = Deletions(seen, stackalloc ulong[MostDeletions], seen.Length < 6 ? 1 : 2);
        // All buckets first, then all entries: a processor waits for many places of memory at once where none depends on another.
        Span<(int Start, int End)> buckets = stackalloc (int, int)[hashes.Length];
        for (var i = 0; i < hashes.Length; i++) buckets[i] = (_starts[BucketOf(hashes[i])], _starts[BucketOf(hashes[i]) + 1]);
        Span<int> met = stackalloc int[MostMet];
        var count = 0;
        for (var i = 0; i < hashes.Length; i++)
        {
            var tag = TagOf(hashes[i]);
            for (var at = buckets[i].Start; at < buckets[i].End; at++)
            {
                if (_entries[at] >> _numberBits != tag) continue;
                met[count++] = (int)(_entries[at] & ((1u << _numberBits) - 1));
                if (count < MostMet) continue;
                Look(met, seen, from, found);
                count = 0;
            }
        }

        Look(met[..count], seen, from, found);
    }

    // Two edits change at most four of the letters that occur at all: most chance meetings end here.
    void Look(Span<int> met, ReadOnlySpan<char> seen, int from, List<(int Number, Misspelling How)> found)
    {
        const int mostChanged = 4;
        var letters = LettersOf(seen);
        var count = 0;
        foreach (var number in met)
        {
            met[count] = number;
            if (BitOperations.PopCount(_letters[number] ^ letters) <= mostChanged) count++;
        }

        met = met[..count];
        for (var i = 0; i < met.Length; i++)
            if (!met[..i].Contains(met[i])) Compare(met[i], seen, from, found);
    }

    void Compare(int number, ReadOnlySpan<char> seen, int from, List<(int Number, Misspelling How)> found)
    {
        var start = StartOf(number);
        if (_ends[number] - start is var length && Math.Abs(length - seen.Length) > 2) return;
        for (var i = from; i < found.Count; i++)
            if (found[i].Number == number) return;
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

    // A word is a number in base Base, cut off at 64 bits: what is left of it without a letter or two is put together from its
    // beginning, its middle and its end.
    static Span<ulong> Deletions(ReadOnlySpan<char> word, Span<ulong> hashes, int allowed)
    {
        if (allowed == 0) return [];
        var n = Math.Min(word.Length, Prefix);
        Span<ulong> upTo = stackalloc ulong[Prefix + 1];
        upTo[0] = 0;
        for (var i = 0; i < n; i++) upTo[i + 1] = (upTo[i] * Base) + word[i];
        var count = 0;
        hashes[count++] = Mix(upTo[n]);
        for (var i = 0; i < n; i++)
        {
            hashes[count++] = Mix(Append(upTo[i], i + 1, n, upTo));
            if (allowed < 2) continue;
            var without = upTo[i];
            for (var j = i + 1; j < n; j++)
            {
                hashes[count++] = Mix(Append(without, j + 1, n, upTo));
                without = (without * Base) + word[j];
            }
        }

        return hashes[..count];
    }

    static ulong Append(ulong beginning, int from, int to, ReadOnlySpan<ulong> upTo) => ((beginning - upTo[from]) * Powers[to - from]) + upTo[to];

    static ulong Mix(ulong number)
    {
        number ^= number >> 32;
        number *= 0xD6E8FEB86659FD93;
        number ^= number >> 32;
        number *= 0xD6E8FEB86659FD93;
        return number ^ (number >> 32);
    }

    const ulong Base = 0x9E3779B97F4A7C15;
    static readonly ulong[] Powers = PowersOfBase();

    static ulong[] PowersOfBase()
    {
        var powers = new ulong[Prefix + 1];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * Base;
        return powers;
    }
}
