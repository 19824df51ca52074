using System.Text.Json;

namespace Wardmark.Detection.Text;

/// <summary>The words beside a name that say how it is used.</summary>
public sealed class UseCues
{
    sealed record Cue(string Use, string Language, string? Only, string[] Before, string[] After);

    sealed record File(string Version, string[] Sources, Cue[] Cues);

    static readonly Cue[] Shipped = Read();

    /// <summary>The words that say that a name stands for what the goods fit ("reference") or resemble ("style"); nothing where none do.</summary>
    public static string? Beside(string use, string field, string text, int start, int length)
    {
        const int reach = 40;
        var before = text[Math.Max(0, start - reach)..start].TrimEnd(Quotes);
        var after = text[(start + length)..Math.Min(text.Length, start + length + reach)].TrimStart(Closing);
        foreach (var cue in Shipped)
        {
            if (cue.Use != use || (cue.Only is { } only && only != field)) continue;
            foreach (var words in cue.Before)
                if (EndsWith(before, words)) return words;
            foreach (var words in cue.After)
                if (StartsWith(after, words)) return words;
        }

        return null;
    }

    /// <summary>
    /// As <see cref="Beside"/>, and further: past other names of a list ("for Canon, Nikon and Sony"), past the maker's name
    /// or a filler ("for the Apple iPhone"), and, towards the end, past a model ("V8 replacement battery").
    /// </summary>
    public static string? Reaching(string use, string field, string text, int start, int length)
    {
        if (Beside(use, field, text, start, length) is { } beside) return beside;
        const int mostItems = 6;
        var at = start;
        for (var item = 0; item < mostItems; item++)
        {
            at = WithoutItem(text, at, mayBeName: item == 0);
            if (at <= 0) break;
            if (Beside(use, field, text, at, 0) is { } words && Array.Exists(Shipped, c => c.Use == use && c.Before.Contains(words))) return words;
        }

        var end = PastModel(text, start + length);
        return end > start + length && Beside(use, field, text, end, 0) is { } after && Array.Exists(Shipped, c => c.Use == use && c.After.Contains(after)) ? after : null;
    }

    /// <summary>The words, anywhere in a text, that say that its goods are somebody else's: "aftermarket", "generic"; nothing where none do.</summary>
    public static string? Anywhere(string use, string text)
    {
        foreach (var cue in Shipped)
        {
            if (cue.Use != use) continue;
            foreach (var words in cue.Before)
                for (var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.OrdinalIgnoreCase))
                    if (EndsWith(text[..(at + words.Length)], words) && (at + words.Length == text.Length || !IsLetter(text[at + words.Length]))) return words;
        }

        return null;
    }

    // The place before a separator and the item before it; or, beside the name itself, before a filler or a maker's name.
    static int WithoutItem(string text, int at, bool mayBeName)
    {
        var end = TrimmedEnd(text, at);
        var separated = false;
        while (end > 0)
        {
            var word = WordBefore(text, end);
            var isSign = end > 0 && text[end - 1] is ',' or '/' or '&' or '+' or '、' or '・';
            if (!isSign && !Joins(word)) break;
            separated = true;
            end = TrimmedEnd(text, isSign ? end - 1 : end - word.Length);
        }

        if (!separated && !mayBeName) return -1;
        const int mostWords = 3;
        for (var n = 0; n < (separated ? mostWords : 1); n++)
        {
            var word = WordBefore(text, end);
            if (word.Length == 0 || (separated ? !IsName(word) : !Fillers.Contains(word) && !(IsName(word) && !CommonWords.Contains(word.ToLowerInvariant())))) return n == 0 ? -1 : end;
            end = TrimmedEnd(text, end - word.Length);
            if (n + 1 < mostWords && end > 0 && (text[end - 1] is ',' or '/' or '&' or '+' || Joins(WordBefore(text, end)) || !IsName(WordBefore(text, end)))) return end;
        }

        return end;
    }

    static int PastModel(string text, int from)
    {
        const int mostWords = 3;
        for (var n = 0; n < mostWords; n++)
        {
            var start = from;
            while (start < text.Length && char.IsWhiteSpace(text[start])) start++;
            var end = start;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '+')) end++;
            if (end == start) return from;
            var word = text[start..end];
            if (!word.Any(char.IsDigit) && !char.IsUpper(word[0]) && !(IsIdeographic(word[0]) && n == 0)) return from;
            from = end;
            if (Array.Exists(Shipped, c => c.Use == "reference" && Array.Exists(c.After, a => StartsWith(text[from..].TrimStart(Closing), a)))) return from;
        }

        return from;
    }

    static string WordBefore(string text, int end)
    {
        var start = end;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '\'' or '’')) start--;
        return text[start..end];
    }

    static int TrimmedEnd(string text, int end)
    {
        while (end > 0 && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is '"' or '(' or '®' or '™')) end--;
        return end;
    }

    static bool IsName(string word) => word.Length > 0 && (char.IsUpper(word[0]) || word.Any(char.IsDigit) || word.Any(char.IsUpper));

    static bool Joins(string word) => Conjunctions.Contains(word);

    static readonly HashSet<string> Conjunctions = new(StringComparer.OrdinalIgnoreCase) { "and", "or", "und", "oder", "et", "ou", "y", "e", "o", "en", "of", "i", "lub", "ve", "veya", "и", "или", "و" };

    static readonly HashSet<string> Fillers = new(StringComparer.OrdinalIgnoreCase) { "the", "all", "any", "your", "most", "many", "other", "older", "newer", "various", "alle", "les", "tous", "todos", "tutti" };

    static readonly char[] Quotes = [' ', '\t', '\u00A0', '"', '\'', '“', '„', '«', '(', '[', ':', '-', '*'];
    static readonly char[] Closing = [' ', '\t', '\u00A0', '"', '\'', '”', '“', '»', ')', ']', '®', '™', '*'];

    static bool EndsWith(string before, string words) => before.EndsWith(words, StringComparison.OrdinalIgnoreCase)
        && (before.Length == words.Length || !IsLetter(before[^(words.Length + 1)]) || !IsLetter(words[0]) || IsIdeographic(words[0]));

    static bool StartsWith(string after, string words)
    {
        if (words[0] != '-') after = after.TrimStart('-');
        return after.StartsWith(words, StringComparison.OrdinalIgnoreCase)
            && (after.Length == words.Length || !IsLetter(after[words.Length]) || IsIdeographic(words[^1]));
    }

    static bool IsLetter(char c) => char.IsLetterOrDigit(c);

    static bool IsIdeographic(char c) => c >= 0x3040;

    static Cue[] Read()
    {
        using var stream = ShippedData.Open("text/use-cues.json");
        return JsonSerializer.Deserialize<File>(stream, JsonSerializerOptions.Web)!.Cues;
    }
}
