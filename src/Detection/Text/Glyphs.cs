using System.Globalization;
using System.Text;

namespace Wardmark.Detection.Text;

/// <summary>
/// Folds one character: NFKC (UAX #15), case folding, removal of marks and default-ignorables, and the shape it is
/// taken for (UTS #39 confusables, digits and symbols for letters).
/// </summary>
public static class Glyphs
{
    // Filled as characters are met: a title uses a few dozen of the million there are.
    static readonly Glyph?[] Bmp = new Glyph?[0x10000];
    static readonly Letter[] Letters = new Letter[0x10000];
    static readonly System.Collections.Concurrent.ConcurrentDictionary<int, Glyph> Beyond = new();

    static readonly Lazy<Dictionary<int, string>> Confusables = new(() =>
        ShippedData.Rows("text/confusables.tsv").ToDictionary(r => Convert.ToInt32(r[0], 16), r => r[1]));

    static readonly Lock Enrolling = new();
    static Glyph[] _roll = new Glyph[1024];
    static GlyphTraits[] _traits = new GlyphTraits[1024];
    static int _enrolled;

    /// <summary>The folded forms of ASCII, by code.</summary>
    public static Glyph[] OfAscii { get; } = [.. Enumerable.Range(0, 0x80).Select(c => Of(new(c)))];

    /// <summary>The folded form of a code point.</summary>
    public static Glyph Of(Rune rune)
    {
        var value = rune.Value;
        if (value < Bmp.Length) return Bmp[value] ??= Enrol(rune);
        return Beyond.TryGetValue(value, out var known) ? known : Beyond.GetOrAdd(value, Enrol(rune));
    }

    /// <summary>What a character is to whoever reads a text through.</summary>
    internal static Letter LetterOf(char character) => Letters[character] is { Step: not CharacterStep.Unknown } known ? known : Letters[character] = Meet(character);

    /// <summary>The first of all characters as far as they were met; each follows at the distance of its code.</summary>
    internal static ref Letter FirstLetter => ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(Letters);

    static Letter Meet(char character) =>
        char.IsSurrogate(character) || OfSingle(character) is not { Kind: <= GlyphKind.Ideograph } glyph ? Letter.Other : Letter.Of(Traits[glyph.Number]);

    /// <summary>The folded form of a character that is no half of a pair.</summary>
    internal static Glyph OfSingle(char character) => Bmp[character] ??= Enrol(new(character));

    /// <summary>The glyph that was given this number. Those of ASCII have the numbers of their codes.</summary>
    public static Glyph Numbered(int number) => Volatile.Read(ref _roll)[number];

    /// <summary>What cutting words asks of glyphs, by number; it reaches as far as numbers had been given when it was asked for.</summary>
    internal static ReadOnlySpan<GlyphTraits> Traits => Volatile.Read(ref _traits);

    static Glyph Enrol(Rune rune)
    {
        var glyph = Fold(rune);
        lock (Enrolling)
        {
            if (_enrolled == _roll.Length)
            {
                var longer = _roll;
                Array.Resize(ref longer, _enrolled * 2);
                Volatile.Write(ref _roll, longer);
                var wider = _traits;
                Array.Resize(ref wider, _enrolled * 2);
                Volatile.Write(ref _traits, wider);
            }

            _roll[_enrolled] = glyph = glyph with { Number = _enrolled };
            _traits[_enrolled] = GlyphTraits.Of(glyph);
            _enrolled++;
            return glyph;
        }
    }

    static Glyph Fold(Rune rune)
    {
        if (IsInvisible(rune.Value)) return new(GlyphKind.Invisible, "", "", Disguise.Invisible);
        var category = Rune.GetUnicodeCategory(rune);
        if (category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
            return new(GlyphKind.Combining, "", "", OverlaysLetter(rune.Value) ? Disguise.Styled : Disguise.Accents);
        if (IsApostrophe(rune.Value))
            return new(GlyphKind.Apostrophe, "", "", Disguise.None);
        if (Rune.IsWhiteSpace(rune)) return new(GlyphKind.Space, " ", " ", Disguise.None);
        return FoldVisible(rune, category);
    }

    static Glyph FoldVisible(Rune rune, UnicodeCategory category)
    {
        var plain = Plain(rune);
        if (rune.IsAscii) return FoldAscii(rune, plain);
        if (IsIdeographic(rune.Value)) return new(GlyphKind.Ideograph, plain, plain, Disguise.None);
        if (EnclosedLetter(rune.Value) is { } enclosed) return new(GlyphKind.Word, enclosed, LookAlphabet.Collapse(enclosed), Disguise.Styled);
        var styled = plain.Length > 0 && plain.All(char.IsAsciiLetterOrDigit);
        if (styled) return new(GlyphKind.Word, plain, LookAlphabet.Collapse(plain), StyleOf(rune));
        if (Confusables.Value.TryGetValue(rune.Value, out var shape))
            return new(Rune.IsLetterOrDigit(rune) ? GlyphKind.Word : GlyphKind.LetterLike,
                plain, LookAlphabet.Collapse(shape), Disguise.Lookalike);
        var isWord = Rune.IsLetterOrDigit(rune) || category is UnicodeCategory.SpacingCombiningMark;
        if (!isWord && plain.All(c => c is '&')) return new(GlyphKind.Punctuation, "&", "&", Disguise.None);
        return new(isWord ? GlyphKind.Word : GlyphKind.Punctuation, plain, plain, Disguise.None);
    }

    static Glyph FoldAscii(Rune rune, string plain)
    {
        if (Rune.IsLetter(rune)) return new(GlyphKind.Word, plain, LookAlphabet.Collapse(plain), Disguise.None);
        var shape = LookAlphabet.ShapeOf((char)rune.Value);
        if (Rune.IsDigit(rune)) return new(GlyphKind.Word, plain, shape ?? plain, Disguise.Digits);
        return shape is null
            ? new(GlyphKind.Punctuation, plain, plain, Disguise.None)
            : new(GlyphKind.LetterLike, plain, shape, Disguise.Digits);
    }

    static string Plain(Rune rune)
    {
        var folded = new StringBuilder();
        foreach (var r in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
            if (Rune.GetUnicodeCategory(r) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) && !IsInvisible(r.Value) && !IsApostrophe(r.Value))
                folded.Append(Rune.ToLowerInvariant(r).ToString());
        return folded.ToString().Normalize(NormalizationForm.FormKC);
    }

    static bool IsApostrophe(int cp) => cp is '\'' or 0x2019 or 0x02BC or '`' or 0x00B4;

    // An accented letter keeps its base under canonical decomposition; a styled one only under compatibility.
    static Disguise StyleOf(Rune rune) =>
        rune.ToString().Normalize(NormalizationForm.FormD)[0] is var c && char.IsAsciiLetter(c)
            ? Disguise.Accents
            : Disguise.Styled;

    // The letter in brackets, in a dark circle or square, or half a flag: symbols to Unicode, letters to who reads them in a row.
    static string? EnclosedLetter(int cp)
    {
        const int letters = 26;
        foreach (var first in (ReadOnlySpan<int>)[0x249C, 0x1F110, 0x1F150, 0x1F170, 0x1F1E6])
            if (cp >= first && cp < first + letters) return ((char)('a' + cp - first)).ToString();
        return null;
    }

    // U+0334..U+0338 strike through the letter, U+20D0.. are for symbols: none occurs in the spelling of a name.
    static bool OverlaysLetter(int cp) => cp is (>= 0x0334 and <= 0x0338) or (>= 0x20D0 and <= 0x20FF) or 0x0489 or 0x0488;

    static bool IsIdeographic(int cp) => cp is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x3FFFF) or (>= 0xFF66 and <= 0xFF9D);

    // Default_Ignorable_Code_Point of the Unicode Character Database, with noncharacters and the C0 and C1 controls.
    static bool IsInvisible(int cp) => cp is 0x00AD or 0x034F or 0x061C or 0x115F or 0x1160 or 0x17B4 or 0x17B5
        or (>= 0x180B and <= 0x180F) or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202E)
        or (>= 0x2060 and <= 0x206F) or 0x2800 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF or 0xFFA0
        or (>= 0xFFF0 and <= 0xFFFB) or (>= 0x1D173 and <= 0x1D17A) or (>= 0xE0000 and <= 0xE0FFF)
        or (>= 0xFDD0 and <= 0xFDEF) || (cp & 0xFFFE) == 0xFFFE || cp is (>= 0 and <= 8) or (>= 0x0E and <= 0x1F) or (>= 0x7F and <= 0x84) or (>= 0x86 and <= 0x9F);
}
