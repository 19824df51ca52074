namespace Wardmark.Detection.Text;

/// <summary>A name a mark goes by, prepared for matching.</summary>
/// <param name="Mark">Index of the mark in the register as it was handed in.</param>
/// <param name="Name">The name as the register writes it.</param>
/// <param name="Plain">Its letters, folded, without spaces.</param>
/// <param name="Words">How many words it has.</param>
/// <param name="IsOrdinary">Made of everyday words only: in running text it names goods, not a brand.</param>
/// <param name="Kind">Whether the register, custom or a trade that hides knows the mark by it.</param>
/// <param name="Fewest">Fewest Latin letters at which it is found in running text, written exactly so.</param>
public sealed record MarkName(int Mark, string Name, string Plain, int Words, bool IsOrdinary, NameKind Kind, int Fewest);

/// <summary>What a name is to its mark.</summary>
public enum NameKind
{
    /// <summary>The mark itself.</summary>
    Mark,

    /// <summary>Another writing that honest people use: a transliteration, an abbreviation.</summary>
    Alias,

    /// <summary>A word that is used so that the mark need not be written.</summary>
    CodeWord,
}

/// <summary>
/// Many names, found word by word: a trie over word hashes in the look alphabet, and one table of whole names written
/// together. A look-up costs the same at ten names and at a million.
/// </summary>
public sealed class MarkIndex(int fewestLetters = 3, bool findsMisspellings = false)
{
    const int Root = 1;
    readonly Dictionary<(int State, ulong Word), int> _next = [];
    readonly Dictionary<int, List<MarkName>> _complete = [];
    readonly Dictionary<ulong, List<MarkName>> _together = [];
    readonly Dictionary<ulong, int> _first = [];
    readonly HashFilter _firstFilter = new();
    readonly HashFilter _togetherFilter = new();
    static readonly List<MarkName> None = [];
    readonly SpellingIndex? _spelling = findsMisspellings ? new() : null;
    readonly List<MarkName> _spelt = [];
    readonly Dictionary<string, List<MarkName>> _sounds = new(StringComparer.Ordinal);
    readonly HashSet<ulong> _wordsOfSeveral = [];
    readonly HashFilter _severalFilter = new();
    int _states = Root;

    /// <summary>How many names are in.</summary>
    public int Count { get; private set; }

    /// <summary>The most letters any name has.</summary>
    public int LongestName { get; private set; }

    /// <summary>Adds one name of a mark. A name without a letter is left out, and said so by false.</summary>
    public bool Add(int mark, string name, NameKind kind = NameKind.Mark)
    {
        var text = new FoldedText().Read(name);
        if (text.Words.Count == 0) return false;
        var entry = Describe(mark, name, kind, text);
        if (!entry.Plain.Any(char.IsLetterOrDigit)) return false;
        var state = Root;
        foreach (var word in text.Words)
        {
            var following = Follow(state, word.Hash);
            if (following == 0) Set(state, word.Hash, following = ++_states);
            state = following;
        }

        Put(_complete, state, entry);
        var together = new LookHash();
        foreach (var unit in text.Words.SelectMany(w => text.Units.Skip(w.First).Take(w.Count)))
            together.Add(unit.Glyph);
        Put(_together, together.Value, entry);
        _togetherFilter.Add(together.Value);
        LongestName = Math.Max(LongestName, together.Length);
        if (_spelling is not null && CanBeMisspelt(entry))
        {
            _spelling.Add(entry.Plain);
            _spelt.Add(entry);
            if (entry.Words > 1)
                foreach (var word in text.Words)
                    if (_wordsOfSeveral.Add(word.Hash)) _severalFilter.Add(word.Hash);
        }

        if (CanBeTransliterated(entry)) Put(_sounds, Transliteration.SoundOf(entry.Plain), entry);
        Count++;
        return true;
    }

    /// <summary>Says that the names are in; misspellings are found from now on.</summary>
    public MarkIndex Freeze()
    {
        _spelling?.Freeze();
        return this;
    }

    /// <summary>Adds the names that a folded word, or several written together, may be a misspelling of.</summary>
    public void FindMisspelt(string seen, int words, List<(MarkName Name, Misspelling How)> found)
    {
        if (_spelling is null) return;
        var near = new List<(int Number, Misspelling How)>();
        _spelling.Find(seen, near);
        foreach (var (number, how) in near)
            if (_spelt[number].Words == words) found.Add((_spelt[number], how));
    }

    /// <summary>The names that sound so, written in another alphabet.</summary>
    public List<MarkName> Sounding(string sound) => _sounds.TryGetValue(sound, out var names) ? names : None;

    /// <summary>True for a word of a name that has several.</summary>
    public bool IsWordOfSeveral(ulong word) => _severalFilter.MayHold(word) && _wordsOfSeveral.Contains(word);

    /// <summary>False where misspellings are not looked for.</summary>
    public bool FindsMisspellings => findsMisspellings;

    // An everyday word misspelt is a typing error of a person who means the word; two of them side by side are not.
    static bool CanBeMisspelt(MarkName name) => (!name.IsOrdinary || name.Words > 1) && name is { Kind: NameKind.Mark or NameKind.Alias, Words: <= MarkMatcher.MostMisspeltWords }
        && name.Plain.Length >= Spelling.ShortestName && name.Plain.All(char.IsAsciiLetter);

    static bool CanBeTransliterated(MarkName name) => name is { Kind: NameKind.Mark, IsOrdinary: false, Words: <= MarkMatcher.MostMisspeltWords }
        && name.Plain.Length >= Transliteration.ShortestName && name.Plain.All(char.IsAsciiLetter);

    MarkName Describe(int mark, string name, NameKind kind, FoldedText text)
    {
        var words = text.Words.Select(w => Plain(text, w)).ToList();
        var ordinary = words.TrueForAll(w => (w.Length == 1 && char.IsAscii(w[0])) || CommonWords.Contains(w) || w.All(char.IsDigit));
        return new(mark, name, string.Concat(words), words.Count, ordinary, kind, fewestLetters);
    }

    /// <summary>The letters of a word, folded but not yet taken for others.</summary>
    public static string Plain(FoldedText text, Word word)
    {
        var plain = new System.Text.StringBuilder(word.Count);
        for (var i = word.First; i < word.First + word.Count; i++)
            plain.Append(text.Units[i].Glyph.Letters);
        return plain.ToString();
    }

    /// <summary>The state after a word; 0 where no name goes on so. Start from <see cref="Start"/>.</summary>
    public int Follow(int state, ulong word) =>
        state == Root ? (_firstFilter.MayHold(word) ? _first.GetValueOrDefault(word) : 0) : _next.GetValueOrDefault((state, word));

    /// <summary>False where no name begins with the word: for most words of a text.</summary>
    public bool MayBegin(ulong word) => _firstFilter.MayHold(word);

    /// <summary>False where no name, written together, is the word: for most words of a text.</summary>
    public bool MayBeWhole(ulong word) => _togetherFilter.MayHold(word);

    /// <summary>The state before the first word.</summary>
    public static int Start => Root;

    /// <summary>The names complete in this state.</summary>
    public List<MarkName> CompleteAt(int state) => _complete.TryGetValue(state, out var names) ? names : None;

    /// <summary>The names whose letters, written together, have this hash.</summary>
    public List<MarkName> WrittenTogether(ulong letters) =>
        _togetherFilter.MayHold(letters) && _together.TryGetValue(letters, out var names) ? names : None;

    void Set(int state, ulong word, int following)
    {
        if (state == Root)
        {
            _first[word] = following;
            _firstFilter.Add(word);
        }
        else _next[(state, word)] = following;
    }

    static void Put<TKey>(Dictionary<TKey, List<MarkName>> table, TKey key, MarkName entry) where TKey : notnull
    {
        if (!table.TryGetValue(key, out var list)) table[key] = list = new(1);
        list.Add(entry);
    }
}
