using SkiaSharp;
using Wardmark.Imaging.Pictures;
using ZXing;

namespace Wardmark.Server.Tests.Pictures;

/// <summary>Codes as photos show them: small, blurred, askew, from an angle, faint, away from the middle.</summary>
public sealed class CodeReadingTests
{
    const int Module = 8;
    const int Quiet = 10;

    static readonly Dictionary<EncodeHintType, object> NoMargin = new() { [EncodeHintType.MARGIN] = 0 };

    // One character a module, a row of them for each row of the code.
    static string[] Modules(BarcodeFormat format, string text)
    {
        var matrix = new MultiFormatWriter().encode(text, format, 1, 1, NoMargin);
        return [.. Enumerable.Range(0, matrix.Height).Select(y => string.Concat(Enumerable.Range(0, matrix.Width).Select(x => matrix[x, y] ? '1' : '0')))];
    }

    // The label, each module eight pixels wide, with its quiet zone.
    static SKBitmap Label(string[] modules, SKColor ink, SKColor paper)
    {
        var tall = modules.Length == 1 ? 45 * Module : Module;
        var label = new SKBitmap((modules[0].Length + (2 * Quiet)) * Module, (modules.Length * tall) + (2 * Quiet * Module));
        using var canvas = new SKCanvas(label);
        using var paint = new SKPaint { Color = ink };
        canvas.Clear(paper);
        for (var y = 0; y < modules.Length; y++)
            for (var x = 0; x < modules[y].Length; x++)
                if (modules[y][x] == '1') canvas.DrawRect((x + Quiet) * Module, (y * tall) + (Quiet * Module), Module, tall, paint);
        return label;
    }

    // A photo of 800 pixels, of cloth, with the label on it at (x, y).
    static byte[] Photo(SKBitmap? label, float pixelsAModule, float x, float y, float turn = 0, float lean = 0, float blur = 0, int seed = 1)
    {
        var random = new Random(seed);
        using var photo = new SKBitmap(800, 800);
        using var canvas = new SKCanvas(photo);
        canvas.Clear(new(120, 110, 90));
        for (var i = 0; i < 300; i++)
        {
            using var patch = new SKPaint { Color = new((byte)random.Next(60, 200), (byte)random.Next(60, 200), (byte)random.Next(60, 200), 90), IsAntialias = true };
            canvas.DrawOval(random.Next(800), random.Next(800), random.Next(10, 70), random.Next(10, 70), patch);
        }

        if (label is not null)
        {
            canvas.Save();
            canvas.Translate(x, y);
            canvas.RotateDegrees(turn);
            // As from an angle: what is further down is further away.
            canvas.Concat(SKMatrix.Identity with { Persp1 = lean / label.Height });
            canvas.Scale(pixelsAModule / Module);
            using var image = SKImage.FromBitmap(label);
            canvas.DrawImage(image, -label.Width / 2f, -label.Height / 2f, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
            canvas.Restore();
        }

        using var seen = new SKBitmap(800, 800);
        using var lens = new SKCanvas(seen);
        using var whole = SKImage.FromBitmap(photo);
        using var filter = blur > 0 ? SKImageFilter.CreateBlur(blur, blur) : null;
        using var paint = new SKPaint { ImageFilter = filter };
        lens.DrawImage(whole, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest), paint);
        using var data = seen.Encode(SKEncodedImageFormat.Jpeg, 85);
        return data.ToArray();
    }

    static IEnumerable<(string Kind, string Text)> Read(byte[] photo) => PictureExaminer.Examine(photo, PictureAsk.Codes).Codes.Select(c => (c.Kind, c.Text));

    // Most of these are too much for a reader that goes by the edges of bars, or looks for a square about the middle of the picture.
    [Theory]
    [InlineData(BarcodeFormat.EAN_13, "4006381333931", "EAN-13", 1.2f, 12, 0, 0)]
    [InlineData(BarcodeFormat.EAN_13, "4006381333931", "EAN-13", 2.4f, -38, 0, 1.4f)]
    [InlineData(BarcodeFormat.EAN_13, "4006381333931", "EAN-13", 2.4f, 194, 0.5f, 1.1f)]
    [InlineData(BarcodeFormat.UPC_A, "036000291452", "UPC-A", 1.3f, 0, 0, 0)]
    [InlineData(BarcodeFormat.EAN_8, "96385074", "EAN-8", 2.2f, 61, 0, 1.3f)]
    [InlineData(BarcodeFormat.CODE_128, "WM-2026-0042", "Code 128", 1.5f, 100, 0, 0.7f)]
    [InlineData(BarcodeFormat.CODE_128, "Ab12345678cd", "Code 128", 2.2f, 20, 0, 1.3f)]
    [InlineData(BarcodeFormat.ITF, "15400141288763", "ITF", 2.2f, 25, 0, 1.2f)]
    [InlineData(BarcodeFormat.DATA_MATRIX, "010400638133393121ABC", "DataMatrix", 4, 38, 0, 0.5f)]
    [InlineData(BarcodeFormat.QR_CODE, "https://wa.me/4915112345678", "QR", 3, 33, 0, 0.8f)]
    public void A_code_is_read_where_it_is_small_blurred_askew_or_leaning(BarcodeFormat format, string text, string kind, float pixelsAModule, float turn, float lean, float blur)
    {
        using var label = Label(Modules(format, text), SKColors.Black, SKColors.White);
        Read(Photo(label, pixelsAModule, 520, 300, turn, lean, blur)).ShouldBe([(kind, text)]);
    }

    // A code held before the lens, not in the middle: finders that look for fine bars and squares see nothing.
    [Theory]
    [InlineData(BarcodeFormat.DATA_MATRIX, "010400638133393121ABC", "DataMatrix", 8, 0, 0)]
    [InlineData(BarcodeFormat.DATA_MATRIX, "010400638133393121ABC", "DataMatrix", 8, 2, 1.5f)]
    [InlineData(BarcodeFormat.DATA_MATRIX, "010400638133393121ABC", "DataMatrix", 11, -3, 1.5f)]
    [InlineData(BarcodeFormat.DATA_MATRIX, "010400638133393121ABC", "DataMatrix", 9, 25, 0.5f)]
    [InlineData(BarcodeFormat.DATA_MATRIX, "010400638133393121ABC", "DataMatrix", 14, -12, 1)]
    [InlineData(BarcodeFormat.QR_CODE, "https://wa.me/4915112345678", "QR", 13, 21, 1)]
    [InlineData(BarcodeFormat.EAN_8, "96385074", "EAN-8", 7, 33, 3)]
    [InlineData(BarcodeFormat.EAN_13, "4006381333931", "EAN-13", 5, -17, 2.5f)]
    [InlineData(BarcodeFormat.UPC_E, "01234565", "UPC-E", 5, 0, 0)]
    public void A_large_code_is_read(BarcodeFormat format, string text, string kind, float pixelsAModule, float turn, float blur)
    {
        using var label = Label(Modules(format, text), SKColors.Black, SKColors.White);
        Read(Photo(label, pixelsAModule, 310, 490, turn, 0, blur)).ShouldBe([(kind, text)]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 900)]
    [InlineData(9, 17)]
    public void A_picture_too_small_for_a_code_says_nothing(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Black);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        Read(data.ToArray()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(BarcodeFormat.EAN_13, "4006381333931", "EAN-13", 2.5f)]
    [InlineData(BarcodeFormat.DATA_MATRIX, "010400638133393121ABC", "DataMatrix", 5)]
    [InlineData(BarcodeFormat.QR_CODE, "https://wa.me/4915112345678", "QR", 4)]
    public void A_faint_code_is_read(BarcodeFormat format, string text, string kind, float pixelsAModule)
    {
        using var label = Label(Modules(format, text), new(150, 150, 150), new(182, 182, 182));
        Read(Photo(label, pixelsAModule, 300, 500, 7)).ShouldBe([(kind, text)]);
    }

    // What differs from a code in its check figure alone is none, however clear it is, and however like it another one may look.
    [Fact]
    public void Bars_whose_check_figure_is_wrong_say_nothing()
    {
        var right = Modules(BarcodeFormat.EAN_13, "4006381333931")[0];
        // The same bars with the last figure and the guard of another code.
        var wrong = right[..^10] + Modules(BarcodeFormat.EAN_13, "4006381333924")[0][^10..];
        foreach (var (pixels, blur) in new[] { (3f, 0f), (2.2f, 1f), (1.3f, 0f) })
        {
            using var bad = Label([wrong], SKColors.Black, SKColors.White);
            Read(Photo(bad, pixels, 400, 400, 9, 0, blur)).ShouldBeEmpty($"{pixels} pixels a module, blur {blur}");
            using var good = Label([right], SKColors.Black, SKColors.White);
            Read(Photo(good, pixels, 400, 400, 9, 0, blur)).ShouldBe([("EAN-13", "4006381333931")], $"{pixels} pixels a module, blur {blur}");
        }
    }

    // Stripes and squares of chance widths: a shirt, a fence, a mosaic.
    [Fact]
    public void Stripes_and_mosaics_say_nothing()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            string Row() => string.Concat(Enumerable.Range(0, 30).Select(i => new string(i % 2 == 0 ? '1' : '0', random.Next(1, 5))))[..60];
            using var stripes = Label([Row()], SKColors.Black, SKColors.White);
            Read(Photo(stripes, 3, 400, 400, seed * 15, 0, 0.5f, seed)).ShouldBeEmpty($"stripes {seed}");
            using var mosaic = Label([.. Enumerable.Range(0, 24).Select(_ => string.Concat(Enumerable.Range(0, 24).Select(_ => random.Next(2) == 0 ? '1' : '0')))], SKColors.Black, SKColors.White);
            Read(Photo(mosaic, 5, 400, 400, seed * 15, 0, 0.5f, seed)).ShouldBeEmpty($"mosaic {seed}");
        }
    }
}
