using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Wardmark.Detection.Features;

/// <summary>A place in a picture that is found again in a copy of it.</summary>
/// <param name="X">Column, in pixels of the picture the features were taken from.</param>
/// <param name="Y">Row.</param>
/// <param name="Scale">Radius of what is described, in the same pixels.</param>
/// <param name="Angle">Direction of the strongest slope, radians, 0 to 2π.</param>
public readonly record struct FeaturePlace(float X, float Y, float Scale, float Angle);

/// <summary>The features of one picture: places, and 128 numbers for each.</summary>
public sealed class LocalFeatures
{
    /// <summary>Numbers in a descriptor: 4 × 4 cells of 8 directions.</summary>
    public const int Length = 128;

    /// <summary>Features with their descriptors one after another, each value 0 to 127.</summary>
    public LocalFeatures(int width, int height, FeaturePlace[] places, byte[] descriptors)
    {
        if (descriptors.Length != places.Length * Length) throw new ArgumentException("each place has one descriptor", nameof(descriptors));
        (Width, Height, Places, Descriptors) = (width, height, places, descriptors);
    }

    /// <summary>Width of the picture they were taken from.</summary>
    public int Width { get; }

    /// <summary>Height of that picture.</summary>
    public int Height { get; }

    /// <summary>Where they are.</summary>
    public FeaturePlace[] Places { get; }

    /// <summary>What is there.</summary>
    public byte[] Descriptors { get; }

    /// <summary>How many.</summary>
    public int Count => Places.Length;

    /// <summary>The numbers of one.</summary>
    public ReadOnlySpan<byte> Descriptor(int i) => Descriptors.AsSpan(i * Length, Length);

    /// <summary>The features that the mirrored picture has: places and descriptors change by a known order, nothing is searched again.</summary>
    public LocalFeatures Mirrored()
    {
        var places = new FeaturePlace[Count];
        var descriptors = new byte[Descriptors.Length];
        for (var i = 0; i < Count; i++)
        {
            var place = Places[i];
            var angle = MathF.PI - place.Angle;
            places[i] = place with { X = Width - 1 - place.X, Angle = angle < 0 ? angle + MathF.Tau : angle };
            // Along the feature's own axes a mirror turns the rows of cells round and the directions backwards.
            for (var row = 0; row < 4; row++)
                for (var column = 0; column < 4; column++)
                    for (var direction = 0; direction < 8; direction++)
                        descriptors[(i * Length) + ((((3 - row) * 4) + column) * 8) + ((8 - direction) % 8)] =
                            Descriptors[(i * Length) + (((row * 4) + column) * 8) + direction];
        }

        return new(Width, Height, places, descriptors);
    }

    /// <summary>The features that the picture has with dark and light exchanged: every slope runs the other way, so that all turns by half.</summary>
    public LocalFeatures Inverted()
    {
        var places = Array.ConvertAll(Places, p => p with { Angle = p.Angle >= MathF.PI ? p.Angle - MathF.PI : p.Angle + MathF.PI });
        var descriptors = new byte[Descriptors.Length];
        for (var i = 0; i < Count; i++)
            for (var cell = 0; cell < 16; cell++)
                Descriptors.AsSpan((i * Length) + (cell * 8), 8).CopyTo(descriptors.AsSpan((i * Length) + ((15 - cell) * 8)));
        return new(Width, Height, places, descriptors);
    }

    /// <summary>The product of two descriptors, value by value; large where they are alike.</summary>
    public static int Product(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        ref var a = ref MemoryMarshal.GetReference(one);
        ref var b = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, sbyte>(other));
        if (Avx2.IsSupported)
        {
            var sum = Vector256<int>.Zero;
            for (nuint i = 0; i < Length; i += 32)
                sum += Avx2.MultiplyAddAdjacent(
                    Avx2.MultiplyAddAdjacent(Vector256.LoadUnsafe(ref a, i), Vector256.LoadUnsafe(ref b, i)), Vector256<short>.One);
            return Vector256.Sum(sum);
        }

        var total = 0;
        for (var i = 0; i < Length; i++) total += one[i] * other[i];
        return total;
    }
}
