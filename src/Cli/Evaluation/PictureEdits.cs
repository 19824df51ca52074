using SkiaSharp;

namespace Wardmark.Cli.Evaluation;

/// <summary>The edits by which copies of pictures are made for a measurement, each from the picture and a seeded chance.</summary>
static class PictureEdits
{
    /// <summary>Name and edit; what comes out is stored as JPEG of quality 85 unless the edit itself chose a quality.</summary>
    public static readonly IReadOnlyList<(string Name, Func<SKBitmap, Random, SKBitmap> Edit)> All =
    [
        ("jpeg q20", (b, _) => Recompressed(b, 20)),
        ("resize .4", (b, _) => Scaled(b, 0.4f)),
        ("blur", (b, _) => Filtered(b, new() { ImageFilter = SKImageFilter.CreateBlur(2, 2) })),
        ("grey", (b, _) => Coloured(b, [.299f, .587f, .114f, 0, 0, .299f, .587f, .114f, 0, 0, .299f, .587f, .114f, 0, 0, 0, 0, 0, 1, 0])),
        ("bright", (b, _) => Coloured(b, [1.4f, 0, 0, 0, 0, 0, 1.4f, 0, 0, 0, 0, 0, 1.4f, 0, 0, 0, 0, 0, 1, 0])),
        ("hue", (b, _) => Coloured(b, [.6f, .5f, -.1f, 0, 0, -.1f, .7f, .4f, 0, 0, .4f, -.1f, .7f, 0, 0, 0, 0, 0, 1, 0])),
        ("watermark", Watermarked),
        ("sticker 20 %", Stickered),
        ("border 10 %", (b, r) => Bordered(b, r)),
        ("crop 10 %", (b, r) => Cropped(b, r, 0.1f)),
        ("crop 30 %", (b, r) => Cropped(b, r, 0.3f)),
        ("corner 25 %", Corner),
        ("rotation 4°", (b, _) => Turned(b, 4)),
        ("rotation 90°", (b, _) => Quarter(b)),
        ("flip", (b, _) => Painted(b.Width, b.Height, c => { c.Scale(-1, 1, b.Width / 2f, 0); Draw(c, b, new(0, 0, b.Width, b.Height)); })),
        ("2-collage", Collage),
        ("screenshot", Screenshot),
        ("re-photograph", Rephotographed),
    ];

    /// <summary>Another picture, for a collage or as a background; set by the measurement before it begins.</summary>
    public static Func<Random, SKBitmap>? Another { get; set; }

    /// <summary>As a JPEG file.</summary>
    public static byte[] Jpeg(SKBitmap bitmap, int quality = 85)
    {
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }

    internal static SKBitmap Recompressed(SKBitmap b, int quality) => SKBitmap.Decode(Jpeg(b, quality));

    internal static SKBitmap Scaled(SKBitmap b, float scale) =>
        Painted((int)(b.Width * scale), (int)(b.Height * scale), c => Draw(c, b, new(0, 0, (int)(b.Width * scale), (int)(b.Height * scale))));

    internal static SKBitmap Filtered(SKBitmap b, SKPaint paint)
    {
        using (paint) return Painted(b.Width, b.Height, c => DrawThrough(c, b, paint));
    }

    internal static SKBitmap Coloured(SKBitmap b, float[] matrix) => Filtered(b, new() { ColorFilter = SKColorFilter.CreateColorMatrix(matrix) });

    static SKBitmap Watermarked(SKBitmap b, Random random) => Painted(b.Width, b.Height, c =>
    {
        Draw(c, b, SKRect.Create(0, 0, b.Width, b.Height));
        using var font = new SKFont(SKTypeface.Default, Math.Min(b.Width, b.Height) / 7f);
        using var paint = new SKPaint { Color = new(255, 255, 255, 120), IsAntialias = true };
        c.RotateDegrees(-30 + random.Next(10), b.Width / 2f, b.Height / 2f);
        for (var y = -1; y <= 1; y++) c.DrawText("BEST-SHOP.example", b.Width / 2f, (b.Height / 2f) + (y * b.Height / 3f), SKTextAlign.Center, font, paint);
    });

    static SKBitmap Stickered(SKBitmap b, Random random) => Painted(b.Width, b.Height, c =>
    {
        Draw(c, b, SKRect.Create(0, 0, b.Width, b.Height));
        using var paint = new SKPaint { Color = new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)) };
        var side = MathF.Sqrt(0.2f);
        float w = b.Width * side, h = b.Height * side;
        c.DrawRect((float)random.NextDouble() * (b.Width - w), (float)random.NextDouble() * (b.Height - h), w, h, paint);
    });

    internal static SKBitmap Bordered(SKBitmap b, Random random)
    {
        int x = b.Width / 10, y = b.Height / 10;
        var tone = (byte)(random.Next(3) * 127);
        return Painted(b.Width + (2 * x), b.Height + (2 * y), c => { c.Clear(new(tone, tone, tone)); Draw(c, b, SKRect.Create(x, y, b.Width, b.Height)); });
    }

    static SKBitmap Cropped(SKBitmap b, Random random, float share)
    {
        var side = 1 - share;
        int w = (int)(b.Width * side), h = (int)(b.Height * side);
        int x = random.Next(b.Width - w + 1), y = random.Next(b.Height - h + 1);
        return Painted(w, h, c => Draw(c, b, SKRect.Create(-x, -y, b.Width, b.Height)));
    }

    // Cut to three quarters of the width and height, at one corner.
    static SKBitmap Corner(SKBitmap b, Random random)
    {
        const float Side = 0.75f;
        int w = (int)(b.Width * Side), h = (int)(b.Height * Side);
        var (x, y) = (random.Next(2) * (b.Width - w), random.Next(2) * (b.Height - h));
        return Painted(w, h, c => Draw(c, b, SKRect.Create(-x, -y, b.Width, b.Height)));
    }

    internal static SKBitmap Turned(SKBitmap b, float degrees) => Painted(b.Width, b.Height, c =>
    {
        c.Clear(SKColors.White);
        c.RotateDegrees(degrees, b.Width / 2f, b.Height / 2f);
        Draw(c, b, new(0, 0, b.Width, b.Height));
    });

    static SKBitmap Quarter(SKBitmap b) => Painted(b.Height, b.Width, c => { c.Translate(b.Height, 0); c.RotateDegrees(90); Draw(c, b, SKRect.Create(0, 0, b.Width, b.Height)); });

    static SKBitmap Collage(SKBitmap b, Random random)
    {
        using var other = Another!(random);
        var (first, second) = random.Next(2) == 0 ? (b, other) : (other, b);
        return Painted(b.Width * 2, b.Height, c => { Draw(c, first, new(0, 0, b.Width, b.Height)); Draw(c, second, new(b.Width, 0, b.Width * 2, b.Height)); });
    }

    static SKBitmap Screenshot(SKBitmap b, Random random)
    {
        const int Width = 720, Height = 1280;
        return Painted(Width, Height, c =>
        {
            c.Clear(random.Next(2) == 0 ? SKColors.White : new SKColor(24, 24, 28));
            using var grey = new SKPaint { Color = new(128, 128, 136) };
            using var font = new SKFont(SKTypeface.Default, 30);
            c.DrawText("12:41", 24, 44, SKTextAlign.Left, font, grey);
            c.DrawText("shop.example/item/48213", 120, 110, SKTextAlign.Left, font, grey);
            var scale = Math.Min((float)Width / b.Width, 760f / b.Height);
            float w = b.Width * scale, h = b.Height * scale;
            Draw(c, b, SKRect.Create((Width - w) / 2, 150, w, h));
            for (var line = 0; line < 6; line++) c.DrawRect(24, 160 + h + (line * 44), 300 + random.Next(380), 20, grey);
            c.DrawRoundRect(24, 1180, Width - 48, 72, 16, 16, grey);
        });
    }

    // A screen or a print photographed again: seen at an angle, darker to one side, noisy, with the screen's lines.
    static SKBitmap Rephotographed(SKBitmap b, Random random)
    {
        float Shift() => (float)((random.NextDouble() - 0.5) * 0.08);
        float w = b.Width * 1.15f, h = b.Height * 1.15f;
        var map = Onto(b.Width, b.Height,
            [(w * (0.07f + Shift()), h * (0.07f + Shift())), (w * (0.93f + Shift()), h * (0.07f + Shift())), (w * (0.93f + Shift()), h * (0.93f + Shift())), (w * (0.07f + Shift()), h * (0.93f + Shift()))]);
        using var seen = Painted((int)w, (int)h, c =>
        {
            c.Clear(new(70, 66, 60));
            c.Save();
            c.Concat(map);
            Draw(c, b, new(0, 0, b.Width, b.Height));
            c.Restore();
            using var line = new SKPaint { Color = new(0, 0, 0, 22) };
            for (var y = 0; y < h; y += 3) c.DrawRect(0, y, w, 1, line);
            using var shade = new SKPaint { Shader = SKShader.CreateLinearGradient(new(0, 0), new(w, h), [new(255, 240, 210, 40), new(0, 0, 20, 90)], SKShaderTileMode.Clamp) };
            c.DrawRect(0, 0, w, h, shade);
        });
        using var soft = Filtered(seen, new() { ImageFilter = SKImageFilter.CreateBlur(0.8f, 0.8f) });
        return Noisy(soft, random);
    }

    internal static SKBitmap Noisy(SKBitmap b, Random random)
    {
        var noisy = b.Copy();
        var pixels = noisy.GetPixelSpan();
        var bytes = new byte[pixels.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = i % 4 == 3 ? (byte)255 : (byte)Math.Clamp(pixels[i] + random.Next(-9, 10), 0, 255);
        System.Runtime.InteropServices.Marshal.Copy(bytes, 0, noisy.GetPixels(), bytes.Length);
        return noisy;
    }

    // The projective matrix that brings a rectangle onto four corners.
    internal static SKMatrix Onto(float width, float height, (float X, float Y)[] to)
    {
        (float X, float Y)[] from = [(0, 0), (width, 0), (width, height), (0, height)];
        var points = from.Zip(to, (f, t) => ((double)f.X, (double)f.Y, (double)t.X, (double)t.Y)).ToList();
        var map = Detection.Features.Mapping.Projective(points, Math.Max(width, height))!.Value;
        return new((float)map.A, (float)map.B, (float)map.C, (float)map.D, (float)map.E, (float)map.F, (float)map.G, (float)map.H, 1);
    }

    internal static SKBitmap Painted(int width, int height, Action<SKCanvas> paint)
    {
        var bitmap = new SKBitmap(new SKImageInfo(Math.Max(1, width), Math.Max(1, height), SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        paint(canvas);
        return bitmap;
    }

    static void DrawThrough(SKCanvas canvas, SKBitmap bitmap, SKPaint paint)
    {
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default, paint);
    }

    internal static void Draw(SKCanvas canvas, SKBitmap bitmap, SKRect to)
    {
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, to, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }
}
