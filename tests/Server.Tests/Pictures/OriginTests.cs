using System.Buffers.Binary;
using System.Text;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Server.Tests.Pictures;

/// <summary>What files say of where they came from; files are made here, byte by byte.</summary>
public sealed class OriginTests
{
    static readonly byte[] Photo = File.ReadAllBytes(Path.Combine(AwaitedPicturesTests.Folder, "ref-01.jpg"));

    [Fact]
    public void A_camera_its_clock_and_an_editor_are_read_and_where_it_was_is_not_kept()
    {
        var origin = OriginReader.Read(WithExif(Photo, ("Make", "Canon"), ("Model", "EOS R6"), ("Software", "Adobe Photoshop 26.1")))!;
        (origin.Camera, origin.Software, origin.IsEdited, origin.IsScreenshot).ShouldBe(("Canon EOS R6", "Adobe Photoshop 26.1", true, false));
        OriginReader.Read(WithExif(Photo, ("Make", "Canon"), ("Model", "EOS R6")))!.IsEdited.ShouldBeFalse("the control");
        typeof(PictureOrigin).GetProperties().Select(p => p.Name).ShouldNotContain(n => n.Contains("Latitude") || n.Contains("Location"));
    }

    [Fact]
    public void A_screenshot_says_so()
    {
        OriginReader.Read(WithExif(Photo, ("Software", "GNOME Screenshot")))!.IsScreenshot.ShouldBeTrue();
        OriginReader.Read(Png(("tEXt", Encoding.Latin1.GetBytes("Software\0gnome-screenshot"))))!.IsScreenshot.ShouldBeTrue();
        OriginReader.Read(Png()).ShouldBeNull("a file that says nothing");
    }

    [Fact]
    public void Content_credentials_are_seen_in_each_format_and_never_called_valid()
    {
        var box = "jumb....c2pa...."u8.ToArray();
        foreach (var file in new[] { Insert(Photo, 0xEB, box), Png(("caBX", box)), Webp(("C2PA", box)) })
            OriginReader.Read(file)!.Credentials.ShouldBe("Content Credentials (C2PA), not validated");
        foreach (var file in new[] { Insert(Photo, 0xEB, "jumb....none...."u8.ToArray()), Png(("zTXt", box)), Webp(("EXIF", box)) })
            OriginReader.Read(file)?.Credentials.ShouldBeNull("the control");
    }

    [Fact]
    public void Nonsense_is_no_origin_and_no_failure()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = WithExif(Photo, ("Make", "Canon"), ("Software", "x"))[..4_000];
            for (var n = 0; n < 20; n++) bytes[random.Next(2, 200)] = (byte)random.Next(256);
            Should.NotThrow(() => OriginReader.Read(bytes));
            Should.NotThrow(() => OriginReader.Read(Png(("caBX", bytes))[..random.Next(8, 200)]));
        }
    }

    static byte[] Insert(byte[] jpeg, byte marker, byte[] content)
    {
        var head = new byte[4];
        (head[0], head[1]) = (0xFF, marker);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)(content.Length + 2));
        return [.. jpeg[..2], .. head, .. content, .. jpeg[2..]];
    }

    // A little-endian TIFF with one directory of texts (EXIF 2.32).
    static byte[] WithExif(byte[] jpeg, params (string Tag, string Text)[] texts)
    {
        var tags = texts.Select(t => (Number: t.Tag switch { "Make" => 0x010F, "Model" => 0x0110, _ => 0x0131 }, Text: Encoding.ASCII.GetBytes(t.Text + "\0\0\0\0"))).ToList();
        var tiff = new List<byte>([.. "II*\0"u8, 8, 0, 0, 0, (byte)tags.Count, 0]);
        var at = 8 + 2 + (tags.Count * 12) + 4;
        foreach (var (number, text) in tags)
        {
            var entry = new byte[12];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)number);
            BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(2), 2);
            BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(4), text.Length);
            BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(8), at);
            tiff.AddRange(entry);
            at += text.Length;
        }

        tiff.AddRange(new byte[4]);
        foreach (var (_, text) in tags) tiff.AddRange(text);
        return Insert(jpeg, 0xE1, [.. "Exif\0\0"u8, .. tiff]);
    }

    static byte[] Png(params (string Kind, byte[] Content)[] chunks)
    {
        byte[] header = [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0];
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", header), .. chunks.SelectMany(c => Chunk(c.Kind, c.Content)), .. Chunk("IEND", [])];
    }

    static byte[] Chunk(string kind, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(kind), .. content, 0, 0, 0, 0];
    }

    static byte[] Webp(params (string Kind, byte[] Content)[] chunks)
    {
        var body = chunks.SelectMany(c =>
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, c.Content.Length);
            return (byte[])[.. Encoding.ASCII.GetBytes(c.Kind), .. length, .. c.Content, .. new byte[c.Content.Length & 1]];
        }).ToArray();
        var all = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(all, body.Length + 4);
        return [.. "RIFF"u8, .. all, .. "WEBP"u8, .. body];
    }
}
