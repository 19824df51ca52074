using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Wardmark.Detection.Text;

/// <summary>
/// Cuts a text into words, sixteen units at a time: each unit is three bytes (the shape it is taken for, the plain letter it is, its
/// class), words are runs of bits, and a word of up to sixteen letters is hashed from memory as it lies. Reusable: one a thread.
/// </summary>
sealed class WordCutter
{
    const int Lanes = 16;
    const int BitsPerMask = 64;

    // A look may reach a block and one beyond the last unit.
    const int Margin = BitsPerMask + (2 * Lanes);
    const int Rows = 8;

    // Nobody outside the process can make two words of one key: what is remembered of one would be believed of the other.
    static readonly ulong Secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
    static readonly Vector128<byte>[] LookRows = RowsOf(t => t.Look);
    static readonly Vector128<byte>[] PlainRows = RowsOf(t => t.Plain);
    static readonly Vector128<byte>[] ClassRows = RowsOf(t => (byte)t.Class);

    // From the place 16 - n on: n bytes that stay, then those that go.
    static readonly byte[] Kept = [.. Enumerable.Repeat((byte)0xFF, Lanes), .. new byte[Lanes]];

    byte[] _look = new byte[Margin];
    byte[] _plain = new byte[Margin];
    byte[] _class = new byte[Margin];

    // A bit for each unit: within a word that goes on; within any word; hashed letter by letter.
    ulong[] _within = new ulong[1];
    ulong[] _any = new ulong[1];
    ulong[] _slow = new ulong[1];

    // Tables of ASCII, a row for each upper half of a code.
    static Vector128<byte>[] RowsOf(Func<GlyphTraits, byte> part) =>
        [.. Enumerable.Range(0, Rows).Select(row => Vector128.Create([.. Enumerable.Range(row * Lanes, Lanes).Select(c => part(GlyphTraits.Of(Glyphs.OfAscii[c])))]))];

    /// <summary>Makes room for so many units.</summary>
    public void Reserve(int units)
    {
        if (_look.Length >= units + Margin) return;
        (_look, _plain, _class) = (new byte[(units * 2) + Margin], new byte[(units * 2) + Margin], new byte[(units * 2) + Margin]);
        var masks = (_look.Length / BitsPerMask) + 1;
        (_within, _any, _slow) = (new ulong[masks], new ulong[masks], new ulong[masks]);
    }

    /// <summary>Puts a unit.</summary>
    public void Put(int unit, GlyphTraits traits) => (_look[unit], _plain[unit], _class[unit]) = (traits.Look, traits.Plain, (byte)traits.Class);

    /// <summary>Puts a text of ASCII, a unit each character.</summary>
    public void PutAscii(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        ref var source = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        var i = 0;
        for (; i + Lanes <= text.Length; i += Lanes)
        {
            var codes = Vector128.Narrow(Vector128.LoadUnsafe(ref source, (nuint)i), Vector128.LoadUnsafe(ref source, (nuint)i + (Lanes / 2)));
            var lower = codes & Vector128.Create((byte)0x0F);
            var upper = Vector128.ShiftRightLogical(codes.AsUInt16(), 4).AsByte() & Vector128.Create((byte)0x0F);
            var (look, plain, kind) = (Vector128<byte>.Zero, Vector128<byte>.Zero, Vector128<byte>.Zero);
            for (var row = 0; row < Rows; row++)
            {
                // An index beyond the table gives 0.
                var index = lower | ~Vector128.Equals(upper, Vector128.Create((byte)row));
                look |= Vector128.Shuffle(LookRows[row], index);
                plain |= Vector128.Shuffle(PlainRows[row], index);
                kind |= Vector128.Shuffle(ClassRows[row], index);
            }

            look.StoreUnsafe(ref _look[0], (nuint)i);
            plain.StoreUnsafe(ref _plain[0], (nuint)i);
            kind.StoreUnsafe(ref _class[0], (nuint)i);
        }

        var traits = Glyphs.Traits;
        for (; i < text.Length; i++) Put(i, traits[text[i]]);
    }

    /// <summary>The character of ASCII that a unit is taken for; 0 where it is another or several.</summary>
    public byte LookOf(int unit) => _look[unit];

    /// <summary>Cuts what was put. What is not ASCII is asked of <paramref name="text"/>.</summary>
    public void Cut(int units, FoldedText text, List<Word> words)
    {
        _look.AsSpan(units, Margin).Clear();
        _class.AsSpan(units, Margin).Fill((byte)UnitClass.Space);
        for (var b = 0; b <= units / BitsPerMask; b++) MarkBlock(b);
        CollectionsMarshal.SetCount(words, units);
        var into = CollectionsMarshal.AsSpan(words);
        var (count, end) = (0, 0);
        for (var start = NextSet(_any, 0, units); start < units; start = NextSet(_any, end, units))
        {
            var first = ClassAt(start);
            // "$5" is a price and "$oap" a word.
            if ((first & UnitClass.LetterLike) != 0 && (ClassAt(start + 1) & UnitClass.Letter) == 0) first = ClassAt(++start);
            var isApart = start > 0 && (ClassAt(start - 1) & UnitClass.Space) == 0 && (start == 1 || start == end || (ClassAt(start - 2) & UnitClass.Space) == 0);
            end = (first & UnitClass.Alone) != 0 ? start + 1 : NextSet(_within, start, units, flip: ulong.MaxValue);
            var length = end - start;
            var traits = (isApart ? WordTraits.IsApart : 0) | (length == 1 && (first & UnitClass.Word) != 0 ? WordTraits.IsSingle : 0) | ((first & UnitClass.Foreign) != 0 ? WordTraits.IsForeign : 0)
                | ((ClassAt(end) & UnitClass.LetterLike) != 0 && (ClassAt(end + 1) & UnitClass.Space) != 0 ? WordTraits.HasSymbolBehind : 0);
            into[count++] = length <= LetterHash.Block && !IsSlow(start, length) ? Fast(start, length, traits) : Slow(start, length, traits, text);
        }

        CollectionsMarshal.SetCount(words, count);
    }

    UnitClass ClassAt(int unit) => (UnitClass)_class[unit];

    void MarkBlock(int block)
    {
        var (within, any, slow) = (0UL, 0UL, 0UL);
        for (var lane = 0; lane < BitsPerMask; lane += Lanes)
        {
            var at = (nuint)((block * BitsPerMask) + lane);
            var (kind, next) = (Vector128.LoadUnsafe(ref _class[0], at), Vector128.LoadUnsafe(ref _class[0], at + 1));
            var (look, following) = (Vector128.LoadUnsafe(ref _look[0], at), Vector128.LoadUnsafe(ref _look[0], at + 1));
            var goesOn = Has(kind, UnitClass.Word) | (Has(kind, UnitClass.LetterLike) & Has(next, UnitClass.Word));
            var isPair = (Vector128.Equals(look, Vector128.Create((byte)'r')) & Vector128.Equals(following, Vector128.Create((byte)'n')))
                | (Vector128.Equals(look, Vector128.Create((byte)'v')) & Vector128.Equals(following, Vector128.Create((byte)'v')));
            within |= (ulong)goesOn.ExtractMostSignificantBits() << lane;
            any |= (ulong)(goesOn | Has(kind, UnitClass.Alone)).ExtractMostSignificantBits() << lane;
            slow |= (ulong)(isPair | Has(kind, UnitClass.Odd)).ExtractMostSignificantBits() << lane;
        }

        (_within[block], _any[block], _slow[block]) = (within, any, slow);

        static Vector128<byte> Has(Vector128<byte> kinds, UnitClass one) => Vector128.Equals(kinds & Vector128.Create((byte)one), Vector128.Create((byte)one));
    }

    // The next unit from one on whose bit is set; with all bits flipped, is not set.
    static int NextSet(ulong[] mask, int from, int units, ulong flip = 0)
    {
        var block = from / BitsPerMask;
        var bits = (mask[block] ^ flip) >> (from % BitsPerMask);
        if (bits != 0) return Math.Min(units, from + BitOperations.TrailingZeroCount(bits));
        while (++block * BitsPerMask < units)
            if ((mask[block] ^ flip) is var next and not 0) return Math.Min(units, (block * BitsPerMask) + BitOperations.TrailingZeroCount(next));
        return units;
    }

    bool IsSlow(int start, int length)
    {
        var (block, at) = (start / BitsPerMask, start % BitsPerMask);
        var bits = _slow[block] >> at;
        if (at + length > BitsPerMask) bits |= _slow[block + 1] << (BitsPerMask - at);
        return (bits & ((1UL << length) - 1)) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Word Fast(int start, int length, WordTraits traits)
    {
        var kept = Vector128.LoadUnsafe(ref Kept[0], (nuint)(Lanes - length));
        var look = (Vector128.LoadUnsafe(ref _look[0], (nuint)start) & kept).AsUInt64();
        var plain = Vector128.LoadUnsafe(ref _plain[0], (nuint)start) & kept;
        var isPlain = (Vector128.Equals(plain, Vector128<byte>.Zero) & kept) == Vector128<byte>.Zero;
        var key = isPlain ? LetterHash.Mix(Secret, plain.AsUInt64()[0], plain.AsUInt64()[1]) | 1 : 0;
        return new(start, length, LookHash.Of(look[0], look[1]), length, key, traits);
    }

    // Long words, letters of other scripts, and pairs that read as one.
    static Word Slow(int start, int length, WordTraits traits, FoldedText text)
    {
        var (hash, plain, isPlain) = (new LookHash(), new LetterHash(), true);
        for (var u = start; u < start + length; u++)
        {
            var glyph = text.GlyphAt(u);
            hash.Add(glyph);
            foreach (var c in glyph.Letters)
            {
                plain.Add(c);
                isPlain &= char.IsAsciiLetterLower(c);
            }
        }

        return new(start, length, hash.Value, hash.Length, isPlain ? plain.Value(Secret) | 1 : 0, traits);
    }
}
