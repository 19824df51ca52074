using SkiaSharp;
using Wardmark.Imaging.Pictures;
using ZXing;
using ZXing.Common;

namespace Wardmark.Cli.Evaluation;

/// <summary>Codes of every kind on photos, read under every condition.</summary>
static class CodeTrial
{
    /// <summary>What is drawn: kind as the reader names it, format, and a value by chance.</summary>
    public static readonly IReadOnlyList<(string Kind, BarcodeFormat Format, Func<Random, string> Value)> Kinds =
    [
        ("EAN-13", BarcodeFormat.EAN_13, r => Checked($"4{Digits(r, 11)}")),
        ("EAN-8", BarcodeFormat.EAN_8, r => Checked($"4{Digits(r, 6)}")),
        ("UPC-A", BarcodeFormat.UPC_A, r => Checked($"0{Digits(r, 10)}")),
        ("Code 128", BarcodeFormat.CODE_128, r => $"WM-{Digits(r, 8)}"),
        ("ITF", BarcodeFormat.ITF, r => Checked($"1{Digits(r, 12)}")),
        ("QR", BarcodeFormat.QR_CODE, r => $"https://example.com/{Digits(r, 6)}"),
        ("DataMatrix", BarcodeFormat.DATA_MATRIX, r => $"SN{Digits(r, 10)}"),
    ];

    /// <summary>How many were read right, and how many were read as something else, of so many.</summary>
    public static (int Right, int Wrong) Run((string Kind, BarcodeFormat Format, Func<Random, string> Value) kind, Func<SKBitmap, Random, SKBitmap> condition, IReadOnlyList<string> photos, int count)
    {
        int right = 0, wrong = 0;
        Parallel.For(0, count, i =>
        {
            var random = new Random((i * 7) + kind.Kind.Length);
            var value = kind.Value(random);
            using var photo = SKBitmap.Decode(photos[random.Next(photos.Count)]);
            using var scene = Drawn(kind.Format, value, photo);
            using var seen = condition(scene, random);
            var read = PictureExaminer.Examine(PictureEdits.Jpeg(seen), PictureAsk.Codes).Codes;
            if (read.Any(c => c.Text == value)) Interlocked.Increment(ref right);
            if (read.Any(c => c.Text != value)) Interlocked.Increment(ref wrong);
        });
        return (right, wrong);
    }

    static SKBitmap Drawn(BarcodeFormat format, string value, SKBitmap photo)
    {
        var isSquare = format is BarcodeFormat.QR_CODE or BarcodeFormat.DATA_MATRIX;
        var (width, height) = isSquare ? (200, 200) : (320, 130);
        var pixels = new BarcodeWriterPixelData { Format = format, Options = new EncodingOptions { Width = width, Height = height, Margin = 4, PureBarcode = true } }.Write(value);
        return ReadingConditions.Scene(photo, pixels.Width + 40, pixels.Height + 40, c =>
        {
            using var white = new SKPaint { Color = SKColors.White };
            c.DrawRect(0, 0, pixels.Width + 40, pixels.Height + 40, white);
            using var code = new SKBitmap(new SKImageInfo(pixels.Width, pixels.Height, SKColorType.Bgra8888, SKAlphaType.Opaque));
            System.Runtime.InteropServices.Marshal.Copy(pixels.Pixels, 0, code.GetPixels(), pixels.Pixels.Length);
            PictureEdits.Draw(c, code, SKRect.Create(20, 20, pixels.Width, pixels.Height));
        });
    }

    static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(10)));

    // The check digit of GS1: weights 3 and 1 from the right.
    static string Checked(string digits)
    {
        var sum = digits.Reverse().Select((d, i) => (d - '0') * (i % 2 == 0 ? 3 : 1)).Sum();
        return $"{digits}{(10 - (sum % 10)) % 10}";
    }
}
