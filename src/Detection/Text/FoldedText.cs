using System.Runtime.InteropServices;
using System.Text;

namespace Wardmark.Detection.Text;

/// <summary>One visible character of a text, folded, with its place in the text as it came.</summary>
/// <param name="Number">Which glyph it is; a number and not the glyph, because a text is a million of these and the collector follows references.</param>
public readonly record struct Unit(int Number, int Start, int Length, Disguise Before, bool FollowsApostrophe)
{
    /// <summary>The character, folded.</summary>
    public Glyph Glyph => Glyphs.Numbered(Number);
}

/// <summary>A word: a run of units, with its hash in the look alphabet.</summary>
/// <param name="First">Index of the first unit.</param>
/// <param name="Count">How many units.</param>
/// <param name="Hash">Of the units' shapes.</param>
/// <param name="Letters">How many letters the shapes have.</param>
/// <param name="Plain">Hash of the plain letters; 0 where it has other characters than the letters a to z.</param>
/// <param name="IsApart">A punctuation mark or nothing, but no space, parts it from the word before.</param>
public readonly record struct Word(int First, int Count, ulong Hash, int Letters, ulong Plain, bool IsApart);

/// <summary>A text cut into folded words; every unit knows the characters it came from. Reusable: one a thread.</summary>
public sealed class FoldedText
{
    const int Overriding = 0x202E;

    // Nobody reads a text that is turned more often; each turn costs a look over all of it.
    const int MostTurns = 64;
    readonly List<Unit> _units = [];
    readonly List<Word> _words = [];

    /// <summary>The text as it came.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Folded units in the order they are read.</summary>
    public List<Unit> Units => _units;

    /// <summary>Words in the order they are read.</summary>
    public List<Word> Words => _words;

    /// <summary>True where direction controls show part of the text in another order.</summary>
    public bool IsReordered { get; private set; }

    /// <summary>True where a symbol that may stand for a letter occurs at all.</summary>
    public bool HasLetterLike { get; private set; }

    /// <summary>True where an apostrophe stands in or before a word.</summary>
    public bool HasApostrophe { get; private set; }

    /// <summary>Folds a text, in logical order.</summary>
    public FoldedText Read(string text)
    {
        Source = text;
        _units.Clear();
        _words.Clear();
        IsReordered = false;
        HasLetterLike = false;
        HasApostrophe = false;
        Fold(text);
        Cut();
        return this;
    }

    /// <summary>The same text in the order in which a screen shows it: what a right-to-left override holds is turned.</summary>
    public FoldedText ReadAsShown(string text)
    {
        Read(text);
        var open = text.IndexOf((char)Overriding);
        var past = 0;
        for (var turns = 0; open >= 0 && turns < MostTurns; turns++)
        {
            var close = text.IndexOfAny(['\u202C', '\u2069', '\n'], open + 1);
            if (close < 0) close = text.Length;
            var first = past;
            while (first < _units.Count && _units[first].Start <= open) first++;
            past = first;
            while (past < _units.Count && _units[past].Start < close) past++;
            _units.Reverse(first, past - first);
            open = close < text.Length ? text.IndexOf((char)Overriding, close) : -1;
        }

        Cut();
        return this;
    }

    void Fold(string text)
    {
        var before = Disguise.None;
        var tied = false;
        CollectionsMarshal.SetCount(_units, text.Length);
        var units = CollectionsMarshal.AsSpan(_units);
        var count = 0;
        var ascii = Glyphs.OfAscii;
        for (var i = 0; i < text.Length;)
        {
            // Nearly all there is: a letter, digit, space or sign of ASCII, after nothing odd.
            if (text[i] is var c && c < ascii.Length && before == Disguise.None && !tied && ascii[c] is { Kind: <= GlyphKind.LetterLike } plain)
            {
                units[count++] = new(plain.Number, i++, 1, Disguise.None, FollowsApostrophe: false);
                HasLetterLike |= plain.Kind is GlyphKind.LetterLike;
                continue;
            }

            var length = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used) == System.Buffers.OperationStatus.Done ? used : 1;
            var glyph = Glyphs.Of(rune);
            switch (glyph.Kind)
            {
                case GlyphKind.Invisible:
                    before |= Disguise.Invisible;
                    IsReordered |= rune.Value == Overriding;
                    break;
                case GlyphKind.Combining when count > 0:
                    ref var last = ref units[count - 1];
                    last = last with { Length = i + length - last.Start, Before = last.Before | glyph.Disguise };
                    break;
                case GlyphKind.Combining:
                    break;
                case GlyphKind.Apostrophe:
                    tied = true;
                    break;
                default:
                    units[count++] = new(glyph.Number, i, length, before, tied);
                    HasLetterLike |= glyph.Kind is GlyphKind.LetterLike;
                    HasApostrophe |= tied;
                    (before, tied) = (Disguise.None, false);
                    break;
            }

            i += length;
        }

        CollectionsMarshal.SetCount(_units, count);
    }

    void Cut()
    {
        _words.Clear();
        var units = CollectionsMarshal.AsSpan(_units);
        var apart = false;
        for (var i = 0; i < units.Length;)
        {
            var glyph = units[i].Glyph;
            if (glyph.Kind is GlyphKind.Word or GlyphKind.Ideograph || glyph.IsAnd || StartsWord(units, i))
            {
                i = Add(units, i, apart);
                apart = true;
                continue;
            }

            apart = glyph.Kind is not GlyphKind.Space && (apart || i == 0 || units[i - 1].Glyph.Kind is not GlyphKind.Space);
            i++;
        }
    }

    static bool StartsWord(ReadOnlySpan<Unit> units, int i) => units[i].Glyph.Kind is GlyphKind.LetterLike && i + 1 < units.Length
        && units[i + 1].Glyph is { Kind: GlyphKind.Word, Plain.Length: > 0 } g && char.IsLetter(g.Plain[0]);

    static bool ContinuesWord(ReadOnlySpan<Unit> units, int i) => units[i].Glyph.Kind is GlyphKind.Word
        || (units[i].Glyph.Kind is GlyphKind.LetterLike && i + 1 < units.Length && units[i + 1].Glyph.Kind is GlyphKind.Word);

    // An ideograph and an ampersand are words of their own; the others go on to the first unit that does not continue them.
    int Add(ReadOnlySpan<Unit> units, int first, bool apart)
    {
        var hash = new LookHash();
        var plain = 1UL;
        var end = first;
        var isSingle = units[first].Glyph is { Kind: GlyphKind.Ideograph } or { IsAnd: true };
        do
        {
            var glyph = units[end].Glyph;
            hash.Add(glyph);
            plain = glyph.PlainLetter is var c and not '\0' ? WithPlain(plain, c) : WithPlain(plain, glyph.Letters);
            end++;
        }
        while (!isSingle && end < units.Length && ContinuesWord(units, end));
        _words.Add(new(first, end - first, hash.Value, hash.Length, plain == 0 ? 0 : plain | 1, apart));
        return end;
    }

    // 0 once anything but a letter a to z was met, and ever after; a hash that happens to be 0 is put off it.
    static ulong WithPlain(ulong hash, char letter)
    {
        if (hash == 0) return 0;
        hash = (hash ^ letter) * 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
        return hash == 0 ? 1 : hash;
    }

    static ulong WithPlain(ulong hash, string letters)
    {
        foreach (var c in letters) hash = char.IsAsciiLetter(c) ? WithPlain(hash, c) : 0;
        return hash;
    }

    /// <summary>A symbol that ends the word and may stand for its last letter, as in "Gucc!"; none for most words.</summary>
    public Word? WithTrailingSymbol(int word)
    {
        var w = _words[word];
        var next = w.First + w.Count;
        if (next >= _units.Count || _units[next].Glyph.Kind is not GlyphKind.LetterLike) return null;
        if (next + 1 < _units.Count && _units[next + 1].Glyph.Kind is not GlyphKind.Space) return null;
        var hash = new LookHash();
        for (var i = w.First; i <= next; i++) hash.Add(_units[i].Glyph);
        return new(w.First, w.Count + 1, hash.Value, hash.Length, 0, w.IsApart);
    }

    /// <summary>The word without the s of a possessive, as in "Velmora's"; none for most words.</summary>
    public Word? WithoutPossessive(int word)
    {
        var w = _words[word];
        if (w.Count < 3 || _units[w.First + w.Count - 1] is not { FollowsApostrophe: true, Glyph.Plain: "s" }) return null;
        var hash = new LookHash();
        for (var i = w.First; i < w.First + w.Count - 1; i++) hash.Add(_units[i].Glyph);
        return new(w.First, w.Count - 1, hash.Value, hash.Length, 0, w.IsApart);
    }
}
