using SkiaSharp;
using Wardmark.Detection.Images;

namespace Wardmark.Imaging.Drawings;

/// <summary>Letters, digits, signs and plain shapes of a typeface, drawn one by one: forms that are no logo.</summary>
public static class Signs
{
    // Letters, digits, common signs; then arrows, geometric shapes, symbols, dingbats, and more arrows and shapes.
    static readonly (int From, int To)[] Drawn = [(0x21, 0x7E), (0xA1, 0xAE), (0x2190, 0x21FF), (0x25A0, 0x25FF), (0x2600, 0x26FF), (0x2701, 0x27BE), (0x2B00, 0x2B59)];
    const int Side = 256;
    const int Size = 160;

    /// <summary>One plane a sign, black on white.</summary>
    public static IEnumerable<Plane> Of(string fontFile)
    {
        using var typeface = SKTypeface.FromFile(fontFile) ?? throw new InvalidDataException($"{fontFile} is no typeface");
        using var font = new SKFont(typeface, Size);
        using var black = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        foreach (var sign in Drawn.SelectMany(d => Enumerable.Range(d.From, d.To - d.From + 1)).Where(font.ContainsGlyph))
        {
            using var bitmap = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Gray8));
            using var canvas = new SKCanvas(bitmap);
            canvas.Clear(SKColors.White);
            canvas.DrawText(char.ConvertFromUtf32(sign), 50, 190, SKTextAlign.Left, font, black);
            canvas.Flush();
            yield return new(Side, Side, [.. bitmap.GetPixelSpan().ToArray().Select(b => (float)b)]);
        }
    }
}
