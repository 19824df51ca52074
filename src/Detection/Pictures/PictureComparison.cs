using Wardmark.Detection.Features;
using Wardmark.Detection.Images;

namespace Wardmark.Detection.Pictures;

/// <summary>A box in a picture, in shares of its width and height.</summary>
public readonly record struct Region(double Left, double Top, double Right, double Bottom)
{
    /// <summary>To thousandths, within the picture.</summary>
    public Region Rounded() => new(Round(Left), Round(Top), Round(Right), Round(Bottom));

    /// <summary>Larger by a share of its size on every side, within the picture.</summary>
    public Region Grown(double share)
    {
        double x = share * (Right - Left), y = share * (Bottom - Top);
        return new(Math.Max(0, Left - x), Math.Max(0, Top - y), Math.Min(1, Right + x), Math.Min(1, Bottom + y));
    }

    /// <summary>Whether a point lies in it.</summary>
    public bool Holds(double x, double y) => x >= Left && x < Right && y >= Top && y < Bottom;

    static double Round(double share) => Math.Round(Math.Clamp(share, 0, 1), 3);
}

/// <summary>What two pictures have to do with each other. Two questions, each with an answer of its own.</summary>
public sealed record Resemblance
{
    /// <summary>How sure it is that one is a copy of the other, edited or not: 0 to 1.</summary>
    public required double SamePicture { get; init; }

    /// <summary>How sure it is that both show the same print or object, whoever took the photo: 0 to 1.</summary>
    public required double SameObject { get; init; }

    /// <summary>Fewest bits in which their PDQ hashes differ, over the turns.</summary>
    public int HashDistance { get; init; }

    /// <summary>The turn at which the hashes are nearest.</summary>
    public Dihedral Turn { get; init; }

    /// <summary>True where the reference appears mirrored.</summary>
    public bool IsMirrored { get; init; }

    /// <summary>Pairs of features that agree on one mapping.</summary>
    public int Inliers { get; init; }

    /// <summary>Features of the reference that lie in what both show.</summary>
    public int Expected { get; init; }

    /// <summary>Median distance of the agreeing features from where the mapping puts them, in pixels at 512.</summary>
    public double Error { get; init; }

    /// <summary>The same as <see cref="Error"/> for the best mapping that only turns, sizes and moves.</summary>
    public double StraightError { get; init; }

    /// <summary>What laying one over the other shows.</summary>
    public DenseAgreement Dense { get; init; }

    /// <summary>Where the reference lies in the picture.</summary>
    public Region? InQuery { get; init; }

    /// <summary>What of the reference was met.</summary>
    public Region? InReference { get; init; }

    /// <summary>How far opposite sides of what was met of the reference differ in length as the picture shows them, at most; 0 where it is seen straight.</summary>
    public double Slant { get; init; }

    /// <summary>The reference is seen at an angle, as in a photo of a screen or a print.</summary>
    public bool IsAtAngle => Slant >= LeastSlant;

    // Of other edits one in a thousand seems so far aslant, by errors in the places of details (wardmark evaluate images).
    const double LeastSlant = 0.03;

    /// <summary>From shares of the reference's width and height to shares of the picture's; nothing where no geometry was found.</summary>
    public Mapping? Map { get; init; }
}

/// <summary>Compares the print of a picture with the print of a reference.</summary>
public static class PictureComparison
{
    const int ClearInliers = 25;

    /// <summary>Compares; the query's features in the mirror may be handed in where they are at hand.</summary>
    public static Resemblance Compare(PicturePrint query, LocalFeatures? mirrored, PicturePrint reference)
    {
        var (distance, turn) = Nearest(query.Turns, reference);
        var found = Aligned(query, query.Features, reference, isMirrored: false);
        if (found is null || found.Inliers < ClearInliers)
            if (Aligned(query, mirrored ?? query.Features.Mirrored(), reference, isMirrored: true) is { } other && (found is null || other.Inliers > found.Inliers))
                found = other;
        if (distance <= Pdq.MatchDistance && (found is null || found.Dense.Agreement < 0.5) && ByTurn(query, reference, turn) is { } whole
            && (found is null || whole.Dense.Agreement > found.Dense.Agreement))
            found = whole with { Inliers = found?.Inliers ?? 0, Error = found?.Error ?? 0, StraightError = found?.StraightError ?? 0 };
        found ??= new() { SamePicture = 0, SameObject = 0 };
        found = found with { HashDistance = distance, Turn = turn };
        return found with { SamePicture = Likeness.SamePicture(found), SameObject = Likeness.SameObject(found) };
    }

    static (int Distance, Dihedral Turn) Nearest(IReadOnlyList<PdqHash> turns, PicturePrint reference)
    {
        var best = (Distance: 256, Turn: Dihedral.None);
        for (var i = 0; i < turns.Count; i++)
        {
            if (turns[i].Quality < Pdq.LowestUsefulQuality) continue;
            if (reference.Hash.Quality >= Pdq.LowestUsefulQuality && turns[i].Distance(reference.Hash) is var plain && plain < best.Distance) best = (plain, (Dihedral)(i % 8));
            if (reference.Inner.Quality >= Pdq.LowestUsefulQuality && turns[i].Distance(reference.Inner) is var inner && inner < best.Distance) best = (inner, (Dihedral)(i % 8));
        }

        return best;
    }

    static Resemblance? Aligned(PicturePrint query, LocalFeatures features, PicturePrint reference, bool isMirrored)
    {
        var pairs = FeatureMatcher.Match(features, reference.Features);
        if (Alignment.Of(features.Places, reference.Features.Places, pairs) is not { } alignment) return null;
        var small = isMirrored ? query.Small.Mirrored() : query.Small;
        var (from, to) = (reference.Features, features);
        var places = alignment.Inliers.Select(p => features.Places[p.Query]).ToList();
        var met = alignment.Inliers.Select(p => from.Places[p.Reference]).ToList();
        var dense = DenseCheck.Compare(small, reference.Small, alignment.Map, query.SmallScale, reference.SmallScale, met);
        return new()
        {
            SamePicture = 0, SameObject = 0, IsMirrored = isMirrored, Inliers = alignment.Inliers.Count, Error = alignment.Error, StraightError = alignment.StraightError, Dense = dense,
            Expected = from.Places.Count(p => alignment.Map.Of(p.X, p.Y) is var (x, y) && x >= 0 && y >= 0 && x < to.Width && y < to.Height),
            InQuery = Box(places, features.Width, features.Height, isMirrored), InReference = Box(met, from.Width, from.Height, false),
            Map = Shares(alignment.Map, from, to, isMirrored), Slant = Slant(alignment.Map, met),
        };
    }

    // Over what was met alone: further out the mapping is a guess.
    static double Slant(Mapping map, List<FeaturePlace> met)
    {
        double left = met.Min(p => p.X), right = met.Max(p => p.X), top = met.Min(p => p.Y), bottom = met.Max(p => p.Y);
        var (a, b, c, d) = (map.Of(left, top), map.Of(right, top), map.Of(right, bottom), map.Of(left, bottom));
        double Length((double X, double Y) from, (double X, double Y) to) => Math.Max(1e-6, Math.Sqrt(((to.X - from.X) * (to.X - from.X)) + ((to.Y - from.Y) * (to.Y - from.Y))));
        return Math.Max(Math.Abs(Math.Log(Length(a, b) / Length(d, c))), Math.Abs(Math.Log(Length(a, d) / Length(b, c))));
    }

    static Resemblance? ByTurn(PicturePrint query, PicturePrint reference, Dihedral turn)
    {
        double w = query.Features.Width, h = query.Features.Height, rw = reference.Features.Width, rh = reference.Features.Height;
        var map = turn switch
        {
            Dihedral.Mirror => new Mapping(-w / rw, 0, w, 0, h / rh, 0),
            Dihedral.Half => new(-w / rw, 0, w, 0, -h / rh, h),
            Dihedral.Flip => new(w / rw, 0, 0, 0, -h / rh, h),
            Dihedral.Transpose => new(0, w / rh, 0, h / rw, 0, 0),
            Dihedral.Right => new(0, w / rh, 0, -h / rw, 0, h),
            Dihedral.Left => new(0, -w / rh, w, h / rw, 0, 0),
            Dihedral.Transverse => new(0, -w / rh, w, -h / rw, 0, h),
            _ => new Mapping(w / rw, 0, 0, 0, h / rh, 0),
        };
        var dense = DenseCheck.Compare(query.Small, reference.Small, map, query.SmallScale, reference.SmallScale);
        return new()
        {
            SamePicture = 0, SameObject = 0, IsMirrored = turn is Dihedral.Mirror or Dihedral.Flip or Dihedral.Transpose or Dihedral.Transverse, Dense = dense,
            InQuery = new(0, 0, 1, 1), InReference = new(0, 0, 1, 1), Map = Shares(map, reference.Features, query.Features, false),
        };
    }

    static Mapping Shares(Mapping map, LocalFeatures from, LocalFeatures to, bool isMirrored)
    {
        var plain = new Mapping(
            map.A * from.Width / to.Width, map.B * from.Height / to.Width, map.C / to.Width,
            map.D * from.Width / to.Height, map.E * from.Height / to.Height, map.F / to.Height, map.G * from.Width, map.H * from.Height);
        // In the mirror x is 1 - x: (g - a, h - b, 1 - c) over the same denominator.
        return isMirrored ? plain with { A = plain.G - plain.A, B = plain.H - plain.B, C = 1 - plain.C } : plain;
    }

    static Region Box(List<FeaturePlace> places, int width, int height, bool isMirrored)
    {
        double left = places.Min(p => p.X) / width, right = places.Max(p => p.X) / width;
        return new(isMirrored ? 1 - right : left, places.Min(p => p.Y) / height, isMirrored ? 1 - left : right, places.Max(p => p.Y) / height);
    }
}
