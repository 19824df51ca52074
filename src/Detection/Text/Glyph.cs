namespace Wardmark.Detection.Text;

/// <summary>What a character is to a reader who skims a title.</summary>
public enum GlyphKind : byte
{
    /// <summary>Parts words: white space.</summary>
    Space,

    /// <summary>Parts words: punctuation and symbols that resemble no letter.</summary>
    Punctuation,

    /// <summary>A letter or digit, part of a word.</summary>
    Word,

    /// <summary>A symbol that can stand for a letter inside a word: @, $, !, |.</summary>
    LetterLike,

    /// <summary>Han, kana or Hangul: each character is a word of its own here.</summary>
    Ideograph,

    /// <summary>Nothing is seen: joiners, soft hyphens, fillers, bidi controls.</summary>
    Invisible,

    /// <summary>A mark upon the letter before it.</summary>
    Combining,

    /// <summary>An apostrophe, which ties a word together.</summary>
    Apostrophe,
}

/// <summary>How a character differs from the plain letter it reads as.</summary>
[Flags]
public enum Disguise : ushort
{
    /// <summary>As the register writes it.</summary>
    None = 0,

    /// <summary>A letter of another script, or a symbol, of the same shape (UTS #39).</summary>
    Lookalike = 1,

    /// <summary>A digit or keyboard symbol in place of a letter.</summary>
    Digits = 2,

    /// <summary>Letters kept apart by spaces, dots or dashes.</summary>
    Separators = 4,

    /// <summary>Invisible characters between the letters.</summary>
    Invisible = 8,

    /// <summary>Mathematical, circled, full-width or struck-through letters.</summary>
    Styled = 16,

    /// <summary>Direction controls that show the letters in another order.</summary>
    Reversed = 32,

    /// <summary>Letter pairs that read as one: rn for m, vv for w, capital I for l.</summary>
    LetterPairs = 64,

    /// <summary>Words of the mark written together.</summary>
    Joined = 128,

    /// <summary>Accents the mark does not have.</summary>
    Accents = 256,

    /// <summary>A letter or two left out, put in, swapped or replaced.</summary>
    Misspelt = 512,

    /// <summary>Begun at the end of one field and ended at the start of another.</summary>
    Split = 1024,

    /// <summary>Written in Cyrillic or Greek as it sounds: how honest people of these scripts write it.</summary>
    Transliterated = 2048,

    /// <summary>In one word with everyday words before or behind it.</summary>
    Within = 4096,
}

/// <summary>One character, folded: what it is, what it reads as, and what it took to read it so.</summary>
/// <param name="Kind">Its part in a word.</param>
/// <param name="Plain">NFKC, case-folded, without marks.</param>
/// <param name="Look">The Latin shape it is taken for, in the collapsed alphabet of <see cref="LookAlphabet"/>.</param>
/// <param name="Disguise">What sets it apart from a plain letter.</param>
public sealed record Glyph(GlyphKind Kind, string Plain, string Look, Disguise Disguise)
{
    /// <summary>True for an ampersand, which is read as the word "and".</summary>
    public bool IsAnd { get; } = Plain == "&";

    /// <summary>What the character is written as in names: its plain letters, or "and".</summary>
    public string Letters { get; } = Plain == "&" ? "and" : Plain;

    /// <summary>What it is taken for: the shape of its letters, or "and".</summary>
    public string Shape { get; } = Plain == "&" ? "and" : Look;

    /// <summary>Its place on the roll of the glyphs met so far.</summary>
    public int Number { get; init; }

    /// <summary>The one character of <see cref="Shape"/>; 0 where it has another number of them. Nearly every character has one.</summary>
    public char ShapeLetter { get; } = Look.Length == 1 && Plain != "&" ? Look[0] : '\0';

    /// <summary>The one letter a to z of <see cref="Letters"/>; 0 where it is something else.</summary>
    public char PlainLetter { get; } = Plain.Length == 1 && char.IsAsciiLetter(Plain[0]) ? Plain[0] : '\0';
}

/// <summary>What a unit is to whoever cuts words; nothing for punctuation. The upper bits are looked at sixteen units at a time.</summary>
[Flags]
enum UnitClass : byte
{
    Punctuation = 0,
    Word = 128,
    LetterLike = 64,

    /// <summary>A word of its own: an ideograph, an ampersand.</summary>
    Alone = 32,

    /// <summary>Its shape is not one character of ASCII.</summary>
    Odd = 16,

    /// <summary>It follows an apostrophe.</summary>
    Tied = 8,

    /// <summary>Its plain form begins with a letter.</summary>
    Letter = 1,
    Space = 2,

    /// <summary>Its plain form begins with a letter of Cyrillic or Greek.</summary>
    Foreign = 4,
}

/// <summary>Of a glyph what cutting words asks, a byte each.</summary>
/// <param name="Look">The character of ASCII it is taken for; 0 where it is another or several.</param>
/// <param name="Plain">The letter a to z it is; 0 where it is something else.</param>
readonly record struct GlyphTraits(byte Look, byte Plain, UnitClass Class)
{
    public static GlyphTraits Of(Glyph g) => new(g.ShapeLetter < 0x80 ? (byte)g.ShapeLetter : (byte)0, (byte)g.PlainLetter, (g.Kind switch
    {
        GlyphKind.Word => UnitClass.Word, GlyphKind.LetterLike => UnitClass.LetterLike, GlyphKind.Ideograph => UnitClass.Alone, GlyphKind.Space => UnitClass.Space, _ => g.IsAnd ? UnitClass.Alone : 0,
    }) | (g.Plain.Length > 0 && char.IsLetter(g.Plain[0]) ? UnitClass.Letter : 0) | (g.ShapeLetter is '\0' or >= '\u0080' ? UnitClass.Odd : 0)
        | (g.Plain is [(>= '\u0370' and <= '\u03FF') or (>= '\u0400' and <= '\u052F'), ..] ? UnitClass.Foreign : 0));
}

/// <summary>What a character of UTF-16 is to whoever reads a text through.</summary>
enum CharacterStep : byte
{
    /// <summary>Not looked at before.</summary>
    Unknown,

    /// <summary>Part of a unit, unseen, a mark or an apostrophe.</summary>
    Other,

    /// <summary>A unit of its own. The upper bit is looked at sixteen characters at a time.</summary>
    Unit = 128,
}

/// <summary>A character of UTF-16 in four bytes: look, plain letter and class of the unit that it is, and its step, from the lowest on.</summary>
readonly record struct Letter(uint Packed)
{
    public CharacterStep Step => (CharacterStep)(Packed >> 24);

    public static Letter Of(GlyphTraits unit) => new(unit.Look | ((uint)unit.Plain << 8) | ((uint)unit.Class << 16) | ((uint)CharacterStep.Unit << 24));

    public static Letter Other { get; } = new((uint)CharacterStep.Other << 24);
}
