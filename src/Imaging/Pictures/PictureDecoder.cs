using SkiaSharp;
using Wardmark.Detection.Images;

namespace Wardmark.Imaging.Pictures;

/// <summary>What became of a picture: its hash and size, or the reason why it was not read.</summary>
public sealed record DecodedPicture(PdqHash Hash, int Width, int Height, string? Refusal)
{
    /// <summary>A picture that was not read.</summary>
    public static DecodedPicture Refused(string reason) => new(default, 0, 0, reason);
}

/// <summary>Decodes hostile pictures: the header is believed first, and a picture over budget is never unpacked.</summary>
public static class PictureDecoder
{
    /// <summary>Largest file.</summary>
    public const int LargestFile = 20 * 1024 * 1024;

    /// <summary>Most pixels; the header of a decompression bomb names more, and it is refused there.</summary>
    public const long MostPixels = 50_000_000;

    const int LongestSide = 20_000;

    /// <summary>Reads and hashes a picture file.</summary>
    public static DecodedPicture DecodeFile(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) return DecodedPicture.Refused("the file is not there");
            return file.Length > LargestFile
                ? DecodedPicture.Refused($"the file has {file.Length} bytes; at most {LargestFile} are read")
                : Decode(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return DecodedPicture.Refused(e.Message);
        }
    }

    /// <summary>Hashes a picture's bytes.</summary>
    public static DecodedPicture Decode(byte[] bytes)
    {
        if (bytes.Length > LargestFile) return DecodedPicture.Refused($"more than {LargestFile} bytes");
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null) return DecodedPicture.Refused("not a PNG, JPEG, WebP, GIF or BMP picture");
        using var bitmap = Unpack(codec, out var refusal);
        if (bitmap is null) return DecodedPicture.Refused(refusal!);
        var rgb = Rgb(bitmap);
        return new(Pdq.Hash(rgb, bitmap.Width, bitmap.Height), bitmap.Width, bitmap.Height, null);
    }

    /// <summary>The luma of a picture's bytes; nothing, with the reason, where it cannot be read.</summary>
    public static Plane? Luma(byte[] bytes, out string? refusal)
    {
        refusal = bytes.Length > LargestFile ? $"more than {LargestFile} bytes" : null;
        if (refusal is not null) return null;
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null) refusal = "not a PNG, JPEG, WebP, GIF or BMP picture";
        using var bitmap = codec is null ? null : Unpack(codec, out refusal);
        return bitmap is null ? null : Plane.OfRgb(Rgb(bitmap), bitmap.Width, bitmap.Height);
    }

    /// <summary>The picture again, as a JPEG of our own making, for a reviewer's eyes; nothing where it cannot be read.</summary>
    public static byte[]? Derive(byte[] bytes, int longestSide)
    {
        if (bytes.Length > LargestFile) return null;
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null) return null;
        using var bitmap = Unpack(codec, out _);
        if (bitmap is null) return null;
        var scale = Math.Min(1.0, (double)longestSide / Math.Max(bitmap.Width, bitmap.Height));
        var size = new SKImageInfo(Math.Max(1, (int)(bitmap.Width * scale)), Math.Max(1, (int)(bitmap.Height * scale)));
        using var small = bitmap.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var flat = new SKBitmap(size.Width, size.Height);
        using (var canvas = new SKCanvas(flat))
        {
            canvas.Clear(SKColors.White);
            canvas.DrawImage(SKImage.FromBitmap(small ?? bitmap), new SKRect(0, 0, size.Width, size.Height), SKSamplingOptions.Default);
        }

        using var jpeg = flat.Encode(SKEncodedImageFormat.Jpeg, 85);
        return jpeg?.ToArray();
    }

    static SKBitmap? Unpack(SKCodec codec, out string? refusal)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        refusal = width <= 0 || height <= 0 ? "the header names no size"
            : (long)width * height > MostPixels || Math.Max(width, height) > LongestSide
                ? $"the header claims {width} × {height} pixels; at most {MostPixels} are unpacked" : null;
        if (refusal is not null) return null;
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result is SKCodecResult.Success or SKCodecResult.IncompleteInput) return bitmap;
        bitmap.Dispose();
        refusal = $"the picture is damaged ({result})";
        return null;
    }

    static byte[] Rgb(SKBitmap bitmap)
    {
        var pixels = bitmap.GetPixelSpan();
        var rgb = new byte[bitmap.Width * bitmap.Height * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            rgb[to] = pixels[from];
            rgb[to + 1] = pixels[from + 1];
            rgb[to + 2] = pixels[from + 2];
        }

        return rgb;
    }
}
