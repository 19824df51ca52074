using SkiaSharp;
using Wardmark.Detection.Pictures;
using ZXing;
using ZXing.Common;

namespace Wardmark.Imaging.Codes;

/// <summary>Reads bar codes and matrix codes in a picture (ZXing, managed code).</summary>
static class CodeReader
{
    const int Side = 1_000;

    static readonly BarcodeFormat[] Formats =
    [
        BarcodeFormat.EAN_13, BarcodeFormat.EAN_8, BarcodeFormat.UPC_A, BarcodeFormat.UPC_E, BarcodeFormat.CODE_128, BarcodeFormat.ITF, BarcodeFormat.QR_CODE, BarcodeFormat.DATA_MATRIX,
    ];

    // Nearer than this to upright or level, the bars are read as they lie.
    const float ReadAsTheyLie = 8;

    /// <summary>The codes of a picture: as it is, and where bars are seen but none is read, those laid level and enlarged.</summary>
    public static IReadOnlyList<PictureCode> Read(SKBitmap picture)
    {
        var scale = Math.Min(1f, (float)Side / Math.Max(picture.Width, picture.Height));
        int width = Math.Max(1, (int)(picture.Width * scale)), height = Math.Max(1, (int)(picture.Height * scale));
        using var scaled = Words.Pixels.Scaled(picture, width, height);
        var bars = BarFinder.Find(scaled);
        var isTurned = bars is { } seen && Math.Min(Math.Abs(seen.Angle), Math.Min(Math.Abs(seen.Angle - 90), Math.Abs(seen.Angle - 180))) > ReadAsTheyLie;
        // Bars that lie askew are misread by a scan straight across them.
        var found = Decode(scaled, (r, w, h) => Box(r.ResultPoints, w, h)).Where(c => !isTurned || c.Kind is "QR" or "DataMatrix").ToList();
        if (found.Count == 0 && bars is { } lying)
        {
            using var level = Level(picture, lying, scale);
            var half = lying.Side / 2;
            Region box = new(Share(lying.X - half, width), Share(lying.Y - half, height), Share(lying.X + half, width), Share(lying.Y + half, height));
            found.AddRange(Decode(level, (_, _, _) => box));
        }

        // Of a longer code's bars a short one, which hardly checks itself, is easily read as well.
        var isLong = found.Exists(c => c.Kind is not ("UPC-E" or "EAN-8"));
        return [.. found.Where(c => !isLong || c.Kind is not ("UPC-E" or "EAN-8")).DistinctBy(c => (c.Kind, c.Text))];
    }

    // The bars' surroundings out of the whole picture, turned so that the bars stand upright, twice as large as they were looked at.
    static SKBitmap Level(SKBitmap picture, Bars bars, float scale)
    {
        var side = (int)Math.Min(Side, bars.Side * 2);
        var level = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(level);
        canvas.Clear(SKColors.White);
        canvas.Translate(side / 2f, side / 2f);
        canvas.RotateDegrees(-bars.Angle);
        canvas.Scale(side / bars.Side * scale);
        canvas.Translate(-bars.X / scale, -bars.Y / scale);
        using var image = SKImage.FromBitmap(picture);
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKCubicResampler.CatmullRom));
        return level;
    }

    static IEnumerable<PictureCode> Decode(SKBitmap picture, Func<Result, int, int, Region> where)
    {
        var source = new RGBLuminanceSource(picture.GetPixelSpan().ToArray(), picture.Width, picture.Height, RGBLuminanceSource.BitmapFormat.RGBA32);
        var reader = new BarcodeReaderGeneric { AutoRotate = false, Options = new DecodingOptions { PossibleFormats = Formats, TryHarder = true, TryInverted = false } };
        return (reader.DecodeMultiple(source) ?? []).Where(r => r.Text.Length > 0 && IsWhole(r)).Select(r => new PictureCode(NameOf(r.BarcodeFormat), r.Text, where(r, picture.Width, picture.Height)));
    }

    // Part of an interleaved code reads as a shorter one; on goods it has fourteen digits (GS1 ITF-14), the last to check the others by.
    static bool IsWhole(Result code) => code.BarcodeFormat != BarcodeFormat.ITF
        || (code.Text.Length == 14 && code.Text.Reverse().Select((d, i) => (d - '0') * (i % 2 == 0 ? 1 : 3)).Sum() % 10 == 0);

    static double Share(float at, int of) => Math.Round(Math.Clamp(at / of, 0, 1), 4);

    static string NameOf(BarcodeFormat format) => format switch
    {
        BarcodeFormat.EAN_13 => "EAN-13",
        BarcodeFormat.EAN_8 => "EAN-8",
        BarcodeFormat.UPC_A => "UPC-A",
        BarcodeFormat.UPC_E => "UPC-E",
        BarcodeFormat.CODE_128 => "Code 128",
        BarcodeFormat.QR_CODE => "QR",
        BarcodeFormat.DATA_MATRIX => "DataMatrix",
        _ => format.ToString(),
    };

    static Region Box(ResultPoint[] points, int width, int height)
    {
        var known = points.Where(p => p is not null).ToList();
        return known.Count == 0 ? new(0, 0, 1, 1) : new(
            Math.Round(known.Min(p => p.X) / width, 4), Math.Round(known.Min(p => p.Y) / height, 4), Math.Round(known.Max(p => p.X) / width, 4), Math.Round(known.Max(p => p.Y) / height, 4));
    }
}
