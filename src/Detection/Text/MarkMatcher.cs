namespace Wardmark.Detection.Text;

/// <summary>Finds every name of an index in a field. Not thread-safe: it keeps its working memory between fields.</summary>
public sealed class MarkMatcher(MarkIndex index)
{
    // A word broken by punctuation has few pieces; a spelled-out name has one per letter.
    const int MostPieces = 48;
    const int MostBroken = 5;
    readonly FoldedText _text = new();

    /// <summary>The words of the field read last.</summary>
    public FoldedText Text => _text;

    /// <summary>Adds what is met in the field to <paramref name="found"/>.</summary>
    public void Find(string field, string source, List<Occurrence> found)
    {
        _text.Read(source);
        Walk(field, found, Disguise.None);
        if (!_text.IsReordered) return;
        _text.ReadAsShown(source);
        Walk(field, found, Disguise.Reversed);
    }

    /// <summary>Adds the names that the field holds and nothing else: what a seller enters as the brand.</summary>
    public void FindWhole(string field, string source, List<Occurrence> found)
    {
        _text.Read(source);
        var letters = new LookHash();
        foreach (var word in _text.Words)
            for (var u = word.First; u < word.First + word.Count; u++) letters.Add(FoldedText.Shape(_text.Units[u].Glyph));
        if (_text.Words.Count == 0) return;
        var plain = string.Concat(_text.Words.Select(w => MarkIndex.Plain(_text, w)));
        foreach (var name in index.WrittenTogether(letters.Value))
            if (name.Plain == plain)
                found.Add(new(name, field, 0, source.Length, source, Disguise.None));
    }

    void Walk(string field, List<Occurrence> found, Disguise route)
    {
        var nextApart = int.MaxValue;
        for (var i = _text.Words.Count - 1; i >= 0; i--)
        {
            Phrase(field, i, found, route);
            WrittenTogether(field, i, found, route);
            var isBroken = nextApart - i < MostBroken;
            if (isBroken || (IsSpelled(i) && IsSpelled(i + 1))) Broken(field, i, found, route, isBroken);
            if (_text.Words[i].IsApart) nextApart = i;
        }
    }

    void Phrase(string field, int first, List<Occurrence> found, Disguise route)
    {
        var state = MarkIndex.Start;
        for (var i = first; i < _text.Words.Count; i++)
        {
            if (_text.HasLetterLike && _text.WithTrailingSymbol(i) is { } wider) EndWith(wider);
            if (_text.WithoutPossessive(i) is { } stem) EndWith(stem);
            state = index.Follow(state, _text.Words[i].Hash);
            if (state == 0) return;
            var end = _text.Words[i].First + _text.Words[i].Count;
            foreach (var name in index.CompleteAt(state))
                Verify(field, name, _text.Words[first].First, end, route, found);
        }

        void EndWith(Word last)
        {
            foreach (var name in index.CompleteAt(index.Follow(state, last.Hash)))
                Verify(field, name, _text.Words[first].First, last.First + last.Count, route, found);
        }
    }

    // "louisvuitton": several words of a name as one.
    void WrittenTogether(string field, int i, List<Occurrence> found, Disguise route)
    {
        var word = _text.Words[i];
        if (word.Letters < Verdict.ShortestJoined) return;
        foreach (var name in index.WrittenTogether(word.Hash))
            if (name.Words > 1)
                Verify(field, name, word.First, word.First + word.Count, route | Disguise.Joined, found);
    }

    // "N.i.k.e", "G u c c i", "Ro/lex": pieces that make a name only together.
    void Broken(string field, int first, List<Occurrence> found, Disguise route, bool isBroken)
    {
        var hash = new LookHash();
        var spelled = true;
        for (var i = first; i < _text.Words.Count && i - first < MostPieces; i++)
        {
            var word = _text.Words[i];
            spelled &= word.Count == 1 && _text.Units[word.First].Glyph.Kind is GlyphKind.Word;
            if (i > first && !spelled && (i - first >= MostBroken || !isBroken)) return;
            for (var u = word.First; u < word.First + word.Count; u++) hash.Add(FoldedText.Shape(_text.Units[u].Glyph));
            if (hash.Length > index.LongestName) return;
            if (i == first || hash.Length < Verdict.ShortestBroken) continue;
            if (spelled && ContinuesSpelling(first, i)) continue;
            foreach (var name in index.WrittenTogether(hash.Value))
                Verify(field, name, _text.Words[first].First, word.First + word.Count, route | Disguise.Separators, found);
        }
    }

    // A name of four letters inside a longer spelled-out run is chance.
    bool ContinuesSpelling(int first, int last) => last - first < 4 && (IsSpelled(first - 1) || IsSpelled(last + 1));

    bool IsSpelled(int i) => i >= 0 && i < _text.Words.Count && _text.Words[i].Count == 1
        && _text.Units[_text.Words[i].First].Glyph.Kind is GlyphKind.Word;

    void Verify(string field, MarkName name, int firstUnit, int pastUnit, Disguise route, List<Occurrence> found)
    {
        if (Verdict.Of(_text, name, firstUnit, pastUnit, route) is not { } disguise) return;
        var start = int.MaxValue;
        var end = 0;
        for (var u = firstUnit; u < pastUnit; u++)
        {
            start = Math.Min(start, _text.Units[u].Start);
            end = Math.Max(end, _text.Units[u].Start + _text.Units[u].Length);
        }

        if (found.Exists(o => o.Field == field && o.Start == start && o.Length == end - start && o.Name == name)) return;
        found.Add(new(name, field, start, end - start, _text.Source[start..end], disguise));
    }
}
