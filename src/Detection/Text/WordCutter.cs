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
    // Nobody outside the process can make two words of one key: what is remembered of one would be believed of the other.
    static readonly ulong Secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    // Signs and digits, the codes 0x20 to 0x3F, by their lower halves; letters are worked out.
    static readonly Vector128<byte> LookOfSigns = RowOf(0x20, t => t.Look);
    static readonly Vector128<byte> LookOfDigits = RowOf(0x30, t => t.Look);
    static readonly Vector128<byte> ClassOfSigns = RowOf(0x20, t => (byte)t.Class);
    static readonly Vector128<byte> ClassOfDigits = RowOf(0x30, t => (byte)t.Class);

    byte[] _look = new byte[Margin];
    byte[] _plain = new byte[Margin];
    byte[] _class = new byte[Margin];

    // A bit for each unit: a word begins here; one has ended before; it is hashed letter by letter.
    ulong[] _starts = new ulong[2];
    ulong[] _ends = new ulong[2];
    ulong[] _slow = new ulong[2];

    static Vector128<byte> RowOf(int from, Func<GlyphTraits, byte> part) => Vector128.Create([.. Enumerable.Range(from, Lanes).Select(c => part(GlyphTraits.Of(Glyphs.OfAscii[c])))]);

    /// <summary>Makes room for so many units.</summary>
    void Reserve(int units)
    {
        if (_look.Length >= units + Margin) return;
        (_look, _plain, _class) = (new byte[(units * 2) + Margin], new byte[(units * 2) + Margin], new byte[(units * 2) + Margin]);
        var masks = (_look.Length / BitsPerMask) + 1;
        (_starts, _ends, _slow) = (new ulong[masks], new ulong[masks], new ulong[masks]);
    }

    /// <summary>Puts units.</summary>
    public void Put(ReadOnlySpan<Unit> units, ReadOnlySpan<GlyphTraits> traits)
    {
        Reserve(units.Length);
        var looks = _look.AsSpan(0, units.Length);
        var plains = _plain.AsSpan(0, units.Length);
        var classes = _class.AsSpan(0, units.Length);
        for (var i = 0; i < units.Length; i++)
        {
            ref readonly var unit = ref traits[units[i].Number];
            looks[i] = unit.Look;
            plains[i] = unit.Plain;
            classes[i] = (byte)unit.Class;
        }
    }

    /// <summary>Puts a text of ASCII without controls but white space, a unit each character.</summary>
    public void PutAscii(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        ref var source = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ref var looks = ref MemoryMarshal.GetArrayDataReference(_look);
        ref var plains = ref MemoryMarshal.GetArrayDataReference(_plain);
        ref var classes = ref MemoryMarshal.GetArrayDataReference(_class);
        var i = 0;
        for (; i + Lanes <= text.Length; i += Lanes)
        {
            var codes = Vector128.Narrow(Vector128.LoadUnsafe(ref source, (nuint)i), Vector128.LoadUnsafe(ref source, (nuint)i + (Lanes / 2)));
            var lower = codes | Of(0x20);
            var isLetter = Vector128.LessThan(lower - Of((byte)'a'), Of(26));
            var plain = lower & isLetter;
            var row = codes & Of(0xF0);
            var signs = (codes & Of(0x0F)) | ~Vector128.Equals(row, Of(0x20));
            var digits = (codes & Of(0x0F)) | ~Vector128.Equals(row, Of(0x30));
            var (isAt, isBar) = (Vector128.Equals(codes, Of((byte)'@')), Vector128.Equals(codes, Of((byte)'|')));

            // An index beyond a table gives 0, so that each code is taken from one of them.
            var look = (plain ^ (Vector128.Equals(plain, Of((byte)'l')) & Of('l' ^ 'i'))) | Vector128.ShuffleNative(LookOfSigns, signs) | Vector128.ShuffleNative(LookOfDigits, digits)
                | (isAt & Of((byte)'a')) | (isBar & Of((byte)'i'));
            var kind = (isLetter & Of((byte)(UnitClass.Word | UnitClass.Letter))) | Vector128.ShuffleNative(ClassOfSigns, signs) | Vector128.ShuffleNative(ClassOfDigits, digits)
                | ((isAt | isBar) & Of((byte)UnitClass.LetterLike)) | (Vector128.LessThan(codes, Of(0x20)) & Of((byte)UnitClass.Space));
            look.StoreUnsafe(ref looks, (nuint)i);
            plain.StoreUnsafe(ref plains, (nuint)i);
            kind.StoreUnsafe(ref classes, (nuint)i);
        }

        var traits = Glyphs.Traits;
        for (; i < text.Length; i++) (_look[i], _plain[i], _class[i]) = (traits[text[i]].Look, traits[text[i]].Plain, (byte)traits[text[i]].Class);
    }

    static Vector128<byte> Of(byte value) => Vector128.Create(value);

    /// <summary>
    /// Writes the shapes of a word behind others into memory with sixteen bytes to spare, so that they are hashed together; false
    /// where they are to be hashed letter by letter: other scripts, pairs that read as one, long words.
    /// </summary>
    public bool TryJoin(Word word, Span<byte> letters, ref int count)
    {
        if (word.Count > Lanes || count + (2 * Lanes) > letters.Length || IsSlow(word.First, word.Count)) return false;
        if (count > 0 && (letters[count - 1], _look[word.First]) is ((byte)'r', (byte)'n') or ((byte)'v', (byte)'v')) return false;
        Vector128.LoadUnsafe(ref _look[word.First]).StoreUnsafe(ref letters[count]);
        count += word.Count;
        return true;
    }

    /// <summary>The character of ASCII that a unit is taken for; 0 where it is another or several.</summary>
    public byte LookOf(int unit) => _look[unit];

    /// <summary>Cuts what was put. What is not ASCII is asked of <paramref name="text"/>.</summary>
    public void Cut(int units, FoldedText text, List<Word> words)
    {
        _look.AsSpan(units, Margin).Clear();
        _class.AsSpan(units, Margin).Fill((byte)UnitClass.Space);
        var total = Mark(units / BitsPerMask);
        CollectionsMarshal.SetCount(words, total);
        ref var into = ref MemoryMarshal.GetReference(CollectionsMarshal.AsSpan(words));
        ref var classes = ref Unsafe.As<byte, UnitClass>(ref MemoryMarshal.GetArrayDataReference(_class));
        var (count, before) = (0, 0);
        var (startBlock, endBlock, starts, ends) = (0, 0, _starts[0], _ends[0]);
        while (count < total)
        {
            while (starts == 0) starts = _starts[++startBlock];
            while (ends == 0) ends = _ends[++endBlock];
            var start = (startBlock * BitsPerMask) + BitOperations.TrailingZeroCount(starts);
            var end = (endBlock * BitsPerMask) + BitOperations.TrailingZeroCount(ends);
            (starts, ends) = (starts & (starts - 1), ends & (ends - 1));
            var first = Unsafe.Add(ref classes, start);

            // "$5" is a price and "$oap" a word.
            if ((first & UnitClass.LetterLike) != 0 && (Unsafe.Add(ref classes, start + 1) & UnitClass.Letter) == 0) first = Unsafe.Add(ref classes, ++start);
            var traits = start - before > 0 && (Unsafe.Add(ref classes, start - 1) & UnitClass.Space) != 0 ? WordTraits.None : IsApart(start, before, ref classes) ? WordTraits.IsApart : WordTraits.None;
            if (end - start == 1 && (first & UnitClass.Word) != 0) traits |= WordTraits.IsSingle;
            if ((first & UnitClass.Foreign) != 0) traits |= WordTraits.IsForeign;
            if ((Unsafe.Add(ref classes, end) & UnitClass.LetterLike) != 0 && (Unsafe.Add(ref classes, end + 1) & UnitClass.Space) != 0) traits |= WordTraits.HasSymbolBehind;
            Unsafe.Add(ref into, count++) = end - start <= LetterHash.Block && !IsSlow(start, end - start) ? Fast(start, end - start, traits) : Slow(start, end - start, traits, text);
            before = end;
        }
    }

    // No space stands before it, and a word, the beginning, or another sign stands before what does.
    static bool IsApart(int start, int before, ref UnitClass classes) =>
        start > 0 && (Unsafe.Add(ref classes, start - 1) & UnitClass.Space) == 0 && (start == 1 || start == before || (Unsafe.Add(ref classes, start - 2) & UnitClass.Space) == 0);

    // How many words there are.
    int Mark(int lastBlock)
    {
        var total = 0;
        ref var classes = ref MemoryMarshal.GetArrayDataReference(_class);
        ref var looks = ref MemoryMarshal.GetArrayDataReference(_look);
        var (wasWithin, wasAlone) = (0UL, 0UL);
        for (var block = 0; block <= lastBlock; block++)
        {
            var (word, like, alone, slow) = (0UL, 0UL, 0UL, 0UL);
            for (var lane = 0; lane < BitsPerMask; lane += Lanes)
            {
                var at = (nuint)((block * BitsPerMask) + lane);
                var kind = Vector128.LoadUnsafe(ref classes, at);
                var (look, next) = (Vector128.LoadUnsafe(ref looks, at), Vector128.LoadUnsafe(ref looks, at + 1));
                var isPair = (Vector128.Equals(look, Of((byte)'r')) & Vector128.Equals(next, Of((byte)'n'))) | (Vector128.Equals(look, Of((byte)'v')) & Vector128.Equals(next, Of((byte)'v')));
                word |= (ulong)kind.ExtractMostSignificantBits() << lane;
                kind += kind;
                like |= (ulong)kind.ExtractMostSignificantBits() << lane;
                kind += kind;
                alone |= (ulong)kind.ExtractMostSignificantBits() << lane;
                kind += kind;
                slow |= (ulong)(isPair | kind).ExtractMostSignificantBits() << lane;
            }

            // A symbol goes on where a letter or digit follows it.
            var following = (word >> 1) | ((ulong)(Unsafe.Add(ref classes, (block + 1) * BitsPerMask) >> 7) << (BitsPerMask - 1));
            var within = word | (like & following);
            var shifted = (within << 1) | wasWithin;
            _starts[block] = (within & ~shifted) | alone;
            _ends[block] = (~within & shifted) | (alone << 1) | wasAlone;
            _slow[block] = slow;
            total += BitOperations.PopCount(_starts[block]);
            (wasWithin, wasAlone) = (within >> (BitsPerMask - 1), alone >> (BitsPerMask - 1));
        }

        return total;
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
        var kept = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(LookHash.Kept), (nuint)(Lanes - length));
        var look = (Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_look), (nuint)start) & kept).AsUInt64();
        var plain = Vector128.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_plain), (nuint)start) & kept;
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
