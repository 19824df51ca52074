namespace Wardmark.Detection.Text;

/// <summary>What is noted of a word while it is cut.</summary>
[Flags]
public enum WordTraits : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A punctuation mark or nothing, but no space, parts it from the word before.</summary>
    IsApart = 1,

    /// <summary>One letter or digit alone, as in a name that is spelled out.</summary>
    IsSingle = 2,

    /// <summary>A symbol that may stand for its last letter follows it, as in "Gucc!".</summary>
    HasSymbolBehind = 4,

    /// <summary>Its last letter stands behind an apostrophe.</summary>
    HasApostrophe = 8,

    /// <summary>A letter of Cyrillic or Greek begins it.</summary>
    IsForeign = 16,

    /// <summary>An article stands before it with an apostrophe, as in "d'Hermès".</summary>
    IsElided = 32,
}

/// <summary>A word: a run of units, with its hash in the look alphabet.</summary>
/// <param name="First">Index of the first unit.</param>
/// <param name="Count">How many units.</param>
/// <param name="Hash">Of the units' shapes.</param>
/// <param name="Letters">How many letters the shapes have.</param>
/// <param name="Plain">Key of the plain letters within this process; 0 where it has other characters than the letters a to z.</param>
/// <param name="Traits">What else is noted.</param>
public readonly record struct Word(int First, int Count, ulong Hash, int Letters, ulong Plain, WordTraits Traits)
{
    /// <summary>True where all of the traits asked for were noted.</summary>
    public bool Is(WordTraits traits) => (Traits & traits) == traits;
}
