using System.Text;

namespace Wardmark.Detection.Text;

/// <summary>
/// Reads a name written in Cyrillic or Greek by its sound: "Самсунг" is Samsung, "Ролекс" Rolex. Only these scripts write
/// a foreign name letter by letter; names in others (kana, Hangul, Arabic, Hebrew) are aliases of the register.
/// </summary>
public static class Transliteration
{
    /// <summary>Fewest letters of a name that is read so; shorter ones sound like words.</summary>
    public const int ShortestName = 4;

    static readonly Lazy<Dictionary<char, string>> Letters = new(() =>
        ShippedData.Rows("text/transliteration.tsv").ToDictionary(r => r[0][0], r => r.Length > 1 ? r[1] : ""));

    // Spellings of one sound; the longer ones first.
    static readonly (string Written, string Sound)[] Sounds =
    [
        ("sch", "sh"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("ee", "i"), ("ea", "i"), ("oo", "u"), ("ou", "u"), ("x", "ks"), ("qu", "kv"), ("q", "k"), ("w", "v"),
        ("y", "i"), ("ce", "se"), ("ci", "si"), ("ch", "§"), ("c", "k"), ("§", "ch"), ("j", "i"),
    ];

    /// <summary>What a letter of Cyrillic or Greek is in Latin letters; nothing for another.</summary>
    public static string? LatinOf(char letter) => Letters.Value.GetValueOrDefault(letter);

    // Modern Greek has no letters for b, d and g: at the beginning of a word two stand for each, and within one perhaps.
    static readonly (string Two, string One, string Both)[] Greek = [("mp", "b", "mb"), ("nt", "d", "nd"), ("gk", "g", "ng")];

    /// <summary>In how many ways a word can be read: three, where it is Greek with letters that stand for others.</summary>
    public static int ReadingsOf(FoldedText text, Word word)
    {
        if (!word.Is(WordTraits.IsForeign)) return 0;
        for (var u = word.First; u + 1 < word.First + word.Count; u++)
            if ((text.GlyphAt(u).Plain, text.GlyphAt(u + 1).Plain) is ("μ", "π") or ("ν", "τ") or ("γ", "κ")) return 3;
        return 1;
    }

    /// <summary>The sound of a word of Cyrillic or Greek letters, read in one of its ways; nothing for another word.</summary>
    public static string? SoundOf(FoldedText text, Word word, int reading)
    {
        if (!word.Is(WordTraits.IsForeign)) return null;
        var latin = new StringBuilder();
        for (var u = word.First; u < word.First + word.Count; u++)
        {
            var plain = text.GlyphAt(u).Plain;
            if (plain.Length != 1 || !Letters.Value.TryGetValue(plain[0], out var letters)) return null;
            latin.Append(letters);
        }

        if (reading > 0)
            foreach (var (two, one, both) in Greek) latin.Replace(two, reading == 1 ? one : both);
        return SoundOf(latin.ToString());
    }

    /// <summary>The sound of Latin letters.</summary>
    public static string SoundOf(string latin)
    {
        var sound = latin;
        foreach (var (written, sounds) in Sounds) sound = sound.Replace(written, sounds, StringComparison.Ordinal);
        var single = new StringBuilder(sound.Length);
        foreach (var c in sound)
            if (single.Length == 0 || single[^1] != c) single.Append(c);
        return single.ToString();
    }
}
