using System.Text.Json;

namespace Wardmark.Detection.Text;

/// <summary>The words by which shops speak of the goods of each Nice class.</summary>
public static class NiceWords
{
    sealed record Entry([property: System.Text.Json.Serialization.JsonPropertyName("class")] int Class, string[] Words);

    sealed record File(string Version, string[] Sources, Entry[] Classes);

    static readonly Dictionary<int, string[]> Shipped = Read();

    /// <summary>True where a text, a category and a title say, names goods of one of the classes.</summary>
    public static bool Fit(IReadOnlyList<int> classes, string text)
    {
        foreach (var one in classes)
            if (Shipped.TryGetValue(one, out var words) && Array.Exists(words, w => Stands(text, w))) return true;
        return false;
    }

    // As a word, in the singular or the plural.
    static bool Stands(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if (end < text.Length && text[end] is 's' or 'S') end++;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end >= text.Length || !char.IsLetterOrDigit(text[end]))) return true;
        }

        return false;
    }

    static Dictionary<int, string[]> Read()
    {
        using var stream = ShippedData.Open("categories/nice-words.json");
        return JsonSerializer.Deserialize<File>(stream, JsonSerializerOptions.Web)!.Classes.ToDictionary(c => c.Class, c => c.Words);
    }
}
