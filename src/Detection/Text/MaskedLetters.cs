using System.Globalization;
using System.Text;

namespace Wardmark.Detection.Text;

/// <summary>A name of which signs hide a letter or two, and the units it stands in.</summary>
readonly record struct MaskedName(MarkName Name, int FirstUnit, int PastUnit);

/// <summary>
/// Finds names in which a sign stands where a letter was, whatever the letter: "M*ncler", "Gu**i", "N❗ke". Each letter is tried in
/// the sign's place.
/// </summary>
sealed class MaskedLetters(MarkIndex index)
{
    const int MostSigns = 2;

    // "10*15cm" is no name.
    const int FewestSeen = 3;
    const int ShortestName = 4;
    const int Longest = 32;

    // Words of which a name is found, and pieces of them.
    const int MostWords = 3;
    const int MostPieces = 8;
    readonly char[] _looks = new char[Longest];
    readonly int[] _signs = new int[MostSigns];
    int _tries;

    /// <summary>True where nothing but signs that may hide letters parts a word from the one behind it.</summary>
    public static bool IsBehind(FoldedText text, int word)
    {
        var (from, to) = (text.Words[word].First + text.Words[word].Count, text.Words[word + 1].First);
        for (var u = from; u < to; u++)
            if (!Hides(text.GlyphAt(u))) return false;
        return to > from;
    }

    /// <summary>Adds the names around the sign behind a word; how often letters were tried.</summary>
    public int Find(FoldedText text, int word, List<MaskedName> found)
    {
        _tries = 0;
        for (var first = word; first >= 0 && first > word - MostWords; first--) FindFrom(text, first, word, found);
        return _tries;
    }

    void FindFrom(FoldedText text, int first, int beforeSign, List<MaskedName> found)
    {
        var (count, signs, letters, spaces) = (0, 0, 0, 0);
        for (var w = first; w < text.Words.Count && w - first < MostPieces; w++)
        {
            var word = text.Words[w];
            if (w > first && !PutBetween(text, text.Words[w - 1], word, ref count, ref signs, ref spaces)) return;
            if (spaces >= MostWords || count + word.Count > Longest || !Put(text, word, ref count, ref letters)) return;
            if (w <= beforeSign || letters < FewestSeen || count < ShortestName || count > index.LongestName) continue;
            Try(count, signs, spaces, text.Words[first].First, word.First + word.Count, found);
        }
    }

    // Either spaces alone or signs alone; each sign is a letter to be found.
    bool PutBetween(FoldedText text, Word before, Word word, ref int count, ref int signs, ref int spaces)
    {
        var hasSpace = false;
        var has = signs;
        for (var u = before.First + before.Count; u < word.First; u++)
        {
            var glyph = text.GlyphAt(u);
            if (glyph.Kind is GlyphKind.Space) hasSpace = true;
            else if (!Hides(glyph) || signs == MostSigns || count == Longest) return false;
            else
            {
                _signs[signs++] = count++;
            }
        }

        if (hasSpace) spaces++;
        return hasSpace != signs > has;
    }

    bool Put(FoldedText text, Word word, ref int count, ref int letters)
    {
        for (var u = word.First; u < word.First + word.Count; u++)
        {
            var glyph = text.GlyphAt(u);
            if (glyph.ShapeLetter is '\0' or >= '\u0080') return false;
            if (glyph.PlainLetter != '\0') letters++;
            _looks[count++] = glyph.ShapeLetter;
        }

        return true;
    }

    void Try(int count, int signs, int spaces, int firstUnit, int pastUnit, List<MaskedName> found)
    {
        for (var a = 'a'; a <= 'z'; a++)
        {
            if (a == 'l') continue;
            _looks[_signs[0]] = a;
            if (signs == 1) Ask(count, signs, spaces, firstUnit, pastUnit, found);
            for (var b = 'a'; signs > 1 && b <= 'z'; b++)
            {
                if (b == 'l') continue;
                _looks[_signs[1]] = b;
                Ask(count, signs, spaces, firstUnit, pastUnit, found);
            }
        }
    }

    void Ask(int count, int signs, int spaces, int firstUnit, int pastUnit, List<MaskedName> found)
    {
        _tries++;
        var hash = new LookHash();
        for (var i = 0; i < count; i++) hash.Add(_looks[i]);
        if (!index.MayHold(hash.Value)) return;
        foreach (var name in index.WrittenTogether(hash.Value))
            if (name.Plain.Length == count && (spaces == 0 || name.Words == spaces + 1) && name.Kind is NameKind.Mark or NameKind.Alias
                && (!name.IsOrdinary || IsOnlyWord(name.Plain, signs))) found.Add(new(name, firstUnit, pastUnit));
    }

    // "C*ach" is one word and "b*g" many.
    bool IsOnlyWord(string name, int signs)
    {
        var letters = name.ToCharArray();
        for (var a = 'a'; a <= 'z'; a++)
        {
            letters[_signs[0]] = a;
            if (signs == 1 && IsOther(letters, name)) return false;
            for (var b = 'a'; signs > 1 && b <= 'z'; b++)
            {
                letters[_signs[1]] = b;
                if (IsOther(letters, name)) return false;
            }
        }

        return true;
    }

    static bool IsOther(ReadOnlySpan<char> letters, string name) => !letters.SequenceEqual(name) && CommonWords.Contains(letters);

    // Stars, dots and pictures; not what people write between words, nor the signs behind a registered name.
    static bool Hides(Glyph glyph) => glyph is { Kind: GlyphKind.Punctuation, IsAnd: false } && glyph.Plain is not ("®" or "©" or "°" or "tm")
        && (glyph.Plain is "*" or "#" or "_" or "?" or "•" or "●" or "·" or "×" or "¤" or "^" or "~" or "%"
            || (Rune.DecodeFromUtf16(glyph.Plain, out var rune, out _) == System.Buffers.OperationStatus.Done && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol));
}
