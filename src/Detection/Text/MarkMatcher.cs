using System.Numerics;
using System.Runtime.InteropServices;

namespace Wardmark.Detection.Text;

/// <summary>Finds every name of an index in a field. Not thread-safe: it keeps its working memory between fields.</summary>
public sealed class MarkMatcher
{
    // A word broken by punctuation has few pieces; a spelled-out name has one per letter.
    const int MostPieces = 48;
    const int MostBroken = 5;

    // Letters of pieces that are hashed as they lie; longer ones letter by letter.
    const int MostJoined = 96;

    /// <summary>Most words of a name that is found misspelt.</summary>
    public const int MostMisspeltWords = 3;

    // A field of random words must not cost more than a book's page.
    const int MostBrokenSteps = 8_000;

    // Letters in the place of a sign that are tried in the time of a step.
    const int TriesInStep = 16;

    // Twenty places of a name in one field say all that a thousand would.
    const int MostPlaces = 20;
    internal const int LongestWord = 40;
    readonly MarkIndex _index;

    // By the number of a name, for the field at hand.
    readonly Dictionary<int, int> _places = [];
    int _brokenSteps;
    readonly KinFinder? _kin;
    readonly MaskedLetters _masked;
    readonly List<MaskedName> _hidden = [];
    readonly FoldedText _own = new();
    FoldedText _text = new();

    /// <summary>Finds the names of an index that is frozen.</summary>
    public MarkMatcher(MarkIndex index)
    {
        if (!index.IsFrozen) throw new InvalidOperationException("The index is frozen before names are looked for.");
        _index = index;
        _masked = new(index);
        _kin = index.FindsMisspellings ? new(index) : null;
    }

    /// <summary>The words of the field looked at last.</summary>
    public FoldedText Text => _text;

    /// <summary>Adds what is met in the field to <paramref name="found"/>.</summary>
    public void Find(string field, string source, List<Occurrence> found) => Find(field, _own.Read(source), found);

    /// <summary>Adds what is met in a field that was folded already, as it was written and as a screen shows it.</summary>
    public void Find(string field, FoldedText text, List<Occurrence> found)
    {
        _text = text;
        _places.Clear();
        _brokenSteps = 0;
        Walk(field, found, Disguise.None);
        if (_index.FindsMisspellings)
        {
            Transliterated(field, found);
            Misspelt(field, found);
        }

        if (!text.IsReordered) return;
        var source = text.Source;
        text.ReadAsShown(source);
        Walk(field, found, Disguise.Reversed);
        text.Read(source);
    }

    /// <summary>Adds the names that the field holds and nothing else: what a seller enters as the brand.</summary>
    public void FindWhole(string field, FoldedText text, List<Occurrence> found)
    {
        if (text.Words.Count == 0) return;
        var letters = new LookHash();
        foreach (var word in text.Words) text.AddShapes(ref letters, word);
        var names = _index.WrittenTogether(letters.Value);
        if (names.IsEmpty) return;
        var plain = string.Concat(text.Words.Select(w => MarkIndex.Plain(text, w)));
        foreach (var name in names)
            if (name.Plain == plain)
                found.Add(new(name, field, 0, text.Source.Length, text.Source, Disguise.None));
    }

    /// <summary>Adds the names that begin in the last words of one field and end in the first words of the next.</summary>
    public void FindSplit(string field, FoldedText text, FoldedText next, List<Occurrence> found)
    {
        const int mostWords = 3;
        for (var w = text.Words.Count - 1; w >= Math.Max(0, text.Words.Count - mostWords); w--)
        {
            var letters = new LookHash();
            for (var i = w; i < text.Words.Count; i++) text.AddShapes(ref letters, text.Words[i]);
            for (var n = 0; n < Math.Min(mostWords, next.Words.Count); n++)
            {
                next.AddShapes(ref letters, next.Words[n]);
                if (letters.Length < Verdict.ShortestJoined) continue;
                foreach (var name in _index.WrittenTogether(letters.Value))
                    AddSplit(name, field, text, w, next, n + 1, found);
            }
        }
    }

    static void AddSplit(MarkName name, string field, FoldedText text, int first, FoldedText next, int count, List<Occurrence> found)
    {
        var tail = string.Concat(text.Words.Skip(first).Select(w => MarkIndex.Plain(text, w)));
        var head = string.Concat(next.Words.Take(count).Select(w => MarkIndex.Plain(next, w)));
        if (name.IsOrdinary || name.Plain != tail + head || (CommonWords.Explain(tail) && CommonWords.Explain(head))) return;
        var (start, _) = text.PlaceOf(text.Words[first], text.Words[first]);
        found.Add(new(name, field, start, text.Source.Length - start, text.Source[start..], Disguise.Split));
    }

    void Walk(string field, List<Occurrence> found, Disguise route)
    {
        var words = CollectionsMarshal.AsSpan(_text.Words);
        var everyday = _index.FindsMisspellings ? _text.Everyday : [];
        var nextApart = int.MaxValue;
        var isNextSpelled = false;
        for (var i = words.Length - 1; i >= 0; i--)
        {
            ref readonly var word = ref words[i];
            if (!everyday.IsEmpty && everyday[i] >= 0 ? _index.MayHoldEveryday(everyday[i]) : _index.MayHold(word.Hash)) Whole(field, i, found, route);
            else if ((word.Traits & (WordTraits.HasSymbolBehind | WordTraits.HasApostrophe)) != 0) Endings(field, i, i, 0, found, route);
            var isSpelled = word.Is(WordTraits.IsSingle);
            if (nextApart - i < MostBroken || (isSpelled && isNextSpelled)) Broken(field, i, nextApart, found, route);
            if (word.Is(WordTraits.IsElided)) Elided(field, i, found, route);
            if (nextApart == i + 1 && _index.FindsMisspellings && MaskedLetters.IsBehind(_text, i)) Masked(field, i, found);
            if (word.Is(WordTraits.IsApart)) nextApart = i;
            isNextSpelled = isSpelled;
        }
    }

    // Names of which the word is the first, and "louisvuitton": several words of a name as one.
    void Whole(string field, int first, List<Occurrence> found, Disguise route)
    {
        var phrase = 0UL;
        for (var i = first; i < _text.Words.Count; i++)
        {
            if ((_text.Words[i].Traits & (WordTraits.HasSymbolBehind | WordTraits.HasApostrophe)) != 0) Endings(field, first, i, phrase, found, route);
            phrase = MarkIndex.Phrase(phrase, _text.Words[i].Hash);
            foreach (var name in _index.At(phrase, i - first + 1))
                Verify(field, name, _text.Words[first].First, _text.Words[i].First + _text.Words[i].Count, route, found);
            if (!_index.MayGoOn(phrase)) break;
        }

        var word = _text.Words[first];
        if (word.Letters < Verdict.ShortestJoined) return;
        foreach (var name in _index.WrittenTogether(word.Hash))
            if (name.Words > 1) Verify(field, name, word.First, word.First + word.Count, route | Disguise.Joined, found);
    }

    // "sac d'Hermès": the names of which the word behind the article is the first.
    void Elided(string field, int first, List<Occurrence> found, Disguise route)
    {
        if (_text.WithoutArticle(first) is not { } behind) return;
        var whole = _text.Words[first];
        _text.Words[first] = behind;
        Whole(field, first, found, route);
        _text.Words[first] = whole;
    }

    // "Gucc!" and "Velmora's": the last word with a symbol more, or without its s.
    void Endings(string field, int first, int last, ulong phrase, List<Occurrence> found, Disguise route)
    {
        if (_text.WithTrailingSymbol(last) is { } wider) EndWith(wider);
        if (_text.WithoutPossessive(last) is { } stem) EndWith(stem);

        void EndWith(Word word)
        {
            foreach (var name in _index.At(MarkIndex.Phrase(phrase, word.Hash), last - first + 1))
                Verify(field, name, _text.Words[first].First, word.First + word.Count, route, found);
        }
    }

    // "N.i.k.e", "G u c c i", "Ro/lex": pieces that make a name only together, parted by something else than spaces or spelled out.
    void Broken(string field, int first, int nextApart, List<Occurrence> found, Disguise route)
    {
        var hash = new LookHash();
        Span<byte> letters = stackalloc byte[MostJoined];
        var (joined, count, spelled, isJoined) = (0, 0, true, true);
        for (var i = first; i < _text.Words.Count && i - first < MostPieces; i++)
        {
            var word = _text.Words[i];
            spelled &= word.Is(WordTraits.IsSingle);
            if (++_brokenSteps > MostBrokenSteps) return;
            if (i > first && !spelled && (i - first >= MostBroken || nextApart - first >= MostBroken)) return;
            count += word.Letters;
            if (isJoined && !(isJoined = _text.TryJoin(word, letters, ref joined)))
                for (var w = first; w < i; w++) _text.AddShapes(ref hash, _text.Words[w]);
            if (!isJoined) _text.AddShapes(ref hash, word);
            if (count > _index.LongestName) return;
            if (i == first || count < Verdict.ShortestBroken || (!spelled && i < nextApart)) continue;
            if (spelled && ContinuesSpelling(first, i)) continue;
            var all = isJoined ? LookHash.Of(ref letters[0], joined) : hash.Value;
            if (!_index.MayHold(all)) continue;
            foreach (var name in _index.WrittenTogether(all))
                Verify(field, name, _text.Words[first].First, word.First + word.Count, route | Disguise.Separators, found);
        }
    }

    // "M*ncler", "N❗ke": each letter that may stand where the sign does is tried.
    void Masked(string field, int first, List<Occurrence> found)
    {
        if (_brokenSteps > MostBrokenSteps) return;
        _hidden.Clear();
        _brokenSteps += 1 + (_masked.Find(_text, first, _hidden) / TriesInStep);
        foreach (var (name, from, past) in _hidden) AddOnce(name, field, _text.PlaceOf(from, past), Disguise.Digits, found);
    }

    // "Самсунг", "Луи Вюиттон" where the register says so; in words of these scripts alone.
    void Transliterated(string field, List<Occurrence> found)
    {
        if (!_text.HasForeign) return;
        for (var i = 0; i < _text.Words.Count; i++)
            for (var reading = 0; reading < Transliteration.ReadingsOf(_text, _text.Words[i]); reading++) Sounding(field, i, reading, found);
    }

    void Sounding(string field, int first, int reading, List<Occurrence> found)
    {
        var sound = "";
        for (var n = 0; n < MostMisspeltWords && first + n < _text.Words.Count; n++)
        {
            var word = _text.Words[first + n];
            if (word.Count > LongestWord || Transliteration.SoundOf(_text, word, reading) is not { } next) break;
            sound = n == 0 ? next : Transliteration.SoundOf(sound + next);
            if (sound.Length < Transliteration.ShortestName) continue;
            foreach (var name in _index.Sounding(sound))
                if (name.Words == n + 1 && !(n == 0 && CommonWords.IsForeignAsItIs(MarkIndex.Plain(_text, word)))) AddOnce(name, field, _text.PlaceOf(_text.Words[first], word), Disguise.Transliterated, found);
        }
    }

    // Not where the mark was met already.
    void AddOnce(MarkName name, string field, (int Start, int End) place, Disguise disguise, List<Occurrence> found)
    {
        var (start, end) = place;
        if (_places.GetValueOrDefault(name.Number) >= MostPlaces || found.Exists(o => o.Field == field && o.Start < end && o.Start + o.Length > start && o.Name.Mark == name.Mark)) return;
        _places[name.Number] = _places.GetValueOrDefault(name.Number) + 1;
        found.Add(new(name, field, start, end - start, _text.Source[start..end], disguise));
    }

    // "Addidas", "Louis Vitton": words that are neither everyday words nor names of anybody, a letter or two beside one.
    // Of a name of several words one must be spelt as it should be.
    void Misspelt(string field, List<Occurrence> found)
    {
        _kin!.Begin(_text);
        var everyday = _text.Everyday;
        var (here, next) = (At(0, everyday), At(1, everyday));
        for (var i = 0; i < everyday.Length && _kin.HasBudget; i++)
        {
            var behind = At(i + 2, everyday);
            if (here.Near is { Length: > 0 }) Report(field, i, 1, here.Near, found);
            if (i + 1 < everyday.Length && (everyday[i] | everyday[i + 1]) < 0) Parted(field, i, found);
            if (here.IsStrange || next.IsStrange || behind.IsStrange) Several(field, i, here.IsStrange, next.IsStrange, behind.IsStrange, found);
            (here, next) = (next, behind);
        }

        Kindred At(int word, ReadOnlySpan<int> everyday)
        {
            if (word >= everyday.Length || everyday[word] >= 0) return default;
            return _text.Words[word].Plain is var key and not 0 ? _kin.Of(key, word, 1) : IsNumbered(_text.Words[word]) ? _kin.Of(~_text.Words[word].Hash, word, 1) : default;
        }
    }

    // "airjordan4": letters, and a number behind them.
    bool IsNumbered(Word word) => word.Count is > Spelling.ShortestName and <= LongestWord
        && _text.GlyphAt(word.First + word.Count - 1).Plain is [>= '0' and <= '9', ..] && _text.GlyphAt(word.First).Plain is [>= 'a' and <= 'z', ..];

    // "Yee zy": a name of one word with a space in it, of which a piece is no word.
    void Parted(string field, int first, List<Occurrence> found)
    {
        var (one, other) = (_text.Words[first], _text.Words[first + 1]);
        if (one.Plain == 0 || other.Plain == 0 || one.Count == 1 || other.Count == 1 || one.Letters + other.Letters <= Spelling.ShortestName || other.Is(WordTraits.IsApart)) return;
        Span<byte> letters = stackalloc byte[MostJoined];
        var joined = 0;
        if (!_text.TryJoin(one, letters, ref joined) || !_text.TryJoin(other, letters, ref joined)) return;
        var hash = LookHash.Of(ref letters[0], joined);
        if (!_index.MayHold(hash)) return;
        string? pieces = null;
        foreach (var name in _index.WrittenTogether(hash))
            if (name is { Words: 1, IsOrdinary: false, Kind: NameKind.Mark or NameKind.Alias } && (pieces ??= Pieces(one, other)) == name.Plain)
                Report(field, first, 2, [new(name, Spelling.Parted(name.Plain), 0, name.Plain.Length)], found);
    }

    // Nothing where both are words of their own.
    string Pieces(Word one, Word other)
    {
        var (begin, end) = (MarkIndex.Plain(_text, one), MarkIndex.Plain(_text, other));
        return CommonWords.IsWord(begin) && CommonWords.IsWord(end) ? "" : begin + end;
    }

    void Several(string field, int first, bool isStrange, bool isNextStrange, bool isThirdStrange, List<Occurrence> found)
    {
        var words = _text.Words;
        var (key, isOfSeveral) = (words[first].Plain, words[first].Plain != 0 && _index.IsWordOfSeveral(words[first].Hash));
        for (var n = 2; key != 0 && n <= MostMisspeltWords && first + n <= words.Count && words[first + n - 1] is { Plain: not 0 } next; n++)
        {
            key = (BitOperations.RotateLeft(key, 27) * 31) + next.Plain;
            isOfSeveral = isOfSeveral || _index.IsWordOfSeveral(next.Hash);
            isStrange |= n == 2 ? isNextStrange : isThirdStrange;
            if (isOfSeveral && isStrange && _kin!.Of(key + (ulong)n, first, n).Near is { Length: > 0 } near) Report(field, first, n, near, found);
        }
    }

    void Report(string field, int first, int words, Kin[] near, List<Occurrence> found)
    {
        var (start, end) = _text.PlaceOf(_text.Words[first], _text.Words[first + words - 1]);
        if (found.Exists(o => o.Field == field && o.Start <= start && o.Start + o.Length >= end && (o.Disguise & Disguise.Misspelt) == 0)) return;
        foreach (var (name, how, at, letters, isPlural) in near)
        {
            if (_places.GetValueOrDefault(name.Number) >= MostPlaces || (isPlural && found.Exists(o => o.Field == field && o.Name == name && o.Start < end && o.Start + o.Length > start))) continue;
            _places[name.Number] = _places.GetValueOrDefault(name.Number) + 1;
            // Only the name, where each of its letters is a character of its own.
            var (from, to) = how is null && end - start == _text.Words[first].Letters ? (start + at, start + at + letters) : (start, end);
            var disguise = how is not null ? Disguise.Misspelt : isPlural ? Disguise.None : Disguise.Within;
            found.Add(new(name, field, from, to - from, _text.Source[from..to], disguise) { Misspelling = how });
        }
    }

    // A name of four letters inside a longer spelled-out run is chance.
    bool ContinuesSpelling(int first, int last) => last - first < 4 && (IsSpelled(first - 1) || IsSpelled(last + 1));

    bool IsSpelled(int i) => i >= 0 && i < _text.Words.Count && _text.Words[i].Is(WordTraits.IsSingle);

    void Verify(string field, MarkName name, int firstUnit, int pastUnit, Disguise route, List<Occurrence> found)
    {
        if (_places.GetValueOrDefault(name.Number) >= MostPlaces || Verdict.Of(_text, name, firstUnit, pastUnit, route) is not { } disguise) return;
        var (start, end) = _text.PlaceOf(firstUnit, pastUnit);
        foreach (var o in CollectionsMarshal.AsSpan(found))
            if (o.Start == start && o.Length == end - start && o.Field == field && o.Name == name) return;
        _places[name.Number] = _places.GetValueOrDefault(name.Number) + 1;
        found.Add(new(name, field, start, end - start, _text.Source[start..end], disguise));
    }
}
