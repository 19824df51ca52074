using SkiaSharp;

namespace Wardmark.Cli.Evaluation;

/// <summary>
/// Copies as sellers make them of somebody else's picture in several steps: the thing cut out, the picture pasted into
/// another, turned and lettered. Reported beside the <see cref="PictureEdits"/>, and not counted among them.
/// </summary>
static class FurtherEdits
{
    /// <summary>Name and edit.</summary>
    public static readonly IReadOnlyList<(string Name, Func<SKBitmap, Random, SKBitmap> Edit)> All =
    [
        ("cut out, on white", (b, r) => CutOut(b, r, c => c.Clear(SKColors.White))),
        ("cut out, on another", (b, r) => CutOut(b, r, c => DrawAnother(c, b, r))),
        ("pasted small", PastedSmall),
        ("flip, crop, words", Lettered),
        ("turn, dark, stickers", TurnedAndCovered),
    ];

    // The middle of the picture, where the thing is, with a soft edge.
    static SKBitmap CutOut(SKBitmap b, Random random, Action<SKCanvas> background) => PictureEdits.Painted(b.Width, b.Height, c =>
    {
        background(c);
        using var cut = PictureEdits.Painted(b.Width, b.Height, inner => PictureEdits.Draw(inner, b, SKRect.Create(0, 0, b.Width, b.Height)));
        using var image = SKImage.FromBitmap(cut);
        using var paint = new SKPaint { IsAntialias = true, Shader = image.ToShader(), MaskFilter = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 2) };
        c.DrawOval(b.Width * (0.45f + (0.1f * random.NextSingle())), b.Height * (0.45f + (0.1f * random.NextSingle())), b.Width * 0.36f, b.Height * 0.42f, paint);
    });

    static SKBitmap PastedSmall(SKBitmap b, Random random) => PictureEdits.Painted(b.Width, b.Height, c =>
    {
        DrawAnother(c, b, random);
        float share = 0.3f + (0.15f * random.NextSingle()), w = b.Width * share, h = b.Height * share;
        PictureEdits.Draw(c, b, SKRect.Create(random.NextSingle() * (b.Width - w), random.NextSingle() * (b.Height - h), w, h));
    });

    static SKBitmap Lettered(SKBitmap b, Random random)
    {
        const float Kept = 0.8f, Smaller = 0.6f;
        float w = b.Width * Kept, h = b.Height * Kept, x = random.NextSingle() * (b.Width - w), y = random.NextSingle() * (b.Height - h);
        using var lettered = PictureEdits.Painted((int)w, (int)h, c =>
        {
            c.Save();
            c.Scale(-1, 1, w / 2, 0);
            PictureEdits.Draw(c, b, SKRect.Create(-x, -y, b.Width, b.Height));
            c.Restore();
            using var font = new SKFont(SKTypeface.Default, h / 8);
            foreach (var words in (ReadOnlySpan<string>)["NEW 50% OFF", "free shipping", "best price"])
            {
                using var paint = new SKPaint { Color = new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)), IsAntialias = true };
                c.DrawText(words, random.NextSingle() * w / 3, h * (0.15f + (0.8f * random.NextSingle())), SKTextAlign.Left, font, paint);
            }
        });
        using var small = PictureEdits.Scaled(lettered, Smaller);
        return PictureEdits.Recompressed(small, 40);
    }

    static SKBitmap TurnedAndCovered(SKBitmap b, Random random)
    {
        using var turned = PictureEdits.Turned(b, 8);
        using var dark = PictureEdits.Coloured(turned, [.7f, 0, 0, 0, 0, 0, .7f, 0, 0, 0, 0, 0, .7f, 0, 0, 0, 0, 0, 1, 0]);
        using var bordered = PictureEdits.Bordered(dark, random);
        return PictureEdits.Painted(bordered.Width, bordered.Height, c =>
        {
            PictureEdits.Draw(c, bordered, SKRect.Create(0, 0, bordered.Width, bordered.Height));
            for (var i = 0; i < 6; i++)
            {
                using var paint = new SKPaint { Color = new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)), IsAntialias = true };
                c.DrawCircle(random.NextSingle() * bordered.Width, random.NextSingle() * bordered.Height, Math.Min(bordered.Width, bordered.Height) * (0.06f + (0.08f * random.NextSingle())), paint);
            }
        });
    }

    static void DrawAnother(SKCanvas canvas, SKBitmap b, Random random)
    {
        using var other = PictureEdits.Another!(random);
        PictureEdits.Draw(canvas, other, new(0, 0, b.Width, b.Height));
    }
}
