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

    /// <summary>The codes of a picture; upright, and lying on a side.</summary>
    public static IReadOnlyList<PictureCode> Read(SKBitmap picture)
    {
        var scale = Math.Min(1f, (float)Side / Math.Max(picture.Width, picture.Height));
        int width = Math.Max(1, (int)(picture.Width * scale)), height = Math.Max(1, (int)(picture.Height * scale));
        using var scaled = Words.Pixels.Scaled(picture, width, height);
        var source = new RGBLuminanceSource(scaled.GetPixelSpan().ToArray(), width, height, RGBLuminanceSource.BitmapFormat.RGBA32);
        var reader = new BarcodeReaderGeneric { AutoRotate = false, Options = new DecodingOptions { PossibleFormats = Formats, TryHarder = true, TryInverted = false } };
        var found = reader.DecodeMultiple(source) ?? [];
        return [.. found.Where(r => r.Text.Length > 0).Select(r => new PictureCode(NameOf(r.BarcodeFormat), r.Text, Box(r.ResultPoints, width, height))).DistinctBy(c => (c.Kind, c.Text))];
    }

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
