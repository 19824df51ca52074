namespace Wardmark.Procedure.Shipped;

/// <summary>
/// Sentences of the rules in the languages letters are written in, by two-letter code. What is kept on record is the English one;
/// each letter says it in its own language. What a person wrote instead is given as written.
/// </summary>
public static class Wording
{
    /// <summary>The English sentence.</summary>
    public static string English(this IReadOnlyDictionary<string, string> sentence) => sentence["en"];

    /// <summary>The sentence in a language; in English where there is none.</summary>
    public static string In(this IReadOnlyDictionary<string, string> sentence, string language) => sentence.GetValueOrDefault(language) ?? sentence.English();

    /// <summary>Of sentences the one whose English words these are, in a language; the words themselves where it is none of them.</summary>
    internal static string Find(this IEnumerable<IReadOnlyDictionary<string, string>> sentences, string words, string language) =>
        sentences.FirstOrDefault(s => s.English() == words)?.In(language) ?? words;
}
