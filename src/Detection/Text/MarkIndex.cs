using System.Numerics;

namespace Wardmark.Detection.Text;

/// <summary>A name a mark goes by, prepared for matching.</summary>
/// <param name="Number">Its place in the index.</param>
/// <param name="Mark">Index of the mark in the register as it was handed in.</param>
/// <param name="Name">The name as the register writes it.</param>
/// <param name="Plain">Its letters, folded, without spaces.</param>
/// <param name="Words">How many words it has.</param>
/// <param name="IsOrdinary">Made of everyday words only: in running text it names goods, not a brand.</param>
/// <param name="Kind">Whether the register, custom or a trade that hides knows the mark by it.</param>
/// <param name="Fewest">Fewest Latin letters at which it is found in running text, written exactly so.</param>
public sealed record MarkName(int Number, int Mark, string Name, string Plain, int Words, bool IsOrdinary, NameKind Kind, int Fewest)
{
    /// <summary>Hash of its shapes, word after word as a phrase.</summary>
    internal ulong Phrase { get; init; }

    /// <summary>Hash of its shapes, written together; of one word the same.</summary>
    internal ulong Together { get; init; }
}

/// <summary>What a name is to its mark.</summary>
public enum NameKind
{
    /// <summary>The mark itself.</summary>
    Mark,

    /// <summary>Another writing that honest people use: a transliteration, an abbreviation.</summary>
    Alias,

    /// <summary>A few letters that honest people write for it, and others for other things: found as they are written, beside its goods.</summary>
    Abbreviation,

    /// <summary>A word that is used so that the mark need not be written.</summary>
    CodeWord,
}

/// <summary>
/// Many names, found by hashes of words in the look alphabet: one table of whole names written together, which for names of one
/// word is all, and one of phrases. A look-up costs the same at ten names and at a million; most words of a text end at a
/// filter. Names are kept as numbers, and what else is known of one is worked out when it is met.
/// </summary>
public sealed class MarkIndex(int fewestLetters = 3, bool findsMisspellings = false)
{
    readonly FoldedText _reader = new();
    readonly List<int> _marks = [];
    readonly List<string> _names = [];
    readonly List<(byte Words, NameKind Kind)> _shapes = [];
    readonly List<int> _several = [];
    readonly List<int> _spelt = [];
    readonly List<int> _sounding = [];
    readonly SpellingIndex? _spelling = findsMisspellings ? new() : null;
    Building? _building = new();
    MarkName?[] _made = [];
    NumberTable _together = new([]);
    NumberTable _phrases = new([]);
    NumberTable _sounds = new([]);
    NumberTable _wordsOfSeveral = new([]);
    HashFilter _beginnings = new([]);
    HashFilter _prefixes = new([]);

    // By the number of an everyday word, a bit each.
    ulong[] _everyday = [];

    // What is needed until the tables are made.
    sealed class Building
    {
        public List<ulong> Together { get; } = [];

        public List<ulong> Phrases { get; } = [];

        public List<ulong> Prefixes { get; } = [];

        public List<ulong> Sounds { get; } = [];

        public HashSet<ulong> WordsOfSeveral { get; } = [];

        public char[] Letters { get; } = new char[MarkMatcher.LongestWord * MarkMatcher.MostMisspeltWords];
    }

    /// <summary>How many names are in.</summary>
    public int Count => _names.Count;

    /// <summary>The most letters any name has.</summary>
    public int LongestName { get; private set; }

    /// <summary>Adds one name of a mark. A name without a letter is left out, and said so by false.</summary>
    public bool Add(int mark, string name, NameKind kind = NameKind.Mark)
    {
        var building = _building ?? throw new InvalidOperationException("The index is frozen.");
        var text = _reader.Read(name);
        if (!HasLetters(text)) return false;
        var words = text.Words;
        var (phrase, together) = HashesOf(text, words.Count > 1 ? building.Prefixes : null);
        building.Together.Add(together.Value);
        LongestName = Math.Max(LongestName, together.Length);
        if (words.Count > 1)
        {
            building.Phrases.Add(phrase);
            _several.Add(Count);
        }

        if (_spelling is not null && kind is NameKind.Mark or NameKind.Alias && words.Count <= MarkMatcher.MostMisspeltWords && LettersOf(text, building.Letters) is { Length: >= Spelling.ShortestName } letters) AddSpelling(text, kind, letters, building);
        _marks.Add(mark);
        _names.Add(name);
        _shapes.Add(((byte)Math.Min(byte.MaxValue, words.Count), kind));
        return true;
    }

    // An everyday word misspelt is a typing error of a person who means the word; two of them side by side are not.
    void AddSpelling(FoldedText text, NameKind kind, ReadOnlySpan<char> letters, Building building)
    {
        var isOrdinary = IsOrdinary(text);
        if (!isOrdinary || text.Words.Count > 1)
        {
            _spelling!.Add(letters);
            _spelt.Add(Count);
            if (text.Words.Count > 1)
                foreach (var word in text.Words) building.WordsOfSeveral.Add(word.Hash);
        }

        if (kind is not NameKind.Mark || isOrdinary || letters.Length < Transliteration.ShortestName) return;
        building.Sounds.Add(SoundKey(Transliteration.SoundOf(letters.ToString())));
        _sounding.Add(Count);
    }

    /// <summary>Says that the names are in; from now on they are found.</summary>
    public MarkIndex Freeze()
    {
        if (_building is not { } building) return this;
        (_together, _phrases, _sounds) = (new(building.Together), new(building.Phrases), new(building.Sounds));
        _wordsOfSeveral = new([.. building.WordsOfSeveral]);
        _prefixes = new(building.Prefixes);
        building.Together.AddRange(building.Prefixes);
        _beginnings = new(building.Together);
        if (findsMisspellings) _everyday = EverydayOf(building.Together);
        _spelling?.Freeze();
        foreach (var list in (List<int>[])[_marks, _several, _spelt, _sounding]) list.TrimExcess();
        _names.TrimExcess();
        _shapes.TrimExcess();
        _made = new MarkName?[Count];
        _building = null;
        return this;
    }

    static ulong[] EverydayOf(List<ulong> hashes)
    {
        var bits = new ulong[(CommonWords.Count / 64) + 1];
        foreach (var hash in hashes)
            for (var n = CommonWords.FirstLooking(hash); n >= 0; n = CommonWords.NextLooking(n)) bits[n / 64] |= 1UL << (n % 64);
        return bits;
    }

    /// <summary>True once the names are found.</summary>
    public bool IsFrozen => _building is null;

    /// <summary>Adds the names that a folded word, or several written together, may be a misspelling of.</summary>
    public void FindMisspelt(ReadOnlySpan<char> seen, int words, List<(MarkName Name, Misspelling How)> found)
    {
        if (_spelling is null) return;
        var near = new List<(int Number, Misspelling How)>();
        _spelling.Find(seen, near);
        foreach (var (number, how) in near)
            if (_shapes[_spelt[number]].Words == words) found.Add((Named(_spelt[number]), how));
    }

    /// <summary>The names that sound so, written in another alphabet.</summary>
    public IEnumerable<MarkName> Sounding(string sound)
    {
        for (var at = _sounds.First(SoundKey(sound)); at >= 0; at = _sounds.Next(at))
            if (Named(_sounding[at]) is var name && Transliteration.SoundOf(name.Plain) == sound) yield return name;
    }

    /// <summary>True for a word of a name that has several.</summary>
    public bool IsWordOfSeveral(ulong word) => _wordsOfSeveral.First(word) >= 0;

    /// <summary>False where misspellings are not looked for.</summary>
    public bool FindsMisspellings => findsMisspellings;

    /// <summary>False where no name is the word, is it written together, or begins with it: for most words of a text.</summary>
    public bool MayHold(ulong word) => _beginnings.MayHold(word);

    /// <summary>As <see cref="MayHold(ulong)"/>, of an everyday word by its number; what is asked of most words lies closer together.</summary>
    public bool MayHoldEveryday(int number) => (_everyday[number / 64] & (1UL << (number % 64))) != 0;

    /// <summary>The hash of a phrase that goes on with a word; 0 is the phrase of no words.</summary>
    public static ulong Phrase(ulong before, ulong word) => before == 0 ? word : BitOperations.RotateLeft(before, 23) * 0x9E3779B97F4A7C15 ^ word;

    /// <summary>False where no name goes on after the phrase: for most phrases of a text.</summary>
    public bool MayGoOn(ulong phrase) => _prefixes.MayHold(phrase);

    /// <summary>The names that are this phrase of so many words.</summary>
    public Names At(ulong phrase, int words) => words == 1 ? new(this, _together, null, phrase, 1) : new(this, _phrases, _several, phrase, words);

    /// <summary>The names whose letters, written together, have this hash.</summary>
    public Names WrittenTogether(ulong letters) => new(this, _together, null, letters, 0);

    /// <summary>What is known of a name by its number.</summary>
    MarkName Named(int number) => _made[number] ??= Describe(number);

    MarkName Describe(int number)
    {
        var text = new FoldedText().Read(_names[number]);
        var (phrase, together) = HashesOf(text, null);
        return new(number, _marks[number], _names[number], string.Concat(text.Words.Select(w => Plain(text, w))), text.Words.Count, IsOrdinary(text), _shapes[number].Kind, fewestLetters) { Phrase = phrase, Together = together.Value };
    }

    static bool HasLetters(FoldedText text)
    {
        foreach (var word in text.Words)
            for (var u = word.First; u < word.First + word.Count; u++)
                foreach (var c in text.GlyphAt(u).Letters)
                    if (char.IsLetterOrDigit(c)) return true;
        return false;
    }

    // A word longer than any that is looked at is no everyday word.
    static bool IsOrdinary(FoldedText text)
    {
        Span<char> letters = stackalloc char[MarkMatcher.LongestWord];
        foreach (var word in text.Words)
        {
            var count = 0;
            for (var u = word.First; u < word.First + word.Count; u++)
                foreach (var c in text.GlyphAt(u).Letters)
                {
                    if (count == letters.Length) return false;
                    letters[count++] = c;
                }

            ReadOnlySpan<char> w = letters[..count];
            if (!((w.Length == 1 && char.IsAscii(w[0])) || CommonWords.Contains(w) || !w.ContainsAnyExceptInRange('0', '9'))) return false;
        }

        return true;
    }

    // The plain letters, where they are all of a to z; nothing where others are among them or they are too many.
    static ReadOnlySpan<char> LettersOf(FoldedText text, char[] into)
    {
        var count = 0;
        foreach (var word in text.Words)
        {
            if (word.Plain == 0) return default;
            for (var u = word.First; u < word.First + word.Count; u++)
                foreach (var c in text.GlyphAt(u).Letters)
                {
                    if (count == into.Length) return default;
                    into[count++] = c;
                }
        }

        return into.AsSpan(0, count);
    }

    static (ulong Phrase, LookHash Together) HashesOf(FoldedText text, List<ulong>? prefixes)
    {
        var (phrase, together) = (0UL, new LookHash());
        for (var i = 0; i < text.Words.Count; i++)
        {
            phrase = Phrase(phrase, text.Words[i].Hash);
            text.AddShapes(ref together, text.Words[i]);
            if (i + 1 < text.Words.Count) prefixes?.Add(phrase);
        }

        return (phrase, together);
    }

    // FNV-1a.
    static ulong SoundKey(string sound)
    {
        var key = 14695981039346656037UL;
        foreach (var c in sound) key = (key ^ c) * 1099511628211;
        return key ^ (key >> 32);
    }

    /// <summary>The letters of a word, folded but not yet taken for others.</summary>
    public static string Plain(FoldedText text, Word word)
    {
        var plain = new System.Text.StringBuilder(word.Count);
        for (var i = word.First; i < word.First + word.Count; i++)
            plain.Append(text.GlyphAt(i).Letters);
        return plain.ToString();
    }

    /// <summary>Names that were put under one hash, looked through without a list.</summary>
    public readonly ref struct Names
    {
        readonly MarkIndex _index;
        readonly NumberTable _table;
        readonly List<int>? _numbers;
        readonly ulong _hash;
        readonly int _words;

        internal Names(MarkIndex index, NumberTable table, List<int>? numbers, ulong hash, int words) => (_index, _table, _numbers, _hash, _words) = (index, table, numbers, hash, words);

        /// <summary>True where there is none.</summary>
        public bool IsEmpty => !GetEnumerator().MoveNext();

        /// <summary>For foreach.</summary>
        public Enumerator GetEnumerator() => new(this);

        /// <summary>Goes through them in the order in which they were added.</summary>
        public ref struct Enumerator
        {
            readonly Names _names;
            int _at;
            bool _isBegun;

            internal Enumerator(Names names) => _names = names;

            /// <summary>The name.</summary>
            public MarkName Current { get; private set; } = null!;

            /// <summary>Goes on; false at the end.</summary>
            public bool MoveNext()
            {
                for (_at = _isBegun ? _names._table.Next(_at) : _names._table.First(_names._hash), _isBegun = true; _at >= 0; _at = _names._table.Next(_at))
                {
                    Current = _names._index.Named(_names._numbers?[_at] ?? _at);
                    if ((_names._words == 0 ? Current.Together : Current.Phrase) == _names._hash && (_names._words == 0 || Current.Words == _names._words)) return true;
                }

                return false;
            }
        }
    }
}
