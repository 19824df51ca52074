using SkiaSharp;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Cli.Evaluation;

/// <summary>What was measured of one photo under one treatment.</summary>
/// <param name="IsHidden">Its logo was hidden.</param>
/// <param name="Kept">Detail kept at the logo's place; nothing where the photo was not met or nothing could be told.</param>
sealed record HiddenCase(string Treatment, bool IsHidden, double? Kept, bool IsCovered);

/// <summary>
/// Photos whose logo is hidden, and the same photos with everything else done to them that is done to photos, also the same hiding
/// at another place; looked at beside the photo as it was, at the place where its logo is.
/// </summary>
sealed class HiddenTrial(IReadOnlyList<LogoPhoto> photos)
{
    const int LeastSide = 24;
    const double MostOfPhoto = 0.5;

    static readonly IReadOnlyList<(string Name, Action<SKCanvas, SKBitmap, SKRect, Random> Hide)> Hidings =
    [
        ("blurred", (c, b, place, _) => Through(c, b, place, Math.Max(3, place.Height / 5))),
        ("mosaic", (c, b, place, _) => Mosaic(c, b, place)),
        ("sticker", Sticker),
        ("smudged", Smudge),
    ];

    static readonly IReadOnlyList<(string Name, Func<SKBitmap, Random, SKBitmap> Edit)> Edits =
        [.. PictureEdits.All.Where(e => e.Name is "jpeg q20" or "resize .4" or "blur" or "grey" or "bright" or "hue" or "watermark" or "border 10 %" or "rotation 4°" or "flip" or "re-photograph" or "screenshot")];

    /// <summary>Every photo under every treatment.</summary>
    public IReadOnlyList<HiddenCase> Run()
    {
        var cases = new System.Collections.Concurrent.ConcurrentBag<HiddenCase>();
        Parallel.For(0, photos.Count, i =>
        {
            using var photo = SKBitmap.Decode(photos[i].File)!;
            if (Place(photo, photos[i], new(i)) is var (place, other))
                foreach (var found in Cases(photo, place, other, i)) cases.Add(found);
        });
        foreach (var found in Others()) cases.Add(found);
        return [.. cases];
    }

    // Photos of other people's that show the same thing, as far as they are met: their logos are not hidden.
    IEnumerable<HiddenCase> Others()
    {
        var prints = photos.AsParallel().AsOrdered().Select(p => Print(File.ReadAllBytes(p.File))).ToList();
        return Enumerable.Range(0, photos.Count).AsParallel().SelectMany(i => Enumerable.Range(0, photos.Count)
            .Where(j => j != i && photos[i].Boxes[0].Brand == photos[j].Boxes[0].Brand).Select(j => (Met: PictureComparison.Compare(prints[j], null, prints[i]), Query: prints[j]))
            .Where(m => m.Met.Map is not null && (m.Met.SamePicture >= Likeness.CopyFrom || m.Met.SameObject >= Likeness.ObjectFrom)).Select(m =>
            {
                var box = photos[i].Boxes[0];
                var found = HiddenPlace.Measure(m.Query, prints[i], m.Met.Map!.Value, new((double)box.Left / prints[i].Width, (double)box.Top / prints[i].Height, (double)box.Right / prints[i].Width, (double)box.Bottom / prints[i].Height));
                return new HiddenCase("another photo of the brand", false, found?.Kept, found?.IsCovered == true);
            })).ToList();
    }

    static IEnumerable<HiddenCase> Cases(SKBitmap photo, SKRect place, SKRect? other, int seed)
    {
        var reference = Print(PictureEdits.Jpeg(photo, 92));
        HiddenCase Look(string treatment, bool isHidden, SKBitmap edited)
        {
            var query = Print(PictureEdits.Jpeg(edited));
            var met = PictureComparison.Compare(query, null, reference);
            var found = met.Map is { } map && (met.SamePicture >= Likeness.CopyFrom || met.SameObject >= Likeness.ObjectFrom)
                ? HiddenPlace.Measure(query, reference, map, new(place.Left / photo.Width, place.Top / photo.Height, place.Right / photo.Width, place.Bottom / photo.Height)) : null;
            return new(treatment, isHidden, found?.Kept, found?.IsCovered == true);
        }

        foreach (var (name, hide) in Hidings)
        {
            using var hidden = Hidden(photo, place, hide, seed);
            yield return Look($"{name}", true, hidden);
            using var small = PictureEdits.Scaled(hidden, 0.6f);
            using var again = PictureEdits.Recompressed(small, 50);
            yield return Look($"{name}, smaller, JPEG q50", true, again);
            using var turned = PictureEdits.Turned(hidden, 4);
            yield return Look($"{name}, turned 4°", true, turned);
            if (other is not { } elsewhere) continue;
            using var beside = Hidden(photo, elsewhere, hide, seed);
            yield return Look($"{name} beside it", false, beside);
        }

        foreach (var (name, edit) in Edits)
        {
            using var edited = edit(photo, new(seed));
            yield return Look(name, false, edited);
        }
    }

    static PicturePrint Print(byte[] jpeg) => PicturePrint.Of(PictureExaminer.Luma(jpeg, out _)!);

    // The first logo that is large enough to be hidden and not the whole of the photo; and a place of its size that does not meet it.
    static (SKRect Place, SKRect? Other)? Place(SKBitmap photo, LogoPhoto boxes, Random random)
    {
        var fit = boxes.Boxes.Where(b => b.Right - b.Left >= LeastSide && b.Bottom - b.Top >= LeastSide && b.Right <= photo.Width && b.Bottom <= photo.Height
            && b.Right - b.Left <= MostOfPhoto * photo.Width && b.Bottom - b.Top <= MostOfPhoto * photo.Height).ToList();
        if (fit.Count == 0) return null;
        var place = new SKRect(fit[0].Left, fit[0].Top, fit[0].Right, fit[0].Bottom);
        for (var attempt = 0; attempt < 50; attempt++)
        {
            var other = SKRect.Create((float)random.NextDouble() * (photo.Width - place.Width), (float)random.NextDouble() * (photo.Height - place.Height), place.Width, place.Height);
            if (!other.IntersectsWith(place)) return (place, other);
        }

        return (place, null);
    }

    static SKBitmap Hidden(SKBitmap photo, SKRect place, Action<SKCanvas, SKBitmap, SKRect, Random> hide, int seed) => PictureEdits.Painted(photo.Width, photo.Height, c =>
    {
        PictureEdits.Draw(c, photo, new(0, 0, photo.Width, photo.Height));
        hide(c, photo, place, new(seed));
    });

    static void Through(SKCanvas canvas, SKBitmap photo, SKRect place, float sigma)
    {
        canvas.Save();
        canvas.ClipRoundRect(new(place, place.Width / 6), antialias: true);
        using var paint = new SKPaint { ImageFilter = SKImageFilter.CreateBlur(sigma, sigma) };
        using var image = SKImage.FromBitmap(photo);
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default, paint);
        canvas.Restore();
    }

    static void Mosaic(SKCanvas canvas, SKBitmap photo, SKRect place)
    {
        var side = Math.Max(5, Math.Min(place.Width, place.Height) / 4);
        for (var y = place.Top; y < place.Bottom; y += side)
            for (var x = place.Left; x < place.Right; x += side)
            {
                using var paint = new SKPaint { Color = Mean(photo, SKRect.Create(x, y, side, side)) };
                canvas.DrawRect(SKRect.Create(x, y, Math.Min(side, place.Right - x), Math.Min(side, place.Bottom - y)), paint);
            }
    }

    static SKColor Mean(SKBitmap photo, SKRect place)
    {
        long red = 0, green = 0, blue = 0, count = 0;
        for (var y = (int)place.Top; y < Math.Min(photo.Height, place.Bottom); y++)
            for (var x = (int)place.Left; x < Math.Min(photo.Width, place.Right); x++, count++)
            {
                var colour = photo.GetPixel(x, y);
                (red, green, blue) = (red + colour.Red, green + colour.Green, blue + colour.Blue);
            }

        count = Math.Max(1, count);
        return new((byte)(red / count), (byte)(green / count), (byte)(blue / count));
    }

    // A face on a disc, as they are put over logos.
    static void Sticker(SKCanvas canvas, SKBitmap photo, SKRect place, Random random)
    {
        using var disc = new SKPaint { Color = SKColor.FromHsv(random.Next(360), 70, 95), IsAntialias = true };
        using var ink = new SKPaint { Color = new(40, 30, 20), IsAntialias = true, IsStroke = true, StrokeWidth = place.Height / 12 };
        canvas.DrawRoundRect(place, place.Width / 2, place.Height / 2, disc);
        canvas.DrawRect(new(place.Left + (place.Width * .08f), place.Top + (place.Height * .08f), place.Right - (place.Width * .08f), place.Bottom - (place.Height * .08f)), disc);
        var (x, y) = (place.MidX, place.MidY);
        canvas.DrawCircle(x - (place.Width * .18f), y - (place.Height * .12f), place.Height / 14, ink);
        canvas.DrawCircle(x + (place.Width * .18f), y - (place.Height * .12f), place.Height / 14, ink);
        canvas.DrawArc(new(x - (place.Width * .22f), y - (place.Height * .15f), x + (place.Width * .22f), y + (place.Height * .28f)), 20, 140, false, ink);
    }

    // Strokes of a soft brush in the tone of the place.
    static void Smudge(SKCanvas canvas, SKBitmap photo, SKRect place, Random random)
    {
        using var paint = new SKPaint
        {
            Color = Mean(photo, place), IsAntialias = true, IsStroke = true, StrokeWidth = place.Height / 3, StrokeCap = SKStrokeCap.Round,
            MaskFilter = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, place.Height / 24),
        };
        for (var y = place.Top; y <= place.Bottom; y += place.Height / 5)
            canvas.DrawLine(place.Left, y + (float)((random.NextDouble() - 0.5) * place.Height / 10), place.Right, y + (float)((random.NextDouble() - 0.5) * place.Height / 10), paint);
    }
}
