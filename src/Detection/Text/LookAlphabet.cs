namespace Wardmark.Detection.Text;

/// <summary>
/// The alphabet in which look-alikes are equal: i, l, 1 and | are one letter, 0 is o, rn is m, vv is w. Marks and
/// texts are both written in it, so that one look-up finds every disguise; what it then took is read off the text.
/// </summary>
public static class LookAlphabet
{
    /// <summary>The letter a digit or keyboard symbol is used for, already collapsed; none for the others.</summary>
    public static string? ShapeOf(char c) => c switch
    {
        '0' => "o", '1' or '!' or '|' => "i", '2' => "z", '3' => "e", '4' or '@' => "a", '5' or '$' => "s",
        '6' or '9' => "g", '7' or '+' => "t", '8' => "b", _ => null,
    };

    /// <summary>Writes a folded text in the alphabet, letter by letter; pairs are the business of <see cref="LookHash"/>.</summary>
    public static string Collapse(string folded) =>
        string.Concat(folded.Select(c => c == 'l' ? "i" : ShapeOf(c) ?? c.ToString()));
}

/// <summary>A running 64-bit hash of letters in the look alphabet, in which rn has become m and vv w.</summary>
public struct LookHash
{
    const ulong Prime = 0x9E3779B97F4A7C15;
    ulong _settled;
    char _held;

    /// <summary>How many letters were added.</summary>
    public int Length { get; private set; }

    /// <summary>Takes the next letter.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    public void Add(char c)
    {
        Length++;
        if (_held == 'r' && c == 'n') { _held = 'm'; return; }
        if (_held == 'v' && c == 'v') { _held = 'w'; return; }
        if (_held != 0) _settled = Mix(_settled, _held);
        _held = c;
    }

    /// <summary>Takes what a character is taken for.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
    public void Add(Glyph glyph)
    {
        if (glyph.ShapeLetter is var c and not '\0') Add(c);
        else Add(glyph.Shape);
    }

    /// <summary>Takes each letter of a text.</summary>
    public void Add(string letters)
    {
        foreach (var c in letters) Add(c);
    }

    /// <summary>Takes the shapes of a word.</summary>
    public void Add(FoldedText text, Word word)
    {
        text.AddShapes(ref this, word);
    }

    /// <summary>The hash so far; never 0.</summary>
    public readonly ulong Value => (_held == 0 ? _settled : Mix(_settled, _held)) | 1;

    static ulong Mix(ulong hash, char c)
    {
        hash = (hash + c + 1) * Prime;
        return hash ^ (hash >> 29);
    }
}
