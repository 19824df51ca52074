using System.Text.Json;

namespace Wardmark.Detection.Text;

/// <summary>The words beside a name that say how it is used.</summary>
public sealed class UseCues
{
    sealed record Cue(string Use, string Language, string? Only, string[] Before, string[] After);

    sealed record File(string Version, string[] Sources, Cue[] Cues);

    // Words of a cue in the order of the file: of two that fit, the one named first is said.
    sealed record Entry(int Order, string Words, string? Only);

    // The words of one use: those before a name by their last letter, those after it by their first.
    sealed record Lexicon(Dictionary<char, Entry[]> Before, Dictionary<char, Entry[]> After, string[] AllBefore)
    {
        public static Lexicon Of(IEnumerable<Cue> cues)
        {
            var order = 0;
            var before = new List<Entry>();
            var after = new List<Entry>();
            foreach (var cue in cues)
            {
                before.AddRange(cue.Before.Select(w => new Entry(order++, w, cue.Only)));
                after.AddRange(cue.After.Select(w => new Entry(order++, w, cue.Only)));
            }

            return new(By(before, w => w[^1]), By(after, w => w[0]), [.. before.Select(e => e.Words)]);
        }

        static Dictionary<char, Entry[]> By(List<Entry> entries, Func<string, char> letter) =>
            entries.GroupBy(e => char.ToUpperInvariant(letter(e.Words))).ToDictionary(g => g.Key, g => g.ToArray());
    }

    static readonly Dictionary<string, Lexicon> Shipped = Read();

    /// <summary>The words that say that a name stands for what the goods fit ("reference") or resemble ("style"); nothing where none do.</summary>
    public static string? Beside(string use, string field, string text, int start, int length)
    {
        var before = Before(use, field, text, start);
        var after = After(use, field, text, start + length);
        return after is null || before?.Order < after.Order ? before?.Words : after.Words;
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
            if (Before(use, field, text, at) is { } before) return before.Words;
        }

        var end = PastModel(text, start + length);
        return end > start + length ? After(use, field, text, end)?.Words : null;
    }

    /// <summary>The words, anywhere in a text, that say that its goods are somebody else's: "aftermarket", "generic"; nothing where none do.</summary>
    public static string? Anywhere(string use, string text)
    {
        foreach (var words in Shipped[use].AllBefore)
            for (var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(words, at + 1, StringComparison.OrdinalIgnoreCase))
                if (EndsWith(text.AsSpan(0, at + words.Length), words) && (at + words.Length == text.Length || !IsLetter(text[at + words.Length]))) return words;
        return null;
    }

    static Entry? Before(string use, string field, string text, int start)
    {
        var before = text.AsSpan(Math.Max(0, start - Reach)..start).TrimEnd(Quotes);
        if (before.IsEmpty || !Shipped[use].Before.TryGetValue(char.ToUpperInvariant(before[^1]), out var entries)) return null;
        foreach (var entry in entries)
            if (IsFor(entry, field) && EndsWith(before, entry.Words)) return entry;
        return null;
    }

    // Without a field, the words of every field.
    static Entry? After(string use, string? field, string text, int end)
    {
        var after = text.AsSpan(end, Math.Min(text.Length - end, Reach)).TrimStart(Closing);
        if (after.IsEmpty) return null;
        var joined = after[0] == '-' ? Starting(Shipped[use], field, after) : null;
        return joined ?? Starting(Shipped[use], field, after.TrimStart('-'));
    }

    static Entry? Starting(Lexicon lexicon, string? field, ReadOnlySpan<char> after)
    {
        if (after.IsEmpty || !lexicon.After.TryGetValue(char.ToUpperInvariant(after[0]), out var entries)) return null;
        foreach (var entry in entries)
            if (IsFor(entry, field) && StartsWith(after, entry.Words)) return entry;
        return null;
    }

    static bool IsFor(Entry entry, string? field) => field is null || entry.Only is null || entry.Only == field;

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
            if (word.Length == 0 || (separated ? !IsName(word) : !Fills(word) && !(IsName(word) && !CommonWords.Contains(word.ToString().ToLowerInvariant())))) return n == 0 ? -1 : end;
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
            var word = text.AsSpan(start..end);
            if (!HasDigit(word) && !char.IsUpper(word[0]) && !(IsIdeographic(word[0]) && n == 0)) return from;
            from = end;
            if (After("reference", null, text, from) is not null) return from;
        }

        return from;
    }

    static ReadOnlySpan<char> WordBefore(string text, int end)
    {
        var start = end;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '\'' or '’')) start--;
        return text.AsSpan(start..end);
    }

    static int TrimmedEnd(string text, int end)
    {
        while (end > 0 && (char.IsWhiteSpace(text[end - 1]) || text[end - 1] is '"' or '(' or '®' or '™')) end--;
        return end;
    }

    static bool IsName(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            if (char.IsUpper(c) || char.IsDigit(c)) return true;
        return false;
    }

    static bool HasDigit(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            if (char.IsDigit(c)) return true;
        return false;
    }

    static bool Joins(ReadOnlySpan<char> word) => Conjunctions.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    static bool Fills(ReadOnlySpan<char> word) => Fillers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    static readonly HashSet<string> Conjunctions = new(StringComparer.OrdinalIgnoreCase) { "and", "or", "und", "oder", "et", "ou", "y", "e", "o", "en", "of", "i", "lub", "ve", "veya", "и", "или", "و" };

    static readonly HashSet<string> Fillers = new(StringComparer.OrdinalIgnoreCase) { "the", "all", "any", "your", "most", "many", "other", "older", "newer", "various", "alle", "les", "tous", "todos", "tutti" };

    const int Reach = 40;
    static readonly char[] Quotes = [' ', '\t', '\u00A0', '"', '\'', '“', '„', '«', '(', '[', ':', '-', '*'];
    static readonly char[] Closing = [' ', '\t', '\u00A0', '"', '\'', '”', '“', '»', ')', ']', '®', '™', '*'];

    static bool EndsWith(ReadOnlySpan<char> before, string words) => before.EndsWith(words, StringComparison.OrdinalIgnoreCase)
        && (before.Length == words.Length || !IsLetter(before[^(words.Length + 1)]) || !IsLetter(words[0]) || IsIdeographic(words[0]));

    static bool StartsWith(ReadOnlySpan<char> after, string words) => after.StartsWith(words, StringComparison.OrdinalIgnoreCase)
        && (after.Length == words.Length || !IsLetter(after[words.Length]) || IsIdeographic(words[^1]));

    static bool IsLetter(char c) => char.IsLetterOrDigit(c);

    static bool IsIdeographic(char c) => c >= 0x3040;

    static Dictionary<string, Lexicon> Read()
    {
        using var stream = ShippedData.Open("text/use-cues.json");
        return JsonSerializer.Deserialize<File>(stream, JsonSerializerOptions.Web)!.Cues.GroupBy(c => c.Use).ToDictionary(g => g.Key, Lexicon.Of);
    }
}
