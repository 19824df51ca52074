using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

/// <summary>
/// A running 64-bit hash of letters: sixteen of ASCII are mixed at once, by a product of 128 bits (Wang Yi's wyhash), so that a
/// word that lies in memory as bytes is hashed by two loads.
/// </summary>
struct LetterHash
{
    const ulong A = 0xA0761D6478BD642F;
    const ulong B = 0xE7037ED1A0B428DB;

    /// <summary>How many letters are mixed at once.</summary>
    public const int Block = 16;

    ulong _settled;
    ulong _low;
    ulong _high;
    int _pending;

    /// <summary>Takes the next letter.</summary>
    public void Add(char c)
    {
        if (_pending == Block)
        {
            _settled = Mix(_settled, _low, _high);
            (_low, _high, _pending) = (0, 0, 0);
        }

        if (_pending < 8) _low ^= BitOperations.RotateLeft((ulong)c, 8 * _pending);
        else _high ^= BitOperations.RotateLeft((ulong)c, 8 * (_pending - 8));
        _pending++;
    }

    /// <summary>The hash so far, from a seed.</summary>
    public readonly ulong Value(ulong seed) => Mix(_settled ^ seed, _low, _high);

    /// <summary>Mixes up to sixteen letters, each a byte, the first lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong before, ulong low, ulong high)
    {
        var upper = Math.BigMul(low ^ before ^ A, high ^ BitOperations.RotateLeft(before, 32) ^ B, out var lower);
        return upper ^ lower;
    }
}

/// <summary>A running 64-bit hash of letters in the look alphabet, in which rn has become m and vv w.</summary>
public struct LookHash
{
    LetterHash _letters;
    char _held;

    /// <summary>How many letters were added.</summary>
    public int Length { get; private set; }

    /// <summary>Takes the next letter.</summary>
    public void Add(char c)
    {
        Length++;
        if (_held == 'r' && c == 'n') { _held = 'm'; return; }
        if (_held == 'v' && c == 'v') { _held = 'w'; return; }
        if (_held != 0) _letters.Add(_held);
        _held = c;
    }

    /// <summary>Takes what a character is taken for.</summary>
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

    /// <summary>The hash so far; never 0.</summary>
    public readonly ulong Value
    {
        get
        {
            var all = _letters;
            if (_held != 0) all.Add(_held);
            return all.Value(0) | 1;
        }
    }

    /// <summary>The hash of up to sixteen letters of ASCII, each a byte, in which no pair reads as one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Of(ulong low, ulong high) => LetterHash.Mix(0, low, high) | 1;

    /// <summary>The same of any number of letters, in memory of which sixteen bytes more can be read.</summary>
    internal static ulong Of(ref byte letters, int count)
    {
        var before = 0UL;
        for (; count > LetterHash.Block; count -= LetterHash.Block)
        {
            var block = Vector128.LoadUnsafe(ref letters).AsUInt64();
            before = LetterHash.Mix(before, block[0], block[1]);
            letters = ref Unsafe.Add(ref letters, LetterHash.Block);
        }

        var last = (Vector128.LoadUnsafe(ref letters) & Vector128.LoadUnsafe(ref Kept[0], (nuint)(LetterHash.Block - count))).AsUInt64();
        return LetterHash.Mix(before, last[0], last[1]) | 1;
    }

    /// <summary>From the place 16 - n on: n bytes that stay, then those that go.</summary>
    internal static readonly byte[] Kept = [.. Enumerable.Repeat((byte)0xFF, LetterHash.Block), .. new byte[LetterHash.Block]];
}
