using System.Collections.Frozen;

namespace Wardmark.Detection.Text;

/// <summary>Finds names in one word with everyday words: "guccibelt", "newmonclerjacket", "airjordan4".</summary>
static class WithinWord
{
    // Shorter names are parts of many words.
    const int ShortestName = 4;
    const int ShortestSure = 5;
    const int ShortestPadding = 3;

    const int ShortestBeforeModel = 6;
    const int LongestModel = 2;

    // Of which a rare word will do.
    const int LongPadding = 6;

    // Where a space is forgotten between two sentences, such words touch the one before; and what words are made longer by.
    static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Joints = FrozenSet.Create(
        StringComparer.Ordinal, "and", "are", "but", "can", "for", "has", "her", "his", "its", "not", "one", "the", "two", "was", "with", "you",
        "able", "age", "ally", "ant", "ate", "ion", "ism", "ist", "led", "less", "ling", "men", "ment", "ness", "ship", "some", "ward").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Adds the names that a word holds, whose letters from the first to the last are all of a to z.</summary>
    /// <param name="index">The names.</param>
    /// <param name="letters">The word's letters, folded.</param>
    /// <param name="isNumbered">Digits follow the letters.</param>
    /// <param name="found">To which is added.</param>
    public static void Find(MarkIndex index, ReadOnlySpan<char> letters, bool isNumbered, List<Kin> found)
    {
        for (var from = 0; from + ShortestName <= letters.Length; from++)
            if (from == 0 || IsBefore(letters[..from])) FindFrom(index, letters, from, isNumbered, found);
    }

    static void FindFrom(MarkIndex index, ReadOnlySpan<char> letters, int from, bool isNumbered, List<Kin> found)
    {
        var look = new LookHash();
        for (var to = from + 1; to <= letters.Length; to++)
        {
            look.Add(letters[to - 1] == 'l' ? 'i' : letters[to - 1]);
            var count = to - from;
            var rest = letters[to..];
            if (count < ShortestName || (count == letters.Length && !isNumbered) || !index.MayHold(look.Value) || (rest.Length > 0 && !IsBehind(rest) && !(isNumbered && IsModel(from, count, rest)))) continue;
            if (count < ShortestSure && (from > 0 || !CommonWords.IsPlainest(rest))) continue;
            foreach (var name in index.WrittenTogether(look.Value))
                if ((!name.IsOrdinary || count >= Verdict.ShortestOrdinaryJoined) && name.Kind is NameKind.Mark or NameKind.Alias && letters[from..to].SequenceEqual(name.Plain)) found.Add(new(name, null, from, count));
        }
    }

    /// <summary>Adds the names of which a word is the plural: "Birkenstocks", but not "Lewis", who has a name of his own.</summary>
    public static void FindPlural(MarkIndex index, ReadOnlySpan<char> letters, List<Kin> found)
    {
        if (letters is not [.. var stem, 's'] || stem.Length < ShortestName || CommonWords.IsName(letters) || CommonWords.IsForeignAsItIs(letters) || (stem.Length < ShortestSure && CommonWords.IsForeignAsItIs(stem))) return;
        var look = new LookHash();
        foreach (var c in stem) look.Add(c == 'l' ? 'i' : c);
        if (!index.MayHold(look.Value)) return;
        foreach (var name in index.WrittenTogether(look.Value))
            if (name is { IsOrdinary: false, Words: 1, Kind: NameKind.Mark or NameKind.Alias } && stem.SequenceEqual(name.Plain)) found.Add(new(name, null, 0, stem.Length, IsPlural: true));
    }

    // "salomonxt6": a letter or two before a number, as models are called.
    static bool IsModel(int from, int name, ReadOnlySpan<char> rest) => from == 0 && name >= ShortestBeforeModel && rest.Length <= LongestModel;

    static bool IsBefore(ReadOnlySpan<char> letters) => letters.Length >= ShortestPadding && CommonWords.IsPlainest(letters);

    // One everyday word or two.
    static bool IsBehind(ReadOnlySpan<char> letters)
    {
        if (letters.Length < ShortestPadding || Joints.Contains(letters)) return false;
        if (CommonWords.IsFamiliar(letters) || (letters.Length >= LongPadding && CommonWords.Contains(letters))) return true;
        for (var at = ShortestPadding; at <= letters.Length - ShortestPadding; at++)
            if (CommonWords.IsFamiliar(letters[..at]) && CommonWords.IsPlainest(letters[at..])) return true;
        return false;
    }
}
