using System.Text;

namespace Wardmark.Detection.Text;

/// <summary>Decides whether characters that look like a name are that name, and by which disguise.</summary>
static class Verdict
{
    /// <summary>Fewest letters of a name that may be found broken apart; shorter runs occur by chance.</summary>
    public const int ShortestBroken = 4;

    /// <summary>Fewest letters of a name of several words that may be found written together.</summary>
    public const int ShortestJoined = 6;

    /// <summary>The same of a name of everyday words: "offwhite" is a colour; "urbanoutfitters" is nothing else.</summary>
    public const int ShortestOrdinaryJoined = 9;

    // Three letters are initials: only as the register writes them. Two name a brand only as the whole brand field.
    const int LongestInitials = 3;

    // A character of Han or Hangul says about as much as a syllable.
    const int LettersInIdeograph = 3;

    /// <summary>The disguise, or nothing where the characters are something else.</summary>
    public static Disguise? Of(FoldedText text, MarkName name, int first, int past, Disguise route)
    {
        if (route == Disguise.None && text.TryGetRun(first, past, out var run) && IsWritten(run, name.Plain, out var count))
            return count > LongestInitials || ((count >= name.Fewest || name.Kind is NameKind.Abbreviation or NameKind.CodeWord) && AsWritten(name, text, first, past)) ? Disguise.None : null;
        var plain = new StringBuilder();
        var seen = route;
        int lookalikes = 0, digits = 0, accents = 0, letters = 0;
        for (var u = first; u < past; u++)
        {
            var unit = text.Units[u];
            if (u > first) seen |= unit.Before & Disguise.Invisible;
            if (unit.Glyph.Kind is GlyphKind.Space or GlyphKind.Punctuation && !unit.Glyph.IsAnd) continue;
            plain.Append(unit.Glyph.Letters);
            letters += unit.Glyph.Kind is GlyphKind.Ideograph ? LettersInIdeograph : unit.Glyph.Look.Length;
            if ((unit.Before & Disguise.Styled) != 0) seen |= Disguise.Styled;
            seen |= unit.Glyph.Disguise & Disguise.Styled;
            if ((unit.Glyph.Disguise & Disguise.Accents) != 0 || (unit.Before & Disguise.Accents) != 0) accents++;
            if ((unit.Glyph.Disguise & Disguise.Lookalike) != 0) lookalikes++;
            if ((unit.Glyph.Disguise & Disguise.Digits) != 0) digits++;
        }

        var folded = plain.ToString();
        if (accents > 1 + Accents(name.Name)) seen |= Disguise.Accents;
        if (folded != name.Plain)
        {
            if (lookalikes == 0 && digits == 0) seen |= Disguise.LetterPairs;
            if (lookalikes > 0) seen |= Disguise.Lookalike;
            if (digits > 0) seen |= Disguise.Digits;
        }

        return Convinces(name, seen, letters, digits, folded, text, first, past) && !IsPartOfWord(text, first, past) ? seen : null;
    }

    // Kana and Hangul are words of several characters, each of which is found alone: "プラダ" is no name in "プラダン", nor "레고" in
    // "그레고리". A longer name is followed by other words without a space, and Korean by its particles.
    static bool IsPartOfWord(FoldedText text, int first, int past)
    {
        const int shortKana = 3;
        var (start, end) = text.PlaceOf(first, past);
        var (source, script) = (text.Source, ScriptOf(text.Source[start]));
        if (script == 0) return false;
        return (start > 0 && (script == Hangul || past - first <= shortKana) && ScriptOf(source[start - 1]) == script)
            || (script == Katakana && past - first <= shortKana && end < source.Length && ScriptOf(source[end]) == script);
    }

    const int Katakana = 1;
    const int Hangul = 2;

    static int ScriptOf(char c) => c is (>= '\u30A1' and <= '\u30FA') or 'ー' ? Katakana : c is >= '\uAC00' and <= '\uD7A3' ? Hangul : 0;

    // The plainest case, and the commonest: letters and digits of ASCII, with spaces or signs between them.
    static bool IsWritten(ReadOnlySpan<char> seen, string plain, out int count)
    {
        count = 0;
        foreach (var c in seen)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                if (c < Glyphs.OfAscii.Length && Glyphs.OfAscii[c] is { Kind: GlyphKind.Space or GlyphKind.Punctuation, IsAnd: false }) continue;
                return false;
            }

            if (count == plain.Length || plain[count] != char.ToLowerInvariant(c)) return false;
            count++;
        }

        return count == plain.Length;
    }

    static bool Convinces(
        MarkName name, Disguise seen, int letters, int digits, string folded, FoldedText text, int first, int past)
    {
        if (seen == Disguise.None)
            return letters > LongestInitials || ((letters >= name.Fewest || name.Kind is NameKind.Abbreviation or NameKind.CodeWord) && AsWritten(name, text, first, past));
        if (letters <= LongestInitials) return false;
        if (name.Plain.All(char.IsDigit) || !folded.Any(char.IsLetter)) return false;
        if ((seen & Disguise.Separators) != 0 && IsPlainlySplit(name, text, first, past)) return false;
        if ((seen & Disguise.LetterPairs) != 0 && (letters < 5 || name.IsOrdinary || CommonWords.Contains(folded))) return false;
        if ((seen & Disguise.Joined) != 0 && name.IsOrdinary && (letters < ShortestOrdinaryJoined || CommonWords.Contains(folded))) return false;
        if ((seen & Disguise.Digits) != 0 && !DigitsConvince(name, digits, folded)) return false;
        return (seen & Disguise.Lookalike) == 0 || letters > 4 || !IsForeignWord(text, first, past);
    }

    // "N1ke" and "5upreme", but not the model number "G5" nor "XL0": letters outnumber digits and surround one.
    static bool DigitsConvince(MarkName name, int digits, string folded)
    {
        var own = name.Plain.Count(char.IsDigit);
        var strange = digits - own;
        if (strange <= 0 || strange * 2 > folded.Length) return strange <= 0;
        if (name.IsOrdinary && folded.Length < 5) return false;
        var inside = folded.Skip(1).SkipLast(1).Any(c => !char.IsLetter(c));
        return inside || folded.Length >= 5;
    }

    // A hyphen, slash or full stop between two words is how people write; a bullet inside a word is not.
    static bool IsPlainlySplit(MarkName name, FoldedText text, int first, int past)
    {
        var pieces = Pieces(text, first, past, out var spaced, out var usual);
        if (pieces.TrueForAll(p => p.Length == 1)) return name.Plain.Length < 4;
        if (spaced + 1 != name.Words || name.Plain.Length < 5) return true;
        if (pieces.Count == name.Words) return true;
        return usual && pieces.TrueForAll(p => p.Length == 1 || CommonWords.Contains(p));
    }

    static List<string> Pieces(FoldedText text, int first, int past, out int spaced, out bool usual)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        (spaced, usual) = (0, true);
        for (var u = first; u < past; u++)
        {
            var glyph = text.Units[u].Glyph;
            if (glyph.Kind is GlyphKind.Word or GlyphKind.LetterLike) piece.Append(glyph.Plain);
            else
            {
                if (glyph.Kind is GlyphKind.Space && text.Units[u - 1].Glyph.Kind is not GlyphKind.Space) spaced++;
                usual &= glyph.Kind is GlyphKind.Space || glyph.Plain is "-" or "/" or "." or "," or "&" or "–" or "—" or "_" or ":";
                if (piece.Length > 0) pieces.Add(piece.ToString());
                piece.Clear();
            }
        }

        if (piece.Length > 0) pieces.Add(piece.ToString());
        return pieces;
    }

    // A short word of one foreign script among words of that script is a word, not a disguise.
    static bool IsForeignWord(FoldedText text, int first, int past)
    {
        for (var u = first; u < past; u++)
            if (text.Units[u].Glyph is { Kind: GlyphKind.Word, Disguise: Disguise.None } g && char.IsAsciiLetter(g.Plain[0])) return false;
        return text.Units.Any(u => u.Glyph is { Kind: GlyphKind.Word, Disguise: Disguise.None } g
            && g.Plain.Length > 0 && g.Plain[0] > 0x24F);
    }

    static bool AsWritten(MarkName name, FoldedText text, int first, int past)
    {
        var (start, end) = text.PlaceOf(first, past);
        var seen = text.Source.AsSpan(start, end - start);
        return seen.SequenceEqual(name.Name.AsSpan().Trim());
    }

    static int Accents(string name) => name.EnumerateRunes().Count(r => (Glyphs.Of(r).Disguise & Disguise.Accents) != 0);
}
