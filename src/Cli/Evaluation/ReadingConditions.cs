using SkiaSharp;

namespace Wardmark.Cli.Evaluation;

/// <summary>The conditions under which words and codes are read for a measurement.</summary>
static class ReadingConditions
{
    /// <summary>Longest side of a scene.</summary>
    public const int Side = 800;

    /// <summary>Name and what it does to a scene.</summary>
    public static readonly IReadOnlyList<(string Name, Func<SKBitmap, Random, SKBitmap> Edit)> All =
    [
        ("upright", (b, _) => b.Copy()),
        ("half size", (b, _) => PictureEdits.Scaled(b, 0.5f)),
        ("a third", (b, _) => PictureEdits.Scaled(b, 0.33f)),
        ("turned 5°", (b, _) => PictureEdits.Turned(b, 5)),
        ("turned 15°", (b, _) => PictureEdits.Turned(b, 15)),
        ("turned 30°", (b, _) => PictureEdits.Turned(b, 30)),
        ("turned 45°", (b, _) => PictureEdits.Turned(b, 45)),
        ("turned 90°", (b, _) => PictureEdits.Turned(b, 90)),
        ("turned 180°", (b, _) => PictureEdits.Turned(b, 180)),
        ("blur 1", (b, _) => Blurred(b, 1)),
        ("blur 2", (b, _) => Blurred(b, 2)),
        ("blur 3", (b, _) => Blurred(b, 3)),
        ("dark and noisy", (b, r) =>
        {
            using var dark = PictureEdits.Coloured(b, [.25f, 0, 0, 0, 0, 0, .25f, 0, 0, 0, 0, 0, .25f, 0, 0, 0, 0, 0, 1, 0]);
            return PictureEdits.Noisy(dark, r);
        }),
        ("low contrast", (b, _) => PictureEdits.Coloured(b, [.3f, 0, 0, 0, .35f, 0, .3f, 0, 0, .35f, 0, 0, .3f, 0, .35f, 0, 0, 0, 1, 0])),
        ("jpeg q20", (b, _) => PictureEdits.Recompressed(b, 20)),
        ("at an angle", Slanted),
    ];

    /// <summary>A photo with a label on it.</summary>
    public static SKBitmap Scene(SKBitmap photo, float width, float height, Action<SKCanvas> label) => PictureEdits.Painted(Side, Side, c =>
    {
        var scale = Math.Max((float)Side / photo.Width, (float)Side / photo.Height);
        PictureEdits.Draw(c, photo, SKRect.Create(0, 0, photo.Width * scale, photo.Height * scale));
        c.Translate((Side - width) / 2, (Side - height) / 2);
        label(c);
    });

    static SKBitmap Blurred(SKBitmap b, float sigma) => PictureEdits.Filtered(b, new() { ImageFilter = SKImageFilter.CreateBlur(sigma, sigma) });

    static SKBitmap Slanted(SKBitmap b, Random random)
    {
        float Shift() => (float)(0.06 + (random.NextDouble() * 0.12)) * Side;
        var map = PictureEdits.Onto(b.Width, b.Height, [(Shift(), Shift()), (Side - (Shift() / 3), Shift() / 3), (Side - Shift(), Side - Shift()), (Shift() / 3, Side - (Shift() / 3))]);
        return PictureEdits.Painted(b.Width, b.Height, c =>
        {
            c.Concat(map);
            PictureEdits.Draw(c, b, new(0, 0, b.Width, b.Height));
        });
    }
}
