namespace Wardmark.Detection.Text;

/// <summary>Ordinary words, which name goods far more often than they name a brand.</summary>
public static class CommonWords
{
    static readonly Lazy<Dictionary<string, int>> Tiers = new(() =>
        ShippedData.Rows("text/common-words.tsv").ToDictionary(r => r[0], r => int.Parse(r[1], null), StringComparer.Ordinal));

    static readonly Lazy<Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>> BySpan = new(() => Tiers.Value.GetAlternateLookup<ReadOnlySpan<char>>());

    static readonly Lazy<HashSet<string>.AlternateLookup<ReadOnlySpan<char>>> Names = new(() =>
        ShippedData.Rows("text/proper-names.tsv").Select(r => r[0]).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>());

    static readonly Lazy<HashSet<string>.AlternateLookup<ReadOnlySpan<char>>> Foreign = new(() =>
        ShippedData.Rows("text/foreign-words.tsv").Select(r => r[0]).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>());

    /// <summary>
    /// True for what a dictionary of English explains: an everyday word, a name of people or places, either in the plural, or
    /// two everyday words in one, as "longline".
    /// </summary>
    public static bool Explain(ReadOnlySpan<char> foldedWord) => IsKnown(foldedWord) || (foldedWord is [.., 's'] && IsKnown(foldedWord[..^1])) || IsCompound(foldedWord);

    /// <summary>True for two everyday words in one that are not one word or name besides.</summary>
    internal static bool IsTwoWords(ReadOnlySpan<char> foldedWord) => !IsKnown(foldedWord) && !(foldedWord is [.., 's'] && IsKnown(foldedWord[..^1])) && IsCompound(foldedWord);

    sealed record Keyed(NumberTable ByKey, NumberTable ByHash, int Count);

    static readonly Lazy<Keyed> Keys = new(() =>
    {
        var text = new FoldedText();
        var words = Tiers.Value.Keys.Select(w => text.Read(w).Words is [{ Plain: not 0 } word] ? word : default).Where(w => w.Plain != 0).ToList();
        return new(new(words.ConvertAll(w => w.Plain)), new(words.ConvertAll(w => w.Hash)), words.Count);
    });

    /// <summary>How many everyday words have a number.</summary>
    internal static int Count => Keys.Value.Count;

    /// <summary>The number of an everyday word by the key of its letters, -1 for others: most words of a text end here.</summary>
    internal static int NumberOf(ulong plain) => plain == 0 ? -1 : Keys.Value.ByKey.First(plain);

    /// <summary>The first everyday word that looks so, -1 where none does.</summary>
    internal static int FirstLooking(ulong hash) => Keys.Value.ByHash.First(hash);

    /// <summary>The next that looks as this one, -1 after the last.</summary>
    internal static int NextLooking(int number) => Keys.Value.ByHash.Next(number);

    static bool IsKnown(ReadOnlySpan<char> word) => Contains(word) || Names.Value.Contains(word);

    static bool IsCompound(ReadOnlySpan<char> word)
    {
        const int shortestPart = 4;
        for (var at = shortestPart; at <= word.Length - shortestPart; at++)
            if (Contains(word[..at]) && Contains(word[at..])) return true;
        return false;
    }

    static readonly Lazy<HashSet<string>> Descriptions = new(() => ShippedData.Rows("text/descriptive-words.tsv").Select(r => r[0]).ToHashSet(StringComparer.OrdinalIgnoreCase));

    /// <summary>True for a word that says what goods look like or are made of: a colour, a cloth, a cut.</summary>
    public static bool Describes(string word) => Descriptions.Value.Contains(word);

    /// <summary>True for a word of another language than English that listings are written in, or its plural.</summary>
    public static bool IsForeign(ReadOnlySpan<char> foldedWord) => IsForeignAsItIs(foldedWord) || (foldedWord is [.., 's'] && Foreign.Value.Contains(foldedWord[..^1]));

    /// <summary>As <see cref="IsForeign"/>, without plurals.</summary>
    internal static bool IsForeignAsItIs(ReadOnlySpan<char> foldedWord) => Foreign.Value.Contains(foldedWord);

    // Tiers of SCOWL: a child knows the words of the one, most people those of the other.
    const int PlainestTier = 20;
    const int FamiliarTier = 50;
    const int ShortestForeign = 5;

    /// <summary>True for what a dictionary of English explains and for a word of another language.</summary>
    internal static bool IsWord(ReadOnlySpan<char> foldedWord) => Explain(foldedWord) || IsForeign(foldedWord);

    /// <summary>True for a name of people or places.</summary>
    internal static bool IsName(ReadOnlySpan<char> foldedWord) => Names.Value.Contains(foldedWord);

    /// <summary>True for the commonest words of English.</summary>
    internal static bool IsPlainest(ReadOnlySpan<char> foldedWord) => IsOfTier(foldedWord, PlainestTier);

    /// <summary>True for a word that most people know, of English or another language.</summary>
    internal static bool IsFamiliar(ReadOnlySpan<char> foldedWord) =>
        IsOfTier(foldedWord, FamiliarTier) || (foldedWord is [.., 's'] && IsOfTier(foldedWord[..^1], FamiliarTier)) || (foldedWord.Length >= ShortestForeign && IsForeign(foldedWord));

    static bool IsOfTier(ReadOnlySpan<char> word, int most) => BySpan.Value.TryGetValue(word, out var tier) && tier <= most;

    /// <summary>True for a folded word that a dictionary of everyday English holds.</summary>
    public static bool Contains(ReadOnlySpan<char> foldedWord) => BySpan.Value.ContainsKey(foldedWord);
}
