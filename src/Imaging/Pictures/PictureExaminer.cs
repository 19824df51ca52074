using System.Numerics;
using System.Runtime.InteropServices;
using SkiaSharp;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Codes;
using Wardmark.Imaging.Drawings;
using Wardmark.Imaging.Looks;
using Wardmark.Imaging.Pixels;
using Wardmark.Imaging.Words;
using Plane = Wardmark.Detection.Images.Plane;

namespace Wardmark.Imaging.Pictures;

/// <summary>
/// Unpacks pictures with native code and takes from them what is asked for. Runs in a worker process only
/// (<see cref="Worker.PictureWorkers"/>), never in a process that holds anything worth having.
/// </summary>
public static class PictureExaminer
{
    /// <summary>Longest side of a copy for reviewers.</summary>
    public const int CopySide = 640;

    // Nothing that is taken of a picture looks at more than 1,000 pixels across: of a larger JPEG the decoder leaves out what would only be averaged away.
    const int EnoughAcross = 1_500;

    static readonly Vector<float> White = new(255f);

    /// <summary>Examines a picture's bytes.</summary>
    public static ExaminedPicture Examine(byte[] bytes, PictureAsk ask)
    {
        using var bitmap = Open(bytes, ask, out var size, out var refusal);
        if (bitmap is null) return ExaminedPicture.Refused(refusal!);
        // So that drawing from it copies no pixels, and what is scaled down for one line of words serves the next.
        bitmap.SetImmutable();
        return new()
        {
            Width = size.Width, Height = size.Height,
            Print = ask.HasFlag(PictureAsk.Print) ? PrintOf(LumaOf(bitmap), size, ask) with { Look = LookReader.Shipped?.Read(bitmap) } : null,
            Copy = ask.HasFlag(PictureAsk.Copy) ? CopyOf(bitmap) : null,
            Lines = ask.HasFlag(PictureAsk.Words) ? WordReader.Shipped?.Read(bitmap) ?? [] : [],
            Codes = ask.HasFlag(PictureAsk.Codes) ? CodeReader.Read(bitmap) : [],
            Origin = ask.HasFlag(PictureAsk.Words) ? OriginReader.Read(bytes) : null,
        };
    }

    // With what the networks say beside what is worked out from the pixels.
    static PicturePrint PrintOf(Plane luma, SKSizeI size, PictureAsk ask)
    {
        var print = PicturePrint.Of(luma, ask.HasFlag(PictureAsk.Fine), (size.Width, size.Height));
        return LogoViewReader.Shipped is not { } views ? print : print with
        {
            Fine = print.Fine is null ? null : print.Fine with { Views = views.Read(luma) },
            OwnView = print.IsDrawing && ask.HasFlag(PictureAsk.Drawing) ? views.OfDrawing(luma) : null,
        };
    }

    /// <summary>The luma of a picture's bytes, of a large JPEG at a half of its size or less; nothing, with the reason, where it cannot be read.</summary>
    public static Plane? Luma(byte[] bytes, out string? refusal)
    {
        using var bitmap = Unpack(bytes, out _, out refusal);
        return bitmap is null ? null : LumaOf(bitmap);
    }

    /// <summary>The luma of an SVG drawing; nothing, with the reason, where it is not rendered.</summary>
    public static Plane? Drawing(byte[] bytes, out string? refusal)
    {
        using var bitmap = Open(bytes, PictureAsk.Drawing, out _, out refusal);
        return bitmap is null ? null : LumaOf(bitmap);
    }

    static SKBitmap? Open(byte[] bytes, PictureAsk ask, out SKSizeI size, out string? refusal)
    {
        if (!ask.HasFlag(PictureAsk.Drawing) || !SvgDrawing.IsOne(bytes)) return Unpack(bytes, out size, out refusal);
        size = default;
        refusal = SvgDrawing.Refuse(bytes);
        if (refusal is not null) return null;
        var drawn = SvgDrawing.Render(bytes);
        if (drawn is null) refusal = "the drawing draws nothing";
        else size = new(drawn.Width, drawn.Height);
        return drawn;
    }

    // The size is the picture's own, which the bitmap is not where it was unpacked smaller.
    static SKBitmap? Unpack(byte[] bytes, out SKSizeI size, out string? refusal)
    {
        size = default;
        refusal = PictureHeader.Refuse(bytes);
        if (refusal is not null) return null;
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null)
        {
            refusal = "the picture is damaged";
            return null;
        }

        // The header is believed as the decoder reads it, too.
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width <= 0 || height <= 0 || (long)width * height > PictureHeader.MostPixels)
        {
            refusal = $"the header claims {width} × {height} pixels; at most {PictureHeader.MostPixels} are unpacked";
            return null;
        }

        var unpacked = Enough(codec);
        var bitmap = new SKBitmap(new SKImageInfo(unpacked.Width, unpacked.Height, SKColorType.Rgba8888, codec.Info.IsOpaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result is SKCodecResult.Success or SKCodecResult.IncompleteInput)
        {
            size = IsOnItsSide(codec.EncodedOrigin) ? new(height, width) : new(width, height);
            return Upright(bitmap, codec.EncodedOrigin);
        }

        bitmap.Dispose();
        refusal = $"the picture is damaged ({result})";
        return null;
    }

    // Halves only: others the decoder works out pixel by pixel.
    static SKSizeI Enough(SKCodec codec)
    {
        var (across, share) = (Math.Max(codec.Info.Width, codec.Info.Height), 1f);
        if (codec.EncodedFormat == SKEncodedImageFormat.Jpeg)
            while (share > 1 / 8f && across * share / 2 >= EnoughAcross) share /= 2;
        return codec.GetScaledDimensions(share);
    }

    static bool IsOnItsSide(SKEncodedOrigin origin) => origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    // A camera held sideways says so beside the pixels.
    static SKBitmap Upright(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default) return bitmap;
        var isTurned = IsOnItsSide(origin);
        float w = bitmap.Width, h = bitmap.Height;
        var upright = new SKBitmap(new SKImageInfo(isTurned ? bitmap.Height : bitmap.Width, isTurned ? bitmap.Width : bitmap.Height, bitmap.ColorType, bitmap.AlphaType));
        using var canvas = new SKCanvas(upright);
        canvas.SetMatrix(origin switch
        {
            SKEncodedOrigin.TopRight => new(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new(0, -1, h, -1, 0, w, 0, 0, 1),
            _ => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
        });
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, 0, 0, SKSamplingOptions.Default);
        bitmap.Dispose();
        return upright;
    }

    // What is transparent is seen on white, as a page shows it.
    static Plane LumaOf(SKBitmap bitmap)
    {
        var pixels = bitmap.GetPixelSpan();
        var plane = new Plane(bitmap.Width, bitmap.Height);
        var stride = bitmap.RowBytes;
        for (var y = 0; y < plane.Height; y++) LumaOf(MemoryMarshal.Cast<byte, uint>(pixels.Slice(y * stride, plane.Width * 4)), plane.Row(y));
        return plane;
    }

    // A pixel's red lies lowest, what it covers highest.
    static void LumaOf(ReadOnlySpan<uint> pixels, Span<float> luma)
    {
        var (x, low) = (0, new Vector<uint>(255));
        for (; x <= luma.Length - Vector<uint>.Count; x += Vector<uint>.Count)
        {
            var some = new Vector<uint>(pixels[x..]);
            Vector<float> red = Vector.ConvertToSingle(some & low), green = Vector.ConvertToSingle((some >> 8) & low), blue = Vector.ConvertToSingle((some >> 16) & low);
            var shown = (red * 0.299f) + (green * 0.587f) + (blue * 0.114f);
            if ((some >> 24) != low) shown = ((shown - White) * Vector.ConvertToSingle(some >> 24) / White) + White;
            shown.CopyTo(luma[x..]);
        }

        for (; x < luma.Length; x++)
        {
            var pixel = pixels[x];
            var shown = (0.299f * (pixel & 255)) + (0.587f * ((pixel >> 8) & 255)) + (0.114f * ((pixel >> 16) & 255));
            luma[x] = pixel >> 24 == 255 ? shown : 255 + ((shown - 255) * (pixel >> 24) / 255f);
        }
    }

    static byte[] CopyOf(SKBitmap bitmap)
    {
        var scale = Math.Min(1.0, (double)CopySide / Math.Max(bitmap.Width, bitmap.Height));
        using var flat = Scaling.To(bitmap, Math.Max(1, (int)(bitmap.Width * scale)), Math.Max(1, (int)(bitmap.Height * scale)));
        using var jpeg = flat.Encode(SKEncodedImageFormat.Jpeg, 85);
        return jpeg.ToArray();
    }
}
