namespace Wardmark.Detection.Text;

/// <summary>A name that a word, or several, is akin to.</summary>
/// <param name="Name">The name.</param>
/// <param name="How">What was done to it; nothing where the word holds the name as it is, with everyday words.</param>
/// <param name="First">Its first letter in the word.</param>
/// <param name="Letters">How many letters it has there.</param>
/// <param name="IsPlural">The word is the name's plural.</param>
readonly record struct Kin(MarkName Name, Misspelling? How, int First, int Letters, bool IsPlural = false);

/// <summary>The names that a word, or several, is akin to.</summary>
/// <param name="Key">Of the words.</param>
/// <param name="Near">The names, misspelt or within a word; nothing where they were not looked for.</param>
/// <param name="IsStrange">Of one word: no everyday word and no name of people or places.</param>
readonly record struct Kindred(ulong Key, Kin[]? Near, bool IsStrange);

/// <summary>
/// Finds the names that words are akin to: misspellings of one, its plural, one word with others around it. Remembers what it
/// found, because texts repeat their words. Not thread-safe.
/// </summary>
sealed class KinFinder(MarkIndex index)
{
    // A field of random words must not cost more than a book's page.
    const int MostLookedUp = 400;

    // Two everyday words in one name something else, unless a name is as long as this.
    const int ShortestOfTwo = 8;

    // A newcomer takes the place of who stood there.
    const int Remembered = 1 << 16;
    readonly Kindred[] _remembered = new Kindred[Remembered];
    readonly List<(MarkName Name, Misspelling How)> _near = [];
    readonly List<Kin> _kin = [];
    FoldedText _text = new();
    int _budget;

    /// <summary>Begins with another field.</summary>
    public void Begin(FoldedText text) => (_text, _budget) = (text, MostLookedUp);

    /// <summary>False where nothing more is looked for in the field.</summary>
    public bool HasBudget => _budget > 0;

    /// <summary>The names that words of the field are akin to; the key is that of the words together.</summary>
    public Kindred Of(ulong key, int first, int words)
    {
        ref var known = ref _remembered[(int)((key * 0x9E3779B97F4A7C15) >> 48)];
        if (known.Near is not null && known.Key == key) return known;
        if (_budget-- <= 0) return default;
        var near = Near(first, words, out var isStrange);
        return known = new(key, near, isStrange);
    }

    // The words have letters a to z only; a word alone may have digits behind them.
    Kin[] Near(int first, int words, out bool isStrange)
    {
        Span<char> letters = stackalloc char[MarkMatcher.LongestWord];
        var (count, digits, look) = (0, 0, new LookHash());
        isStrange = false;
        for (var w = first; w < first + words; w++)
        {
            var from = count;
            var word = _text.Words[w];
            for (var u = word.First; u < word.First + word.Count; u++)
                foreach (var c in _text.GlyphAt(u).Letters)
                {
                    if (char.IsAsciiDigit(c)) digits++;
                    else if (count == letters.Length || digits > 0 || !char.IsAsciiLetterLower(c)) return [];
                    else look.Add((letters[count++] = c) == 'l' ? 'i' : c);
                }

            isStrange = isStrange || (count - from >= Spelling.ShortestName && !CommonWords.Explain(letters[from..count]));
        }

        _kin.Clear();
        if (count < Spelling.ShortestName) return [];
        if (words == 1 && digits == 0) WithinWord.FindPlural(index, letters[..count], _kin);
        if (digits > 0) WithinWord.Find(index, letters[..count], isNumbered: true, _kin);
        else if (index.WrittenTogether(look.Value).IsEmpty && !(words == 1 && CommonWords.IsForeign(letters[..count])) && (isStrange || (words == 1 && count >= ShortestOfTwo - 1 && CommonWords.IsTwoWords(letters[..count]))))
            FindNear(letters[..count], words, isStrange);
        isStrange &= digits == 0;
        return [.. _kin];
    }

    // Where the word is two everyday words in one, only a long name of which but a letter is amiss: "Playmobile", "Maybeline".
    void FindNear(ReadOnlySpan<char> letters, int words, bool isStrange)
    {
        if (isStrange && words == 1 && _kin.Count == 0) WithinWord.Find(index, letters, isNumbered: false, _kin);
        if (_kin.Count > 0) return;
        _near.Clear();
        index.FindMisspelt(letters, words, _near);
        foreach (var (name, how) in _near)
            if (Convinces(name, how) && (isStrange || (how.Edits.Count == 1 && name.Plain.Length >= ShortestOfTwo))) _kin.Add(new(name, how, 0, letters.Length));
    }

    // Four letters leave room for chance: only what fingers do, never another letter.
    static bool Convinces(MarkName name, Misspelling how) => name.Plain.Length == 4
        ? how.Edits is [EditKind.Swapped or EditKind.Doubled]
        : how.Likeness >= 0.4;
}
