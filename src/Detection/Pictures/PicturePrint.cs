using Wardmark.Detection.Features;
using Wardmark.Detection.Images;

namespace Wardmark.Detection.Pictures;

/// <summary>Everything that is kept of a picture to compare it with others; the pixels are not needed again.</summary>
public sealed record PicturePrint
{
    /// <summary>Width of the picture in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the picture in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Its PDQ hash.</summary>
    public required PdqHash Hash { get; init; }

    /// <summary>The hash of what lies inside a plain border; that of the whole where there is none.</summary>
    public required PdqHash Inner { get; init; }

    /// <summary>A small plane of its luma, longest side <see cref="DenseCheck.Side"/>.</summary>
    public required Plane Small { get; init; }

    /// <summary>Its local features.</summary>
    public required LocalFeatures Features { get; init; }

    /// <summary>Pixels of <see cref="Small"/> for one pixel of the features' picture.</summary>
    public double SmallScale => (double)Small.Width / Features.Width;

    /// <summary>Takes the print of a plane of luma.</summary>
    public static PicturePrint Of(Plane luma)
    {
        var middle = luma.Within(FeatureFinder.LongestSide);
        var (left, top, width, height) = Borders.Inside(middle);
        var isBordered = width < middle.Width || height < middle.Height;
        // PDQ works in the plane it is given, so that one comes last.
        var inner = isBordered ? Hashed(middle.Cropped(left, top, width, height)) : default;
        var features = FeatureFinder.Find(middle);
        var small = middle.Within(DenseCheck.Side);
        var hash = Pdq.HashLuma([.. luma.Values], luma.Width, luma.Height);
        return new()
        {
            Width = luma.Width, Height = luma.Height, Hash = hash, Inner = isBordered ? inner : hash, Small = small, Features = features,
        };
    }

    /// <summary>The hashes by which it is looked up: of the whole and of what is inside a border, in all turns.</summary>
    public static PdqHash[] Turns(Plane luma)
    {
        var turns = Pdq.HashTurns([.. luma.Values], luma.Width, luma.Height);
        var middle = luma.Within(FeatureFinder.LongestSide);
        var (left, top, width, height) = Borders.Inside(middle);
        if (width == middle.Width && height == middle.Height) return turns;
        var inner = middle.Cropped(left, top, width, height);
        return [.. turns, .. Pdq.HashTurns(inner.Values, width, height)];
    }

    static PdqHash Hashed(Plane plane) => Pdq.HashLuma(plane.Values, plane.Width, plane.Height);
}
