using System.Text;

namespace Wardmark.Detection.Text;

/// <summary>One visible character of a text, folded, with its place in the text as it came.</summary>
public readonly record struct Unit(Glyph Glyph, int Start, int Length, Disguise Before, bool FollowsApostrophe);

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

    /// <summary>Folds a text, in logical order.</summary>
    public FoldedText Read(string text)
    {
        Source = text;
        _units.Clear();
        _words.Clear();
        IsReordered = false;
        HasLetterLike = false;
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
        for (var i = 0; i < text.Length;)
        {
            var length = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used) == System.Buffers.OperationStatus.Done
                ? used : 1;
            var glyph = Glyphs.Of(rune);
            switch (glyph.Kind)
            {
                case GlyphKind.Invisible:
                    before |= Disguise.Invisible;
                    IsReordered |= rune.Value == Overriding;
                    break;
                case GlyphKind.Combining when _units.Count > 0:
                    _units[^1] = _units[^1] with { Length = i + length - _units[^1].Start, Before = _units[^1].Before | glyph.Disguise };
                    break;
                case GlyphKind.Combining:
                    break;
                case GlyphKind.Apostrophe:
                    tied = true;
                    break;
                default:
                    _units.Add(new(glyph, i, length, before, tied));
                    HasLetterLike |= glyph.Kind is GlyphKind.LetterLike;
                    (before, tied) = (Disguise.None, false);
                    break;
            }

            i += length;
        }
    }

    void Cut()
    {
        _words.Clear();
        var apart = false;
        for (var i = 0; i < _units.Count;)
        {
            var glyph = _units[i].Glyph;
            var end = i + 1;
            if (glyph.Kind is GlyphKind.Ideograph || glyph.IsAnd) Add(i, end, apart);
            else if (StartsWord(i))
            {
                while (end < _units.Count && ContinuesWord(end)) end++;
                Add(i, end, apart);
            }
            else
            {
                apart = glyph.Kind is not GlyphKind.Space && (apart || i == 0 || _units[i - 1].Glyph.Kind is not GlyphKind.Space);
                i = end;
                continue;
            }

            apart = true;
            i = end;
        }
    }

    bool StartsWord(int i) => _units[i].Glyph.Kind is GlyphKind.Word
        || (_units[i].Glyph.Kind is GlyphKind.LetterLike && i + 1 < _units.Count && IsLetter(i + 1));

    bool ContinuesWord(int i) => _units[i].Glyph.Kind is GlyphKind.Word
        || (_units[i].Glyph.Kind is GlyphKind.LetterLike && i + 1 < _units.Count && _units[i + 1].Glyph.Kind is GlyphKind.Word);

    bool IsLetter(int i) => _units[i].Glyph is { Kind: GlyphKind.Word, Plain.Length: > 0 } g && char.IsLetter(g.Plain[0]);

    void Add(int first, int end, bool apart)
    {
        var hash = new LookHash();
        for (var i = first; i < end; i++) hash.Add(_units[i].Glyph.Shape);
        _words.Add(new(first, end - first, hash.Value, hash.Length, PlainHash(first, end), apart));
    }

    ulong PlainHash(int first, int end)
    {
        var hash = 1UL;
        for (var i = first; i < end; i++)
            foreach (var c in _units[i].Glyph.Letters)
            {
                if (!char.IsAsciiLetter(c)) return 0;
                hash = (hash ^ c) * 0x9E3779B97F4A7C15;
                hash ^= hash >> 29;
            }

        return hash | 1;
    }

    /// <summary>A symbol that ends the word and may stand for its last letter, as in "Gucc!"; none for most words.</summary>
    public Word? WithTrailingSymbol(int word)
    {
        var w = _words[word];
        var next = w.First + w.Count;
        if (next >= _units.Count || _units[next].Glyph.Kind is not GlyphKind.LetterLike) return null;
        if (next + 1 < _units.Count && _units[next + 1].Glyph.Kind is not GlyphKind.Space) return null;
        var hash = new LookHash();
        for (var i = w.First; i <= next; i++) hash.Add(_units[i].Glyph.Shape);
        return new(w.First, w.Count + 1, hash.Value, hash.Length, 0, w.IsApart);
    }

    /// <summary>The word without the s of a possessive, as in "Velmora's"; none for most words.</summary>
    public Word? WithoutPossessive(int word)
    {
        var w = _words[word];
        if (w.Count < 3 || _units[w.First + w.Count - 1] is not { FollowsApostrophe: true, Glyph.Plain: "s" }) return null;
        var hash = new LookHash();
        for (var i = w.First; i < w.First + w.Count - 1; i++) hash.Add(_units[i].Glyph.Shape);
        return new(w.First, w.Count - 1, hash.Value, hash.Length, 0, w.IsApart);
    }
}
