using SkiaSharp;
using Wardmark.Detection.Images;

namespace Wardmark.Imaging.Drawings;

/// <summary>Letters, digits and signs of a typeface, drawn one by one: forms that are no logo.</summary>
public static class Signs
{
    const string Drawn = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&@#%?!$€★♥●◆▲➜☾♣";
    const int Side = 256;
    const int Size = 160;

    /// <summary>One plane a sign, black on white.</summary>
    public static IEnumerable<Plane> Of(string fontFile)
    {
        using var typeface = SKTypeface.FromFile(fontFile) ?? throw new InvalidDataException($"{fontFile} is no typeface");
        using var font = new SKFont(typeface, Size);
        using var black = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        foreach (var sign in Drawn)
        {
            using var bitmap = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Gray8));
            using var canvas = new SKCanvas(bitmap);
            canvas.Clear(SKColors.White);
            canvas.DrawText($"{sign}", 50, 190, SKTextAlign.Left, font, black);
            canvas.Flush();
            yield return new(Side, Side, [.. bitmap.GetPixelSpan().ToArray().Select(b => (float)b)]);
        }
    }
}
