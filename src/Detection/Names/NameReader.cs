using System.Globalization;
using System.Text;
using Wardmark.Detection.Text;

namespace Wardmark.Detection.Names;

/// <summary>A word of a name: as it is written, as it is read, and what it does there.</summary>
/// <param name="Read">Small letters without accents, Latin where the script can be read so.</param>
/// <param name="IsBare">The script writes no vowels, or hardly any: only consonants can be compared.</param>
/// <param name="IsBracketed">It stands in brackets.</param>
public sealed record NameWord(string Written, string Read, NameWordKind Kind = NameWordKind.Name, bool IsBare = false, bool IsBracketed = false);

/// <summary>Takes a name apart. Apostrophes and the dots of initials fall away; other signs part words.</summary>
public static class NameReader
{
    /// <summary>Longer names are cut here.</summary>
    public const int LongestName = 400;

    const int MostWords = 32;
    static readonly string[] Otherwise = [" also known as ", " doing business as ", " trading as ", " formerly known as ", " formerly ", " d/b/a ", " dba ", " a/k/a ", " aka ", " a.k.a. ", " t/a ", " f/k/a ", "/"];
    static readonly Dictionary<char, string> Letter = new()
    {
        ['ß'] = "ss", ['ø'] = "o", ['ł'] = "l", ['đ'] = "d", ['ð'] = "d", ['æ'] = "ae", ['œ'] = "oe", ['ı'] = "i", ['þ'] = "th", ['ə'] = "a",
    };

    /// <summary>The names that a text gives for one and the same: "X Corp. d/b/a Y" is two.</summary>
    public static IReadOnlyList<string> Alternatives(string name)
    {
        var cut = name.Length > LongestName ? name[..LongestName] : name;
        foreach (var between in Otherwise)
        {
            var at = cut.IndexOf(between, StringComparison.OrdinalIgnoreCase);
            // "A/S" is a legal form, not two names.
            if (at > 2 && cut.Length - at - between.Length > 2) return [cut, cut[..at], cut[(at + between.Length)..]];
        }

        return [cut];
    }

    /// <summary>The words of a name and what each does.</summary>
    public static IReadOnlyList<NameWord> Read(string name, bool isPerson)
    {
        var letters = Letters(name);
        var reads = letters.ConvertAll(w => w.Read);
        var words = new List<NameWord>();
        for (var i = 0; i < letters.Count && words.Count < MostWords;)
        {
            var known = NameWords.At(reads, i, isPerson);
            if (known is null && isPerson && i > 1 && NameWords.At(reads, i, false) is { Kind: NameWordKind.Form } form && i + form.Words == reads.Count) known = form;
            // "Ben" before a name is the son of nobody.
            if (known is { Kind: NameWordKind.Particle } && i == 0 && NameWords.GivenNameGroups(reads[0]).Count > 0 && reads.Count > 1) known = null;
            if (known is var (count, kind, read))
            {
                words.Add(new(string.Join(' ', letters.Skip(i).Take(count).Select(w => w.Written)), read, kind, false, letters[i].IsBracketed));
                i += count;
                continue;
            }

            var word = letters[i++];
            words.Add(word with { Kind = word.Read.All(char.IsAsciiDigit) ? NameWordKind.Number : word.Read.Length == 1 && word.Read[0] < '\u0250' ? NameWordKind.Initial : NameWordKind.Name });
        }

        return Core(words, isPerson);
    }

    // A name that is all legal form and common words is called by them.
    static List<NameWord> Core(List<NameWord> words, bool isPerson)
    {
        if (words.Exists(w => w.Kind == NameWordKind.Name)) return words;
        foreach (var kind in isPerson ? (NameWordKind[])[NameWordKind.Title, NameWordKind.Particle, NameWordKind.Initial] : [NameWordKind.Initial, NameWordKind.Form, NameWordKind.Soft])
            if (words.Exists(w => w.Kind == kind) && !words.Exists(w => w.Kind is NameWordKind.Trade or NameWordKind.Country or NameWordKind.Number))
                return words.ConvertAll(w => w.Kind == kind ? w with { Kind = NameWordKind.Name } : w);
        return words;
    }

    /// <summary>The words of a name before anything is known of them.</summary>
    internal static List<NameWord> Letters(string name)
    {
        var words = new List<NameWord>();
        var (written, read) = (new StringBuilder(), new StringBuilder());
        var (depth, isBare, initials) = (0, false, 0);
        var before = ' ';
        foreach (var rune in name.Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            var c = rune.IsBmp ? (char)rune.Value : ' ';
            if (IsPart(rune))
            {
                // The dots of initials fall away: "J.P." is JP, while "A. Khamenei" stays two words.
                if (before == '.' && read.Length == 0 && words.Count > 0 && words[^1].Kind == NameWordKind.Initial)
                {
                    (_, _) = (written.Append(words[^1].Written), read.Append(words[^1].Read));
                    words.RemoveAt(words.Count - 1);
                    initials = written.Length;
                }

                written.Append(rune);
                Add(read, rune, ref isBare);
            }
            else if (c == '%') (_, _) = (written.Append(c), read.Append("percent"));
            else if (c is not ('\'' or '’' or 'ʼ' or '`' or '‘' or 'ʿ' or 'ʾ')) End(c);
            before = c;
        }

        End(' ');
        return words;

        void End(char by)
        {
            if (read.Length > 0)
            {
                var kind = by == '.' && written.Length - initials == 1 ? NameWordKind.Initial : NameWordKind.Name;
                words.AddRange(Unjoined(written.ToString(), read.ToString()).Select(w => new NameWord(w.Written, w.Read, kind, isBare, depth > 0)));
            }

            if (by is '&' or '+') words.Add(new($"{by}", "and"));
            depth = by is '(' or '[' ? depth + 1 : by is ')' or ']' ? Math.Max(0, depth - 1) : depth;
            (_, _, isBare, initials) = (written.Clear(), read.Clear(), false, 0);
        }
    }

    static bool IsPart(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ModifierLetter;

    // Chinese, Japanese and Korean companies write the legal form beside the name, without a space.
    static IEnumerable<(string Written, string Read)> Unjoined(string written, string read)
    {
        if (read[0] <= '\u2E00' || written.Length < 4) return [(written, read)];
        foreach (var form in NameWords.UnspacedForms)
        {
            if (read.Length <= form.Length) continue;
            if (read.StartsWith(form, StringComparison.Ordinal)) return [(form, form), (written[form.Length..], read[form.Length..])];
            if (read.EndsWith(form, StringComparison.Ordinal)) return [(written[..^form.Length], read[..^form.Length]), (form, form)];
        }

        return [(written, read)];
    }

    static void Add(StringBuilder read, Rune rune, ref bool isBare)
    {
        if (rune.Value is >= 0xAC00 and <= 0xD7A3 || (rune.IsBmp && NameWords.Latin((char)rune.Value) is { } kana && rune.Value > 0x3000 && Syllable(read, (char)rune.Value, kana)))
        {
            if (rune.Value >= 0xAC00) read.Append(rune);
            return;
        }

        foreach (var part in Rune.ToLowerInvariant(rune).ToString().Normalize(NormalizationForm.FormD))
        {
            if (part is >= '\u0300' and <= '\u036F') continue;
            var small = char.ToLowerInvariant(part);
            if ((Letter.GetValueOrDefault(small) ?? Transliteration.LatinOf(small)) is { } latin) read.Append(latin);
            else if (part is >= '\u0590' and <= '\u06FF')
            {
                isBare = true;
                read.Append(NameWords.Latin(part) ?? "");
            }
            else read.Append(small);
        }
    }

    // A small ya, yu, yo or vowel joins the syllable before it: ki + small yo is kyo.
    static bool Syllable(StringBuilder read, char kana, string latin)
    {
        var small = kana is 'ァ' or 'ィ' or 'ゥ' or 'ェ' or 'ォ' or 'ャ' or 'ュ' or 'ョ' or 'ぁ' or 'ぃ' or 'ぅ' or 'ぇ' or 'ぉ' or 'ゃ' or 'ゅ' or 'ょ';
        if (small && read.Length > 1) read.Length--;
        read.Append(latin);
        return true;
    }
}
