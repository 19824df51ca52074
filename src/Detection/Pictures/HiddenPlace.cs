using Wardmark.Detection.Features;
using Wardmark.Detection.Images;

namespace Wardmark.Detection.Pictures;

/// <summary>A place that a reference shows clearly, and a picture of the same thing does not.</summary>
/// <param name="InReference">Where in the reference.</param>
/// <param name="InQuery">Where it lies in the picture.</param>
/// <param name="Kept">Share of the reference's detail that is still there, measured by what is kept around it: 0 to about 1.</param>
/// <param name="IsCovered">Something else lies there; otherwise it is blurred or made coarse, and its rough form is left.</param>
public sealed record HiddenPlace(Region InReference, Region InQuery, double Kept, bool IsCovered)
{
    /// <summary>Detail kept, below which a place is called hidden (<c>wardmark evaluate hidden</c>).</summary>
    public const double MostKept = 0.3;

    // In pixels of the small planes.
    const int FewestPixels = 40;
    const double LeastSide = 5;

    // Detail is what a mean over so many pixels to each side leaves.
    const int Reach = 2;
    const double LeastDetail = 3;
    const double LeastKeptAround = 0.4;
    const double LeastAlikeAround = 0.7;
    const double RoughlyAlike = 0.6;

    /// <summary>
    /// Looks at a place of the reference in a picture that was laid over it: how much of the detail that the reference has there the
    /// picture still has, beside how much is kept around. Nothing where too little is to be seen, where the surroundings do not agree
    /// either (another scene, a soft photo), or where the place is as clear as they are.
    /// </summary>
    public static HiddenPlace? Find(PicturePrint query, PicturePrint reference, Mapping map, Region place) =>
        Measure(query, reference, map, place) is { } found && found.Kept < MostKept ? found : null;

    /// <summary>The place however much is kept; nothing where that cannot be told.</summary>
    public static HiddenPlace? Measure(PicturePrint query, PicturePrint reference, Mapping map, Region place)
    {
        var (from, to) = (reference.Small, query.Small);
        // Compared at the size of whichever shows it smaller.
        var shrink = Math.Min(1, Math.Sqrt(map.AreaFactor * to.Width * to.Height / ((double)from.Width * from.Height)));
        if (shrink < 0.9) from = from.Resized(Math.Max(1, (int)(from.Width * shrink)), Math.Max(1, (int)(from.Height * shrink)));
        double width = (place.Right - place.Left) * from.Width, height = (place.Bottom - place.Top) * from.Height;
        if (Math.Min(width, height) < LeastSide) return null;
        var laid = Laid(from, to, map);
        var (detail, laidDetail) = (Detail(from), Detail(laid));
        var inside = Sums(from, laid, detail, laidDetail, place.Grown(0), null);
        if (inside.Count < FewestPixels || inside.Count < 0.8 * width * height || inside.Rms < LeastDetail) return null;
        var around = Sums(from, laid, detail, laidDetail, place.Grown(0.8), place.Grown(0.15));
        if (around.Count < FewestPixels || around.Rms < LeastDetail || around.Alike < LeastAlikeAround) around = Sums(from, laid, detail, laidDetail, new(0, 0, 1, 1), place.Grown(0.15));
        if (around.Count < FewestPixels || around.Alike < LeastAlikeAround || around.Kept < LeastKeptAround) return null;
        return new(place, Seen(map, place), Math.Max(0, inside.Kept / around.Kept), inside.Rough < RoughlyAlike);
    }

    // The picture as it lies over the reference; NaN where it shows nothing of it.
    static Plane Laid(Plane reference, Plane query, Mapping map)
    {
        var laid = new Plane(reference.Width, reference.Height);
        for (var y = 0; y < laid.Height; y++)
            for (var x = 0; x < laid.Width; x++)
            {
                var (toX, toY) = map.Of((x + 0.5) / laid.Width, (y + 0.5) / laid.Height);
                double qx = (toX * query.Width) - 0.5, qy = (toY * query.Height) - 0.5;
                laid.Values[(y * laid.Width) + x] = qx > -0.6 && qy > -0.6 && qx < query.Width - 0.4 && qy < query.Height - 0.4 ? query.At((float)qx, (float)qy) : float.NaN;
            }

        return laid;
    }

    // Each pixel less the mean around it; NaN spreads, so that nothing is said next to what is not seen.
    static float[] Detail(Plane plane)
    {
        var detail = new float[plane.Values.Length];
        for (var y = 0; y < plane.Height; y++)
            for (var x = 0; x < plane.Width; x++)
            {
                float sum = 0;
                for (var dy = -Reach; dy <= Reach; dy++)
                {
                    var row = Math.Clamp(y + dy, 0, plane.Height - 1) * plane.Width;
                    for (var dx = -Reach; dx <= Reach; dx++) sum += plane.Values[row + Math.Clamp(x + dx, 0, plane.Width - 1)];
                }

                const int Square = ((2 * Reach) + 1) * ((2 * Reach) + 1);
                detail[(y * plane.Width) + x] = plane.Values[(y * plane.Width) + x] - (sum / Square);
            }

        return detail;
    }

    static Agreement Sums(Plane from, Plane laid, float[] detail, float[] laidDetail, Region within, Region? without)
    {
        var sums = new Agreement();
        for (var y = 0; y < from.Height; y++)
            for (var x = 0; x < from.Width; x++)
            {
                double shareX = (x + 0.5) / from.Width, shareY = (y + 0.5) / from.Height;
                var at = (y * from.Width) + x;
                if (!within.Holds(shareX, shareY) || without?.Holds(shareX, shareY) == true || float.IsNaN(laidDetail[at])) continue;
                sums.Add(from.Values[at], laid.Values[at], detail[at], laidDetail[at]);
            }

        return sums;
    }

    static Region Seen(Mapping map, Region place)
    {
        var corners = new[] { (place.Left, place.Top), (place.Right, place.Top), (place.Right, place.Bottom), (place.Left, place.Bottom) }.Select(c => map.Of(c.Item1, c.Item2)).ToList();
        return new(corners.Min(c => c.X), corners.Min(c => c.Y), corners.Max(c => c.X), corners.Max(c => c.Y));
    }

    /// <summary>What sums over two planes say.</summary>
    sealed class Agreement
    {
        double _from, _laid, _fromSquares, _laidSquares, _product, _detail, _laidDetail, _detailProduct;

        public int Count { get; private set; }

        public void Add(double from, double laid, double detail, double laidDetail)
        {
            Count++;
            _from += from;
            _laid += laid;
            _fromSquares += from * from;
            _laidSquares += laid * laid;
            _product += from * laid;
            _detail += detail * detail;
            _laidDetail += laidDetail * laidDetail;
            _detailProduct += detail * laidDetail;
        }

        /// <summary>Strength of the reference's detail, in steps of luma.</summary>
        public double Rms => Math.Sqrt(_detail / Math.Max(1, Count));

        /// <summary>Share of the reference's detail that is there, whatever else is.</summary>
        public double Kept => _detail < 1e-9 ? 0 : _detailProduct / _detail;

        /// <summary>Correlation of the detail.</summary>
        public double Alike => _detail * _laidDetail < 1e-9 ? 0 : _detailProduct / Math.Sqrt(_detail * _laidDetail);

        /// <summary>Correlation of the luma itself, in which the rough form weighs most.</summary>
        public double Rough
        {
            get
            {
                double left = _fromSquares - (_from * _from / Count), right = _laidSquares - (_laid * _laid / Count);
                return left * right < 1e-9 ? 0 : (_product - (_from * _laid / Count)) / Math.Sqrt(left * right);
            }
        }
    }
}
