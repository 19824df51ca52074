using System.Text;
using Wardmark.Detection.Text;

namespace Wardmark.Detection.Doubts;

/// <summary>A name as it looks: two names that a reader takes for each other have equal keys (UTS 39, skeletons).</summary>
public static class LookKey
{
    /// <summary>The letters and digits of a text in the look alphabet, with the pairs rn and vv read as m and w.</summary>
    public static string Of(string text)
    {
        var folded = new FoldedText().Read(text);
        var key = new StringBuilder();
        foreach (var word in folded.Words)
            for (var u = word.First; u < word.First + word.Count; u++)
                foreach (var c in LookAlphabet.Collapse(folded.Units[u].Glyph.Shape))
                {
                    if (c == 'n' && key.Length > 0 && key[^1] == 'r') key[^1] = 'm';
                    else if (c == 'v' && key.Length > 0 && key[^1] == 'v') key[^1] = 'w';
                    else if (char.IsLetterOrDigit(c)) key.Append(c);
                }
        return key.ToString();
    }

    /// <summary>How one name may be taken for another: it looks the same, or is misspelt; nothing where it is the very same text or another name.</summary>
    public static string? Compare(string name, string seen)
    {
        if (string.Equals(name.Trim(), seen.Trim(), StringComparison.OrdinalIgnoreCase)) return null;
        var (a, b) = (Of(name), Of(seen));
        if (a.Length == 0 || b.Length == 0) return null;
        if (a == b) return "looks the same";
        return Spelling.Compare(a, b) is { Likeness: >= 0.5 } how ? $"differs by {how.Words}" : null;
    }

    /// <summary>True where a text mixes scripts within a word, as no honest name does (UTS 39, single script).</summary>
    public static bool MixesScripts(string text)
    {
        var (latin, cyrillic, greek) = (false, false, false);
        foreach (var rune in text.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (!Rune.IsLetter(rune))
            {
                if (Rune.IsWhiteSpace(rune)) (latin, cyrillic, greek) = (false, false, false);
                continue;
            }

            latin |= rune.Value < 0x250;
            greek |= rune.Value is >= 0x370 and < 0x400;
            cyrillic |= rune.Value is >= 0x400 and < 0x530;
            if ((latin ? 1 : 0) + (cyrillic ? 1 : 0) + (greek ? 1 : 0) > 1) return true;
        }

        return false;
    }
}
