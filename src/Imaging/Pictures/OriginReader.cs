using System.Buffers.Binary;
using System.Globalization;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Png;
using MetadataExtractor.Formats.Xmp;
using Wardmark.Detection.Pictures;

namespace Wardmark.Imaging.Pictures;

/// <summary>Reads what a file says of its origin: EXIF, XMP, PNG texts, and whether Content Credentials are in it.</summary>
public static class OriginReader
{
    const int Longest = 100;
    static readonly string[] Editors = ["photoshop", "lightroom", "gimp", "canva", "pixelmator", "affinity", "snapseed", "picsart", "paint.net", "facetune", "meitu", "photoroom", "remove.bg", "imagemagick"];
    static readonly string[] Screens = ["screenshot", "screen shot", "captured by", "snipping", "greenshot", "shutter", "flameshot", "gnome-screenshot"];

    /// <summary>What the file says; nothing where it says nothing, or nonsense.</summary>
    public static PictureOrigin? Read(byte[] bytes)
    {
        var credentials = CredentialsIn(bytes);
        try
        {
            using var stream = new MemoryStream(bytes);
            var all = ImageMetadataReader.ReadMetadata(stream);
            var (main, sub) = (all.OfType<ExifIfd0Directory>().FirstOrDefault(), all.OfType<ExifSubIfdDirectory>().FirstOrDefault());
            var camera = Text($"{main?.GetString(ExifDirectoryBase.TagMake)} {main?.GetString(ExifDirectoryBase.TagModel)}");
            var xmp = all.OfType<XmpDirectory>().SelectMany(x => x.GetXmpProperties()).ToLookup(p => p.Key, p => p.Value);
            var words = all.OfType<PngDirectory>().SelectMany(d => d.Tags).Where(t => t.Type == PngDirectory.TagTextualData).Select(t => t.Description);
            var software = Text(main?.GetString(ExifDirectoryBase.TagSoftware)) ?? Text(xmp["xmp:CreatorTool"].FirstOrDefault())
                ?? Text(words.FirstOrDefault(w => w?.StartsWith("Software:", StringComparison.OrdinalIgnoreCase) == true)?["Software:".Length..]);
            string?[] texts = [software, sub?.GetDescription(ExifDirectoryBase.TagUserComment), main?.GetString(ExifDirectoryBase.TagImageDescription), .. words];
            var said = string.Join(' ', texts).ToLowerInvariant();
            var origin = new PictureOrigin(camera, software,
                sub is not null && sub.TryGetDateTime(ExifDirectoryBase.TagDateTimeOriginal, out var taken) ? taken.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) : null,
                all.OfType<GpsDirectory>().Any(g => g.GetGeoLocation() is not null), credentials, Screens.Any(said.Contains), Editors.Any(said.Contains),
                xmp["Iptc4xmpExt:DigitalSourceType"].Any(v => v?.Contains("lgorithmicMedia", StringComparison.Ordinal) == true));
            return origin == new PictureOrigin() ? null : origin;
        }
        catch (Exception e) when (e is ImageProcessingException or IOException or MetadataException or ArgumentException or InvalidDataException)
        {
            return credentials is null ? null : new(Credentials: credentials);
        }
    }

    // Where the C2PA manifest store lies by the specification: segments APP11 of JPEG, chunk caBX of PNG, chunk C2PA of WebP.
    static string? CredentialsIn(ReadOnlySpan<byte> bytes)
    {
        var found = bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? InJpeg(bytes) : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47]) ? InPng(bytes) : bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && InWebp(bytes[12..]);
        return found ? "Content Credentials (C2PA), not validated" : null;
    }

    static bool InJpeg(ReadOnlySpan<byte> bytes)
    {
        for (var at = 2; at + 4 <= bytes.Length && bytes[at] == 0xFF;)
        {
            var (marker, length) = (bytes[at + 1], BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]));
            if (marker == 0xDA || length < 2 || at + 2 + length > bytes.Length) return false;
            if (marker == 0xEB && bytes.Slice(at + 4, length - 2).IndexOf("c2pa"u8) >= 0) return true;
            at += 2 + length;
        }

        return false;
    }

    static bool InPng(ReadOnlySpan<byte> bytes)
    {
        for (var at = 8; at + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (bytes.Slice(at + 4, 4).SequenceEqual("caBX"u8)) return true;
            if (length > bytes.Length) return false;
            at += (int)length + 12;
        }

        return false;
    }

    static bool InWebp(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at + 8 <= bytes.Length;)
        {
            if (bytes.Slice(at, 4).SequenceEqual("C2PA"u8)) return true;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
            if (length > bytes.Length) return false;
            at += 8 + (int)length + (int)(length & 1);
        }

        return false;
    }

    static string? Text(string? text)
    {
        var plain = string.Concat((text ?? "").Where(c => !char.IsControl(c))).Trim();
        return plain.Length == 0 ? null : plain[..Math.Min(Longest, plain.Length)];
    }
}
