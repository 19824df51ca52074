using System.Numerics.Tensors;
using SkiaSharp;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pixels;
using ZXing;
using ZXing.Common;

namespace Wardmark.Imaging.Codes;

/// <summary>
/// Reads bar codes and matrix codes in a picture in which something looks like one: bars first as <see cref="BarReader"/> reads them, then everything with ZXing (managed
/// code), in the whole picture and in what looks like a matrix code, laid level and its contrast drawn out.
/// </summary>
static class CodeReader
{
    const int Side = 1_000;
    const double LargeShort = 180;
    // Of a matrix code that is laid level: what is shown about it, and how large, as it is and made clearer.
    const float Shown = 1.6f;
    const int PlainSide = 200;
    const int ClearSide = 240;

    // By how much it is sharpened, and over how many pixels.
    const float Sharpening = 2;
    const float Softness = 4.8f;
    const int Reach = 14;
    static readonly float[] Near = Bell();

    // The share of pixels that may be darker than ink or brighter than paper.
    const double Outliers = 0.02;

    static readonly BarcodeFormat[] Matrices = [BarcodeFormat.QR_CODE, BarcodeFormat.DATA_MATRIX];

    static readonly BarcodeFormat[] Formats =
    [
        BarcodeFormat.EAN_13, BarcodeFormat.EAN_8, BarcodeFormat.UPC_A, BarcodeFormat.UPC_E, BarcodeFormat.CODE_128, BarcodeFormat.ITF, .. Matrices,
    ];

    /// <summary>The codes of a picture.</summary>
    public static IReadOnlyList<PictureCode> Read(SKBitmap picture)
    {
        var scale = Math.Min(1f, (float)Side / Math.Max(picture.Width, picture.Height));
        int width = Math.Max(1, (int)(picture.Width * scale)), height = Math.Max(1, (int)(picture.Height * scale));
        using var scaled = Scaling.To(picture, width, height);
        using var whole = Sight.Of(scaled);
        using var half = whole.Half();
        using var quarter = half.Half();
        Sight[] sights = [whole, half, quarter];
        var bars = Array.ConvertAll(sights, BarFinder.Find);
        var matrices = Array.ConvertAll(sights, MatrixFinder.Find);
        // Most photos hold nothing like a code, and are not searched for one.
        if (Array.TrueForAll(bars, b => b.Count == 0) && Array.TrueForAll(matrices, m => m.Count == 0)) return [];
        var found = new List<PictureCode>();
        foreach (var some in bars)
            if (found.Count == 0) found.AddRange(some.Select(b => Read(scaled, b)).OfType<PictureCode>());
        // Where bars were read, or none are seen, ZXing is not asked for bars, which takes it most of its time; a short code hardly checks itself, and a small one is read closely or is none.
        var formats = found.Count > 0 || Array.TrueForAll(bars, b => b.Count == 0) ? Matrices : Formats;
        foreach (var seen in Decode(new(scaled.GetPixelSpan().ToArray(), width, height, RGBLuminanceSource.BitmapFormat.RGBA32), formats))
            if (seen.BarcodeFormat != BarcodeFormat.EAN_8 || Across(seen) >= LargeShort)
                found.Add(new(NameOf(seen.BarcodeFormat), seen.Text, Box(seen.ResultPoints.Where(p => p is not null).Select(p => new SKPoint(p.X, p.Y)), width, height)));

        foreach (var some in matrices)
            if (!found.Exists(c => c.Kind is "QR" or "DataMatrix")) found.AddRange(some.Select(m => Level(picture, m, scale, width, height)).OfType<PictureCode>());
        // Of a longer code's bars a short one, which hardly checks itself, is easily read as well.
        var isLong = found.Exists(c => c.Kind is not ("UPC-E" or "EAN-8"));
        return [.. found.Where(c => !isLong || c.Kind is not ("UPC-E" or "EAN-8")).DistinctBy(c => (c.Kind, c.Text))];
    }

    static PictureCode? Read(SKBitmap picture, Bars bars) =>
        BarReader.Read(picture, bars) is { } said ? new(said.Kind, said.Text, Box(Corners(bars.X, bars.Y, bars.Angle, bars.Length, bars.Height), picture.Width, picture.Height)) : null;

    // The codes in a square out of the whole picture, turned upright.
    static PictureCode? Level(SKBitmap picture, Matrix matrix, float scale, int width, int height)
    {
        var luma = Levelled(picture, matrix, scale, PlainSide);
        if (DecodeMatrix(luma, PlainSide) is not { } read)
        {
            luma = Levelled(picture, matrix, scale, ClearSide);
            read = DecodeMatrix(DrawnOut(luma), ClearSide) ?? DecodeMatrix(DrawnOut(Sharpened(luma, ClearSide)), ClearSide);
        }

        return read is null ? null : new(NameOf(read.BarcodeFormat), read.Text, Box(Corners(matrix.X, matrix.Y, matrix.Angle, matrix.Side, matrix.Side), width, height));
    }

    static byte[] Levelled(SKBitmap picture, Matrix matrix, float scale, int side)
    {
        using var level = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(level))
        {
            canvas.Clear(SKColors.White);
            canvas.Translate(side / 2f, side / 2f);
            canvas.RotateRadians(-matrix.Angle);
            canvas.Scale(side / (matrix.Side * Shown) * scale);
            canvas.Translate(-matrix.X / scale, -matrix.Y / scale);
            using var image = SKImage.FromBitmap(picture);
            canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKCubicResampler.Mitchell));
        }

        return LumaOf(level);
    }

    static Result? DecodeMatrix(byte[] luma, int side) =>
        new BarcodeReaderGeneric { AutoRotate = false, Options = new() { PossibleFormats = Matrices, TryHarder = false } }.Decode(new RGBLuminanceSource(luma, side, side, RGBLuminanceSource.BitmapFormat.Gray8)) is { Text.Length: > 0 } read
            ? read : null;

    // Each pixel further from the mean of what lies about it than it was.
    static byte[] Sharpened(byte[] luma, int side)
    {
        var (padded, across, about, sharp) = (new float[side + (2 * Reach)], new float[luma.Length], new float[side], new byte[luma.Length]);
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < padded.Length; x++) padded[x] = luma[(y * side) + Math.Clamp(x - Reach, 0, side - 1)];
            Add(i => padded.AsSpan(i, side), across.AsSpan(y * side, side));
        }

        for (var y = 0; y < side; y++)
        {
            about.AsSpan().Clear();
            Add(i => across.AsSpan(Math.Clamp(y + i - Reach, 0, side - 1) * side, side), about);
            for (var x = 0; x < side; x++) sharp[(y * side) + x] = (byte)Math.Clamp(luma[(y * side) + x] + (Sharpening * (luma[(y * side) + x] - about[x])), 0, 255);
        }

        return sharp;
    }

    static void Add(Func<int, ReadOnlySpan<float>> row, Span<float> sum)
    {
        for (var i = 0; i < Near.Length; i++) TensorPrimitives.MultiplyAdd(row(i), Near[i], sum, sum);
    }

    static byte[] LumaOf(SKBitmap level)
    {
        var pixels = level.GetPixelSpan();
        var luma = new byte[level.Width * level.Height];
        for (var i = 0; i < luma.Length; i++) luma[i] = (byte)((pixels[i * 4] + (2 * pixels[(i * 4) + 1]) + pixels[(i * 4) + 2]) / 4);
        return luma;
    }

    static float[] Bell()
    {
        float[] bell = [.. Enumerable.Range(-Reach, (2 * Reach) + 1).Select(i => MathF.Exp(-(i * i) / (2 * Softness * Softness)))];
        return Array.ConvertAll(bell, v => v / bell.Sum());
    }

    // So that all but the few darkest and brightest take up the whole range.
    static byte[] DrawnOut(byte[] luma)
    {
        var counts = new int[256];
        foreach (var value in luma) counts[value]++;
        var few = (int)(luma.Length * Outliers);
        int dark = 0, bright = 255;
        for (var sum = counts[0]; sum <= few; sum += counts[dark]) dark++;
        for (var sum = counts[255]; sum <= few; sum += counts[bright]) bright--;
        var spread = Math.Max(1, bright - dark);
        return Array.ConvertAll(luma, v => (byte)Math.Clamp((v - dark) * 255 / spread, 0, 255));
    }

    static IEnumerable<Result> Decode(RGBLuminanceSource source, BarcodeFormat[] formats)
    {
        var reader = new BarcodeReaderGeneric { AutoRotate = false, Options = new DecodingOptions { PossibleFormats = formats, TryHarder = true, TryInverted = false } };
        return (reader.DecodeMultiple(source) ?? []).Where(r => r.Text.Length > 0 && IsWhole(r));
    }

    static double Across(Result code) => code.ResultPoints.Length < 2 ? 0 : SKPoint.Distance(new(code.ResultPoints[0].X, code.ResultPoints[0].Y), new(code.ResultPoints[^1].X, code.ResultPoints[^1].Y));

    // Part of an interleaved code reads as a shorter one; on goods it has fourteen digits (GS1 ITF-14), the last to check the others by.
    static bool IsWhole(Result code) => code.BarcodeFormat != BarcodeFormat.ITF
        || (code.Text.Length == 14 && code.Text.Reverse().Select((d, i) => (d - '0') * (i % 2 == 0 ? 1 : 3)).Sum() % 10 == 0);

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

    static IEnumerable<SKPoint> Corners(float x, float y, float angle, float length, float height)
    {
        var (sin, cos) = MathF.SinCos(angle);
        foreach (var (along, down) in ((float, float)[])[(-1, -1), (1, -1), (1, 1), (-1, 1)])
            yield return new(x + (along * length / 2 * cos) - (down * height / 2 * sin), y + (along * length / 2 * sin) + (down * height / 2 * cos));
    }

    static Region Box(IEnumerable<SKPoint> points, int width, int height)
    {
        List<SKPoint> known = [.. points];
        return known.Count == 0 ? new(0, 0, 1, 1) : new(Share(known.Min(p => p.X), width), Share(known.Min(p => p.Y), height), Share(known.Max(p => p.X), width), Share(known.Max(p => p.Y), height));
    }

    static double Share(float at, int of) => Math.Round(Math.Clamp(at / of, 0, 1), 4);
}
