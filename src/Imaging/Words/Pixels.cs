using SkiaSharp;

namespace Wardmark.Imaging.Words;

/// <summary>Pictures as the networks take them: one plane a colour, each value shifted and scaled.</summary>
static class Pixels
{
    /// <summary>A bitmap at another size.</summary>
    public static SKBitmap Scaled(SKBitmap bitmap, int width, int height)
    {
        var scaled = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(scaled);
        canvas.Clear(SKColors.White);
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, new SKRect(0, 0, width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return scaled;
    }

    /// <summary>Writes a bitmap into planes of a given width, at the left; what lies right of it stays 0.</summary>
    public static void Fill(SKBitmap bitmap, Span<float> planes, int width, int height, ReadOnlySpan<float> mean, ReadOnlySpan<float> spread, bool isBlueFirst = true)
    {
        var pixels = bitmap.GetPixelSpan();
        var plane = width * height;
        for (var y = 0; y < bitmap.Height; y++)
        {
            var row = pixels.Slice(y * bitmap.RowBytes, bitmap.Width * 4);
            for (var x = 0; x < bitmap.Width; x++)
                for (var colour = 0; colour < 3; colour++)
                    planes[(colour * plane) + (y * width) + x] = ((row[(x * 4) + (isBlueFirst ? 2 - colour : colour)] / 255f) - mean[colour]) / spread[colour];
        }
    }
}
