using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Wardmark.Detection.Pictures;

/// <summary>
/// What a picture looks like as a whole, as a network sees it: near for other photos of the same kind of thing, whatever the
/// pixels. It proposes; it decides nothing. Looks of two networks say nothing about each other.
/// </summary>
/// <param name="Network">The first eight bytes of the network's SHA-256.</param>
/// <param name="Values">128 numbers, a direction; read only.</param>
public sealed record PictureLook(ulong Network, sbyte[] Values)
{
    /// <summary>How many numbers.</summary>
    public const int Length = 128;

    static readonly ConcurrentDictionary<int, float[]> Signs = new();

    // A direction of 128 numbers has numbers about .09 in size.
    const float Stretch = 420;

    /// <summary>
    /// The look of a network's output of any length: less the mean of many pictures, where that is known, laid onto 128 random
    /// directions, which keep angles (Johnson and Lindenstrauss 1984; signs: Achlioptas 2003), so that no collection has to be learned.
    /// </summary>
    public static PictureLook Of(ulong network, ReadOnlySpan<float> output, ReadOnlySpan<float> mean)
    {
        var centred = output.ToArray();
        if (mean.Length == centred.Length)
            for (var i = 0; i < centred.Length; i++) centred[i] -= mean[i];
        Span<float> laid = stackalloc float[Length];
        var signs = Signs.GetOrAdd(centred.Length, MakeSigns);
        for (var i = 0; i < centred.Length; i++)
        {
            var value = new Vector<float>(centred[i]);
            for (var k = 0; k < Length; k += Vector<float>.Count) (new Vector<float>(laid[k..]) + (value * new Vector<float>(signs, (i * Length) + k))).CopyTo(laid[k..]);
        }

        var size = MathF.Sqrt(laid.ToArray().Sum(v => v * v));
        var values = new sbyte[Length];
        if (size > 0)
            for (var k = 0; k < Length; k++) values[k] = (sbyte)Math.Clamp(MathF.Round(laid[k] / size * Stretch), -127, 127);
        return new(network, values);
    }

    static float[] MakeSigns(int length)
    {
        var bits = new byte[length * Length / 8];
        new Random(1792).NextBytes(bits);
        var signs = new float[length * Length];
        for (var i = 0; i < signs.Length; i++) signs[i] = ((bits[i >> 3] >> (i & 7)) & 1) != 0 ? 1 : -1;
        return signs;
    }

    /// <summary>How alike two looks are, -1 to 1: the cosine of the angle between them; 0 for those of two networks.</summary>
    public double Likeness(PictureLook other)
    {
        if (Network != other.Network) return 0;
        int product = 0, own = 0, theirs = 0;
        for (var i = 0; i < Length; i++)
        {
            product += Values[i] * other.Values[i];
            own += Values[i] * Values[i];
            theirs += other.Values[i] * other.Values[i];
        }

        return own == 0 || theirs == 0 ? 0 : product / Math.Sqrt((double)own * theirs);
    }

    /// <summary>The look as text, for a table.</summary>
    public string Write() => $"{Network:x16}{Convert.ToBase64String(MemoryMarshal.AsBytes<sbyte>(Values))}";

    /// <summary>A look from its text; nothing where it is none.</summary>
    public static PictureLook? Read(string? text)
    {
        if (text is not { Length: > 16 } || !ulong.TryParse(text.AsSpan(0, 16), System.Globalization.NumberStyles.HexNumber, null, out var network)) return null;
        var values = new sbyte[Length];
        return Convert.TryFromBase64Chars(text.AsSpan(16), MemoryMarshal.AsBytes(values.AsSpan()), out var count) && count == Length ? new(network, values) : null;
    }

    /// <inheritdoc/>
    public bool Equals(PictureLook? other) => other is not null && Network == other.Network && Values.AsSpan().SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Network, Values[0], Values[1]);
}
