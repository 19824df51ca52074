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
    /// <summary>Units that are put and looked at together.</summary>
    public const int Lanes = 16;

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
    public void Reserve(int units)
    {
        if (_look.Length >= units + Margin) return;
        (_look, _plain, _class) = (new byte[(units * 2) + Margin], new byte[(units * 2) + Margin], new byte[(units * 2) + Margin]);
        var masks = (_look.Length / BitsPerMask) + 1;
        (_starts, _ends, _slow) = (new ulong[masks], new ulong[masks], new ulong[masks]);
    }

    /// <summary>Puts one unit.</summary>
    public void Put(int at, GlyphTraits unit) => (_look[at], _plain[at], _class[at]) = (unit.Look, unit.Plain, (byte)unit.Class);

    /// <summary>Says that a unit follows an apostrophe.</summary>
    public void Tie(int unit) => _class[unit] |= (byte)UnitClass.Tied;

    /// <summary>Puts the characters that begin a text and are a unit each, sixteen at most; how many they were. Says in <paramref name="classes"/> whether foreign ones may be among them.</summary>
    public int PutBlock(ReadOnlySpan<char> text, int first, ref UnitClass classes)
    {
        if (text.Length < Lanes) return PutTail(text, first, ref classes);
        ref var from = ref MemoryMarshal.GetReference(text);
        ref var letters = ref Glyphs.FirstLetter;
        var (a, b, c, d) = (Four(ref letters, ref from, 0), Four(ref letters, ref from, 4), Four(ref letters, ref from, 8), Four(ref letters, ref from, 12));
        var (low, lower) = (Vector128.Narrow(a, b), Vector128.Narrow(c, d));
        var (high, higher) = (Vector128.Narrow(a >> 16, b >> 16), Vector128.Narrow(c >> 16, d >> 16));
        var kind = Vector128.Narrow(high, higher);
        Vector128.Narrow(low, lower).StoreUnsafe(ref _look[first]);
        Vector128.Narrow(low >> 8, lower >> 8).StoreUnsafe(ref _plain[first]);
        kind.StoreUnsafe(ref _class[first]);
        if ((kind & Of((byte)UnitClass.Foreign)) != Vector128<byte>.Zero) classes |= UnitClass.Foreign;
        return BitOperations.TrailingZeroCount(~Vector128.Narrow(high >> 8, higher >> 8).ExtractMostSignificantBits());
    }

    // What is unseen ends it.
    int PutTail(ReadOnlySpan<char> text, int first, ref UnitClass classes)
    {
        Span<char> padded = stackalloc char[Lanes];
        padded.Clear();
        text.CopyTo(padded);
        return PutBlock(padded, first, ref classes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<uint> Four(ref Letter letters, ref char from, int at) => Vector128.Create(
        Unsafe.Add(ref letters, (int)Unsafe.Add(ref from, at)).Packed, Unsafe.Add(ref letters, (int)Unsafe.Add(ref from, at + 1)).Packed,
        Unsafe.Add(ref letters, (int)Unsafe.Add(ref from, at + 2)).Packed, Unsafe.Add(ref letters, (int)Unsafe.Add(ref from, at + 3)).Packed);

    /// <summary>Puts a text of ASCII without controls but white space, a unit each character, the first as the unit <paramref name="first"/>.</summary>
    public void PutAscii(ReadOnlySpan<char> text, int first)
    {
        ref var source = ref Unsafe.As<char, ushort>(ref MemoryMarshal.GetReference(text));
        ref var looks = ref _look[first];
        ref var plains = ref _plain[first];
        ref var classes = ref _class[first];
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
        for (; i < text.Length; i++) Put(first + i, traits[text[i]]);
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

    /// <summary>True where a unit follows an apostrophe.</summary>
    public bool IsTied(int unit) => (_class[unit] & (byte)UnitClass.Tied) != 0;

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
    Word Slow(int start, int length, WordTraits traits, FoldedText text)
    {
        var (hash, plain, isPlain) = (new LookHash(), new LetterHash(), true);
        for (var u = start; u < start + length; u++)
        {
            if (_look[u] is var look and not 0) hash.Add((char)look);
            else hash.Add(text.GlyphAt(u));
            if (!isPlain) continue;
            if (_plain[u] is var letter and not 0) plain.Add((char)letter);
            else
                foreach (var c in text.GlyphAt(u).Letters)
                {
                    plain.Add(c);
                    isPlain &= char.IsAsciiLetterLower(c);
                }
        }

        return new(start, length, hash.Value, hash.Length, isPlain ? plain.Value(Secret) | 1 : 0, traits);
    }
}
