using Wardmark.Detection.Features;
using Wardmark.Detection.Images;
using Wardmark.Detection.Shapes;

namespace Wardmark.Detection.Pictures;

/// <summary>Everything that is kept of a picture to compare it with others; the pixels are not needed again.</summary>
public sealed record PicturePrint
{
    const int TurnCount = 8;

    /// <summary>Width of the picture in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the picture in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Its PDQ hashes in all turns, in the order of <see cref="Dihedral"/>; then those of what lies inside a plain border, where there is one.</summary>
    public required IReadOnlyList<PdqHash> Turns { get; init; }

    /// <summary>A small plane of its luma, longest side <see cref="DenseCheck.Side"/>.</summary>
    public required Plane Small { get; init; }

    /// <summary>Its local features.</summary>
    public required LocalFeatures Features { get; init; }

    /// <summary>It is a drawing in a few plain tones, as logos are, and no photo.</summary>
    public bool IsDrawing { get; init; }

    /// <summary>The shapes of a drawing by which it is found where its features are too few.</summary>
    public IReadOnlyList<LogoShape> LogoShapes { get; init; } = [];

    /// <summary>The view of a drawing's logo (<see cref="LogoView.Values"/>); nothing of a photo, or where no network runs.</summary>
    public sbyte[]? OwnView { get; init; }

    /// <summary>What it looks like as a whole; nothing where no network says so.</summary>
    public PictureLook? Look { get; init; }

    /// <summary>The many small features in which logos are looked for; nothing where that was not asked for.</summary>
    public FineFeatures? Fine { get; init; }

    /// <summary>Its PDQ hash.</summary>
    public PdqHash Hash => Turns[0];

    /// <summary>The hash of what lies inside a plain border; that of the whole where there is none.</summary>
    public PdqHash Inner => Turns.Count > TurnCount ? Turns[TurnCount] : Turns[0];

    /// <summary>Pixels of <see cref="Small"/> for one pixel of the features' picture.</summary>
    public double SmallScale => (double)Small.Width / Features.Width;

    /// <summary>Takes the print of a plane of luma; of a larger picture that was unpacked smaller its own size is said.</summary>
    public static PicturePrint Of(Plane luma, bool withFine = false, (int Width, int Height)? whole = null)
    {
        var (ownWidth, ownHeight) = whole ?? (luma.Width, luma.Height);
        var middle = luma.Within(FeatureFinder.LongestSide);
        var (left, top, width, height) = Borders.Inside(middle);
        var turns = Pdq.HashTurns(luma.Values, luma.Width, luma.Height, whole);
        if (width < middle.Width || height < middle.Height) turns = [.. turns, .. Pdq.HashTurns(middle.Cropped(left, top, width, height).Values, width, height)];
        var isDrawing = Borders.IsDrawing(middle);
        return new()
        {
            Width = ownWidth, Height = ownHeight, Turns = turns, Small = middle.Within(DenseCheck.Side), Features = FeatureFinder.Find(middle),
            IsDrawing = isDrawing, LogoShapes = isDrawing ? LogoShape.OfDrawing(middle) : [], Fine = withFine ? FineFeatures.OfPicture(luma) : null,
        };
    }
}
