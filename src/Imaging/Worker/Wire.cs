using System.Buffers.Binary;
using System.Text.Json;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Imaging.Worker;

/// <summary>What goes through the pipes: each message a length of four bytes and that many bytes.</summary>
static class Wire
{
    /// <summary>What is asked with a certificate to be written, in place of what is asked of a picture.</summary>
    public const byte Certificate = 0xFF;

    const int Largest = 64 * 1024 * 1024;

    /// <summary>Sends a message made of parts.</summary>
    public static void Send(Stream to, params ReadOnlySpan<byte[]> parts)
    {
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
            to.Write(length);
            to.Write(part);
        }

        to.Flush();
    }

    /// <summary>Receives one part; nothing at the end of the pipe.</summary>
    public static byte[]? Receive(Stream from)
    {
        Span<byte> length = stackalloc byte[4];
        if (from.ReadAtLeast(length, 4, throwOnEndOfStream: false) < 4) return null;
        var count = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (count is < 0 or > Largest) return null;
        var part = new byte[count];
        return from.ReadAtLeast(part, count, throwOnEndOfStream: false) < count ? null : part;
    }

    /// <summary>Sends what became of a picture.</summary>
    public static void Answer(Stream to, ExaminedPicture picture) => Send(to,
        JsonSerializer.SerializeToUtf8Bytes(picture with { Print = null, Copy = null }),
        picture.Print is null ? [] : PrintFile.Write(picture.Print), picture.Copy ?? []);

    /// <summary>Receives it; nothing where the worker went away or answers nonsense: a worker that was taken over is not believed either.</summary>
    public static ExaminedPicture? Answered(Stream from)
    {
        if (Receive(from) is not { } json || Receive(from) is not { } print || Receive(from) is not { } copy) return null;
        try
        {
            var picture = JsonSerializer.Deserialize<ExaminedPicture>(json);
            return picture is null ? null : picture with { Print = print.Length == 0 ? null : PrintFile.Read(print), Copy = copy.Length == 0 ? null : copy };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
