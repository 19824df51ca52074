using BitOperations = System.Numerics.BitOperations;
using Wardmark.Detection.Features;
using Wardmark.Detection.Images;
using Wardmark.Detection.Shapes;

namespace Wardmark.Detection.Pictures;

/// <summary>
/// What logos are looked for in: the shapes of a picture, and many small features, each as 256 bits, on which side of as many
/// planes its descriptor lies. Little enough to be kept of every picture, so that a logo registered later is found without the pixels.
/// </summary>
/// <param name="Width">Width of the picture the places are in.</param>
/// <param name="Height">Its height.</param>
/// <param name="Places">Where the features are.</param>
/// <param name="Bits">Four words for each.</param>
public sealed record FineFeatures(int Width, int Height, FeaturePlace[] Places, ulong[] Bits)
{
    /// <summary>The shapes in the picture, in pixels of the same width and height.</summary>
    public IReadOnlyList<Shape> Shapes { get; init; } = [];

    /// <summary>The places that most surely show a logo, as a network sees them; none where no network runs.</summary>
    public IReadOnlyList<LogoView> Views { get; init; } = [];

    /// <summary>Features kept of a picture.</summary>
    public const int MostOfPicture = 1_500;

    /// <summary>Features kept of a logo.</summary>
    public const int MostOfLogo = 150;

    /// <summary>Words of a feature's bits.</summary>
    public const int Words = 4;

    /// <summary>How many.</summary>
    public int Count => Places.Length;

    /// <summary>The fine features of a picture in which logos are looked for.</summary>
    public static FineFeatures OfPicture(Plane luma) => Of(FeatureFinder.FindFine(luma, MostOfPicture)) with { Shapes = ShapeFinder.Find(luma) };

    /// <summary>The features of a logo's drawing.</summary>
    public static FineFeatures OfLogo(LocalFeatures features)
    {
        var count = Math.Min(MostOfLogo, features.Count);
        return Of(new(features.Width, features.Height, features.Places[..count], features.Descriptors[..(count * LocalFeatures.Length)]));
    }

    /// <summary>Any features as bits.</summary>
    public static FineFeatures Of(LocalFeatures features)
    {
        var bits = new ulong[features.Count * Words];
        for (var i = 0; i < features.Count; i++) Sketch.Whole(features.Descriptor(i), bits.AsSpan(i * Words, Words));
        return new(features.Width, features.Height, features.Places, bits);
    }

    /// <summary>Bits in which two features differ.</summary>
    public static int Distance(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other) =>
        BitOperations.PopCount(one[0] ^ other[0]) + BitOperations.PopCount(one[1] ^ other[1]) + BitOperations.PopCount(one[2] ^ other[2]) + BitOperations.PopCount(one[3] ^ other[3]);
}
