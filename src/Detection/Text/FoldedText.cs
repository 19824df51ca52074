using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
/// A text cut into folded words; every unit knows the characters it came from. Reusable: one a thread. Words are cut straight
/// from the characters; where each is seen, and seen alone, unit and character have one index, and otherwise the places
/// of the units are noted. Units themselves are made only when somebody asks.
/// </summary>
public sealed class FoldedText
{
    const int Overriding = 0x202E;

    // Nobody reads a text that is turned more often; each turn costs a look over all of it.
    const int MostTurns = 64;

    const int LongestArticle = 4;
    const int ShortestElided = 3;
    static readonly string[] Articles = ["d", "l", "un", "all", "coll", "dall", "dell", "nell", "sull"];

    // Each is a unit, whose number is its code: no apostrophe, which ties, and no control, which nobody sees.
    static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(0, 0x7F).Select(c => (char)c).Where(c => Glyphs.Of(new(c)).Kind <= GlyphKind.LetterLike)]);
    readonly List<Unit> _units = [];
    readonly List<Word> _words = [];
    readonly WordCutter _cutter = new();
    int[] _places = [];
    int[] _everyday = [];
    bool _hasUnits;
    bool _hasEveryday;

    // Every character is a unit of its own, in the text's own order.
    bool _isUnfolded;

    // The units stand in the order of a screen and not in the text's own.
    bool _isShown;

    /// <summary>The text as it came.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Folded units in the order they are read.</summary>
    public List<Unit> Units
    {
        get
        {
            if (!_hasUnits) Fold(Source);
            return _units;
        }
    }

    /// <summary>Words in the order they are read.</summary>
    public List<Word> Words => _words;

    /// <summary>Of each word its number among everyday words, -1 where it is none. Asked for all at once: a processor waits for many places of memory together.</summary>
    internal ReadOnlySpan<int> Everyday
    {
        get
        {
            if (!_hasEveryday)
            {
                if (_everyday.Length < _words.Count) _everyday = new int[_words.Count * 2];
                for (var i = 0; i < _words.Count; i++) _everyday[i] = CommonWords.NumberOf(_words[i].Plain);
                _hasEveryday = true;
            }

            return _everyday.AsSpan(0, _words.Count);
        }
    }

    /// <summary>True where a letter of Cyrillic or Greek is in it.</summary>
    internal bool HasForeign { get; private set; }

    /// <summary>True where direction controls show part of the text in another order.</summary>
    public bool IsReordered { get; private set; }

    /// <summary>Folds a text, in logical order.</summary>
    public FoldedText Read(string text)
    {
        Source = text;
        (IsReordered, _hasUnits, _hasEveryday, _isShown) = (false, false, false, false);
        _cutter.Reserve(text.Length);
        var classes = UnitClass.Punctuation;
        var read = PutSeen(text, ref classes);
        _isUnfolded = read == text.Length;
        var count = _isUnfolded ? read : PutRest(text, read, ref classes);
        HasForeign = (classes & UnitClass.Foreign) != 0;
        _cutter.Cut(count, this, _words);
        if ((classes & UnitClass.Tied) == 0) return this;
        Tie();
        return this;
    }

    void Tie()
    {
        foreach (ref var word in CollectionsMarshal.AsSpan(_words))
            word = word with { Traits = word.Traits | (IsTied(word.First + word.Count - 1) ? WordTraits.HasApostrophe : 0) | (ArticleOf(word) > 0 ? WordTraits.IsElided : 0) };
    }

    bool IsTied(int unit) => _isShown ? _units[unit].FollowsApostrophe : _cutter.IsTied(unit);

    // How many letters of a word are an article of French or Italian.
    int ArticleOf(Word word)
    {
        for (var count = 1; count <= Math.Min(LongestArticle, word.Count - ShortestElided); count++)
            if (IsTied(word.First + count)) return Array.IndexOf(Articles, MarkIndex.Plain(this, word with { Count = count })) >= 0 ? count : 0;
        return 0;
    }

    // Characters that are seen, each alone; up to the first that is not.
    int PutSeen(string text, ref UnitClass classes)
    {
        var at = PlainFrom(text, 0);
        _cutter.PutAscii(text.AsSpan(0, at), 0);
        while (at < text.Length)
        {
            var put = _cutter.PutBlock(text.AsSpan(at), at, ref classes);
            at += put;
            if (put == WordCutter.Lanes) at += PutRun(text, at, at);
            else if (at < text.Length && Glyphs.LetterOf(text[at]).Step != CharacterStep.Unit) break;
        }

        return at;
    }

    // From the first character on that is not seen, or not alone: how many units there are.
    int PutRest(string text, int at, ref UnitClass classes)
    {
        if (_places.Length < text.Length + WordCutter.Lanes) _places = new int[(text.Length * 2) + WordCutter.Lanes];
        Number(0, 0, at);
        var (count, isTied) = (at, false);
        while (at < text.Length)
        {
            var put = _cutter.PutBlock(text.AsSpan(at), count, ref classes);
            Number(count, at, put);
            if (put > 0 && isTied)
            {
                _cutter.Tie(count);
                (classes, isTied) = (classes | UnitClass.Tied, false);
            }

            (at, count) = (at + put, count + put);
            if (put == WordCutter.Lanes)
            {
                var run = PutRun(text, at, count);
                Number(count, at, run);
                (at, count) = (at + run, count + run);
                continue;
            }

            if (at == text.Length || Glyphs.LetterOf(text[at]).Step == CharacterStep.Unit) continue;
            var glyph = GlyphIn(text, at, out var length);
            IsReordered |= text[at] == (char)Overriding;
            if (glyph.Kind == GlyphKind.Apostrophe) isTied = true;
            else if (glyph.Kind is not (GlyphKind.Invisible or GlyphKind.Combining))
            {
                _places[count] = at;
                var traits = Glyphs.Traits[glyph.Number];
                classes |= traits.Class;
                _cutter.Put(count, traits);
                if (isTied)
                {
                    _cutter.Tie(count);
                    classes |= UnitClass.Tied;
                }

                (count, isTied) = (count + 1, false);
            }

            at += length;
        }

        return count;
    }

    // So many units stand where so many characters do.
    void Number(int first, int at, int count)
    {
        ref var places = ref MemoryMarshal.GetArrayDataReference(_places);
        var four = Vector128.Create(at, at + 1, at + 2, at + 3);
        for (var i = 0; i < count; i += 4)
        {
            four.StoreUnsafe(ref places, (nuint)(first + i));
            four += Vector128.Create(4);
        }
    }

    // Plain characters go in faster, sixteen at a time, where a look says that they follow.
    int PutRun(string text, int at, int first)
    {
        if (text[at - 1] >= 0x7F || text[at - (WordCutter.Lanes / 2)] >= 0x7F) return 0;
        var run = (PlainFrom(text, at) - at) & -WordCutter.Lanes;
        _cutter.PutAscii(text.AsSpan(at, run), first);
        return run;
    }

    // Where the first character stands from there on that is not plain.
    static int PlainFrom(string text, int at) => text.AsSpan(at).IndexOfAnyExcept(Plain) is var run and >= 0 ? at + run : text.Length;

    static Glyph GlyphIn(string text, int at, out int length)
    {
        length = 1;
        if (!char.IsSurrogate(text[at])) return Glyphs.OfSingle(text[at]);
        if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var used) == OperationStatus.Done) length = used;
        return Glyphs.Of(rune);
    }

    /// <summary>The same text in the order in which a screen shows it: what a right-to-left override holds is turned.</summary>
    public FoldedText ReadAsShown(string text)
    {
        Read(text);
        Fold(text);
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

        (_isShown, _isUnfolded) = (true, false);
        CutUnits();
        return this;
    }

    void Fold(string text)
    {
        var before = Disguise.None;
        var tied = false;
        CollectionsMarshal.SetCount(_units, text.Length);
        var units = CollectionsMarshal.AsSpan(_units);
        var count = 0;
        for (var i = 0; i < text.Length;)
        {
            if (text[i] < 0x80 && before == Disguise.None && !tied && Glyphs.LetterOf(text[i]).Step == CharacterStep.Unit)
            {
                units[count++] = new(text[i], i++, 1, Disguise.None, FollowsApostrophe: false);
                continue;
            }

            var glyph = GlyphIn(text, i, out var length);
            switch (glyph.Kind)
            {
                case GlyphKind.Invisible:
                    before |= Disguise.Invisible;
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
        _hasUnits = true;
    }

    void CutUnits()
    {
        var units = CollectionsMarshal.AsSpan(_units);
        var traits = Glyphs.Traits;
        for (var i = 0; i < units.Length; i++) _cutter.Put(i, traits[units[i].Number]);
        _cutter.Cut(units.Length, this, _words);
        Tie();
    }

    /// <summary>The glyph of a unit.</summary>
    internal Glyph GlyphAt(int unit) => _isShown ? Glyphs.Numbered(_units[unit].Number) : GlyphIn(Source, _isUnfolded ? unit : _places[unit], out _);

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

    /// <summary>Where a word begins in the text as it came, and where another ends.</summary>
    internal (int Start, int End) PlaceOf(Word first, Word last) => PlaceOf(first.First, last.First + last.Count);

    /// <summary>Where a run of units begins in the text as it came, and where it ends.</summary>
    internal (int Start, int End) PlaceOf(int first, int past)
    {
        if (_isUnfolded) return (first, past);
        if (!_isShown) return (_places[first], EndOf(past - 1));
        var (start, end) = (int.MaxValue, 0);
        for (var u = first; u < past; u++) (start, end) = (Math.Min(start, _units[u].Start), Math.Max(end, _units[u].Start + _units[u].Length));
        return (start, end);
    }

    /// <summary>The characters of a run of units, where each is a unit of its own and nothing unseen is between them.</summary>
    internal bool TryGetRun(int first, int past, out ReadOnlySpan<char> run)
    {
        run = default;
        if (_isShown) return false;
        var (start, end) = PlaceOf(first, past);
        if (end - start != past - first) return false;
        run = Source.AsSpan(start, end - start);
        return true;
    }

    // Marks upon the character belong to it, what is unseen between them too.
    int EndOf(int unit)
    {
        GlyphIn(Source, _places[unit], out var length);
        var end = _places[unit] + length;
        for (var at = end; at < Source.Length; at += length)
        {
            if (Source[at] < 0x7F && Glyphs.LetterOf(Source[at]).Step == CharacterStep.Unit) break;
            var kind = GlyphIn(Source, at, out length).Kind;
            if (kind is GlyphKind.Combining) end = at + length;
            else if (kind is not (GlyphKind.Invisible or GlyphKind.Apostrophe)) break;
        }

        return end;
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
        if (w.Count < 3 || !w.Is(WordTraits.HasApostrophe) || GlyphAt(w.First + w.Count - 1).Plain != "s") return null;
        var hash = new LookHash();
        AddShapes(ref hash, w = w with { Count = w.Count - 1 });
        return w with { Hash = hash.Value, Letters = hash.Length, Plain = 0 };
    }

    /// <summary>The word behind an article, as in "d'Hermès"; none for most words.</summary>
    internal Word? WithoutArticle(int word)
    {
        var w = _words[word];
        if (!w.Is(WordTraits.IsElided)) return null;
        var article = ArticleOf(w);
        var hash = new LookHash();
        AddShapes(ref hash, w = w with { First = w.First + article, Count = w.Count - article });
        return w with { Hash = hash.Value, Letters = hash.Length, Plain = 0 };
    }
}
