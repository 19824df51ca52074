using System.Buffers;
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

/// <summary>
/// A text cut into folded words; every unit knows the characters it came from. Reusable: one a thread. Where every character
/// is plain ASCII, as in most texts, words are cut straight from the characters, and units are made only when somebody asks.
/// </summary>
public sealed class FoldedText
{
    const int Overriding = 0x202E;

    // Nobody reads a text that is turned more often; each turn costs a look over all of it.
    const int MostTurns = 64;

    // Each is a unit, whose number is its code: no apostrophe, which ties, and no control, which nobody sees.
    static readonly SearchValues<char> Unfolded = SearchValues.Create([.. Enumerable.Range(0, 0x7F).Select(c => (char)c).Where(c => Glyphs.Of(new(c)).Kind <= GlyphKind.LetterLike)]);
    readonly List<Unit> _units = [];
    readonly List<Word> _words = [];
    readonly WordCutter _cutter = new();
    bool _isUnfolded;
    bool _hasUnits;

    /// <summary>The text as it came.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Folded units in the order they are read.</summary>
    public List<Unit> Units
    {
        get
        {
            if (!_hasUnits) MakeUnits();
            return _units;
        }
    }

    /// <summary>Words in the order they are read.</summary>
    public List<Word> Words => _words;

    /// <summary>True where every character is a unit of its own, in the text's own order: unit and character have one index.</summary>
    internal bool IsUnfolded => _isUnfolded;

    /// <summary>True where direction controls show part of the text in another order.</summary>
    public bool IsReordered { get; private set; }

    /// <summary>Folds a text, in logical order.</summary>
    public FoldedText Read(string text)
    {
        Source = text;
        IsReordered = false;
        _isUnfolded = text.AsSpan().IndexOfAnyExcept(Unfolded) < 0;
        _hasUnits = !_isUnfolded;
        if (_isUnfolded)
        {
            _cutter.PutAscii(text);
            _cutter.Cut(text.Length, this, _words);
        }
        else
        {
            Fold(text);
            CutUnits();
        }

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

        CutUnits();
        return this;
    }

    void MakeUnits()
    {
        CollectionsMarshal.SetCount(_units, Source.Length);
        var units = CollectionsMarshal.AsSpan(_units);
        for (var i = 0; i < units.Length; i++) units[i] = new(Source[i], i, 1, Disguise.None, FollowsApostrophe: false);
        _hasUnits = true;
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
            if (text[i] is var c and < (char)0x80 && before == Disguise.None && !tied && ascii[c].Kind <= GlyphKind.LetterLike)
            {
                units[count++] = new(c, i++, 1, Disguise.None, FollowsApostrophe: false);
                continue;
            }

            var length = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used) == OperationStatus.Done ? used : 1;
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
                    (before, tied) = (Disguise.None, false);
                    break;
            }

            i += length;
        }

        CollectionsMarshal.SetCount(_units, count);
    }

    void CutUnits()
    {
        var units = CollectionsMarshal.AsSpan(_units);
        _cutter.Put(units, Glyphs.Traits);
        _cutter.Cut(units.Length, this, _words);
        foreach (ref var word in CollectionsMarshal.AsSpan(_words))
            if (units[word.First + word.Count - 1].FollowsApostrophe) word = word with { Traits = word.Traits | WordTraits.HasApostrophe };
    }

    /// <summary>The glyph of a unit.</summary>
    internal Glyph GlyphAt(int unit) => Glyphs.Numbered(_isUnfolded ? Source[unit] : _units[unit].Number);

    /// <summary>Takes the shapes of a word into a hash.</summary>
    internal void AddShapes(ref LookHash hash, Word word)
    {
        for (var u = word.First; u < word.First + word.Count; u++)
            if (_cutter.LookOf(u) is var look and not 0) hash.Add((char)look);
            else hash.Add(GlyphAt(u));
    }

    /// <summary>Writes the shapes of a word behind others, to be hashed together.</summary>
    /// <returns>False where they are to be hashed letter by letter, by <see cref="AddShapes"/>.</returns>
    internal bool TryJoin(Word word, Span<byte> letters, ref int count) => _cutter.TryJoin(word, letters, ref count);

    /// <summary>Where a word begins in the text as it came, and where it ends.</summary>
    internal (int Start, int End) PlaceOf(Word first, Word last)
    {
        var (a, b) = (first.First, last.First + last.Count - 1);
        return _isUnfolded ? (a, b + 1) : (_units[a].Start, _units[b].Start + _units[b].Length);
    }

    /// <summary>A symbol that ends the word and may stand for its last letter, as in "Gucc!"; none for most words.</summary>
    public Word? WithTrailingSymbol(int word)
    {
        var w = _words[word];
        if (!w.Is(WordTraits.HasSymbolBehind)) return null;
        var hash = new LookHash();
        AddShapes(ref hash, w = w with { Count = w.Count + 1 });
        return w with { Hash = hash.Value, Letters = hash.Length, Plain = 0 };
    }

    /// <summary>The word without the s of a possessive, as in "Velmora's"; none for most words.</summary>
    public Word? WithoutPossessive(int word)
    {
        var w = _words[word];
        if (w.Count < 3 || !w.Is(WordTraits.HasApostrophe) || _units[w.First + w.Count - 1].Glyph.Plain != "s") return null;
        var hash = new LookHash();
        AddShapes(ref hash, w = w with { Count = w.Count - 1 });
        return w with { Hash = hash.Value, Letters = hash.Length, Plain = 0 };
    }
}
