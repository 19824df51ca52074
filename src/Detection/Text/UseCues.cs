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
