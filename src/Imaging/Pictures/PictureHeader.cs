using System.Buffers.Binary;

namespace Wardmark.Imaging.Pictures;

/// <summary>What a picture's first bytes claim, read without unpacking anything: kind, size, frames.</summary>
public sealed record PictureHeader(string Kind, int Width, int Height, int Frames)
{
    /// <summary>Largest file.</summary>
    public const int LargestFile = 20 * 1024 * 1024;

    /// <summary>Most pixels; the header of a decompression bomb names more, and it is refused there.</summary>
    public const long MostPixels = 50_000_000;

    /// <summary>Most frames of an animation.</summary>
    public const int MostFrames = 200;

    const int LongestSide = 20_000;

    /// <summary>Why a file is not unpacked; nothing where its header is within bounds.</summary>
    public static string? Refuse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LargestFile) return $"the file has {bytes.Length} bytes; at most {LargestFile} are read";
        if (bytes.Length == 0) return "the file is empty";
        if (Read(bytes) is not { } header) return "not a PNG, JPEG, WebP, GIF or BMP picture";
        if (header.Width <= 0 || header.Height <= 0) return "the header names no size";
        if ((long)header.Width * header.Height > MostPixels || Math.Max(header.Width, header.Height) > LongestSide)
            return $"the header claims {header.Width} × {header.Height} pixels; at most {MostPixels} are unpacked";
        return header.Frames > MostFrames ? $"the picture has {header.Frames} frames; at most {MostFrames} are read" : null;
    }

    /// <summary>The header; nothing where the bytes begin no picture that is known.</summary>
    public static PictureHeader? Read(ReadOnlySpan<byte> b)
    {
        if (b.Length > 8 && b[0] == 0x89 && b[1..8].SequenceEqual("PNG\r\n\x1a\n"u8)) return Png(b);
        if (b.Length > 3 && b[0] == 0xFF && b[1] == 0xD8 && b[2] == 0xFF) return Jpeg(b);
        if (b.StartsWith("GIF87a"u8) || b.StartsWith("GIF89a"u8)) return Gif(b);
        if (b.Length > 30 && b.StartsWith("RIFF"u8) && b[8..12].SequenceEqual("WEBP"u8)) return WebP(b);
        return b.Length > 26 && b.StartsWith("BM"u8) ? Bmp(b) : null;
    }

    static PictureHeader? Png(ReadOnlySpan<byte> b)
    {
        if (b.Length < 33) return null;
        var frames = 1;
        for (var at = 8; at + 12 <= b.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(b[at..]);
            var kind = b.Slice(at + 4, 4);
            if (kind.SequenceEqual("IDAT"u8)) break;
            if (kind.SequenceEqual("acTL"u8) && at + 12 < b.Length) frames = Bounded(BinaryPrimitives.ReadUInt32BigEndian(b[(at + 8)..]));
            if (length > (uint)(b.Length - at)) break;
            at += 12 + (int)length;
        }

        return new("image/png", Bounded(BinaryPrimitives.ReadUInt32BigEndian(b[16..])), Bounded(BinaryPrimitives.ReadUInt32BigEndian(b[20..])), frames);
    }

    // The size stands in the first start-of-frame segment.
    static PictureHeader? Jpeg(ReadOnlySpan<byte> b)
    {
        for (var at = 2; at + 9 < b.Length;)
        {
            if (b[at] != 0xFF)
            {
                at++;
                continue;
            }

            var marker = b[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
                return new("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(b[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(b[(at + 5)..]), 1);
            at += marker is 0xFF ? 1 : marker is 0x01 or (>= 0xD0 and <= 0xD8) ? 2 : 2 + BinaryPrimitives.ReadUInt16BigEndian(b[(at + 2)..]);
        }

        return null;
    }

    static PictureHeader? Gif(ReadOnlySpan<byte> b)
    {
        if (b.Length < 13) return null;
        var frames = 0;
        var at = 13 + ColourTable(b[10]);
        while (at < b.Length && b[at] != 0x3B)
        {
            if (b[at] == 0x21) at = AfterBlocks(b, at + 2);
            else if (b[at] == 0x2C && at + 10 < b.Length)
            {
                frames++;
                at = AfterBlocks(b, at + 11 + ColourTable(b[at + 9]));
            }
            else break;
        }

        return new("image/gif", BinaryPrimitives.ReadUInt16LittleEndian(b[6..]), BinaryPrimitives.ReadUInt16LittleEndian(b[8..]), Math.Max(1, frames));
    }

    static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    static int AfterBlocks(ReadOnlySpan<byte> b, int at)
    {
        while (at < b.Length && b[at] != 0) at += b[at] + 1;
        return at + 1;
    }

    static PictureHeader? WebP(ReadOnlySpan<byte> b)
    {
        var kind = b.Slice(12, 4);
        if (kind.SequenceEqual("VP8 "u8))
            return new("image/webp", BinaryPrimitives.ReadUInt16LittleEndian(b[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(b[28..]) & 0x3FFF, 1);
        if (kind.SequenceEqual("VP8L"u8))
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(b[21..]);
            return new("image/webp", (int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1, 1);
        }

        if (!kind.SequenceEqual("VP8X"u8)) return null;
        var frames = 0;
        for (var at = 12; at + 8 <= b.Length;)
        {
            if (b.Slice(at, 4).SequenceEqual("ANMF"u8)) frames++;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(b[(at + 4)..]);
            if (length > (uint)(b.Length - at)) break;
            at += 8 + (int)((length + 1) & ~1u);
        }

        return new("image/webp", (b[24] | (b[25] << 8) | (b[26] << 16)) + 1, (b[27] | (b[28] << 8) | (b[29] << 16)) + 1, Math.Max(1, frames));
    }

    static PictureHeader Bmp(ReadOnlySpan<byte> b)
    {
        var isOld = BinaryPrimitives.ReadUInt32LittleEndian(b[14..]) == 12;
        return isOld
            ? new("image/bmp", BinaryPrimitives.ReadUInt16LittleEndian(b[18..]), BinaryPrimitives.ReadUInt16LittleEndian(b[20..]), 1)
            : new("image/bmp", Bounded(BinaryPrimitives.ReadUInt32LittleEndian(b[18..])), Bounded((uint)Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(b[22..]))), 1);
    }

    static int Bounded(uint value) => (int)Math.Min(value, int.MaxValue);
}
