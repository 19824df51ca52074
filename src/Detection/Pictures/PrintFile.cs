using Wardmark.Detection.Features;
using Wardmark.Detection.Images;

namespace Wardmark.Detection.Pictures;

/// <summary>What an index needs of a print: hashes and sketches, the first few kilobytes of its file.</summary>
public sealed record PrintHead(IReadOnlyList<PdqHash> Hashes, IReadOnlyList<Sketch> Sketches)
{
    /// <summary>The head of a print.</summary>
    public static PrintHead Of(PicturePrint print) =>
        new(print.Inner == print.Hash ? [print.Hash] : [print.Hash, print.Inner], Sketch.Of(print.Features));
}

/// <summary>A print as bytes. Little-endian; a file of another version is not read, and made again from its picture.</summary>
public static class PrintFile
{
    const int Magic = 0x31504D57;

    /// <summary>Longest head.</summary>
    public const int LongestHead = 4 + 1 + (16 * 36) + 2 + (SketchIndex.MostIndexed * 10);

    /// <summary>Writes a print.</summary>
    public static byte[] Write(PicturePrint print)
    {
        using var bytes = new MemoryStream(64 * 1024);
        using var to = new BinaryWriter(bytes);
        to.Write(Magic);
        to.Write((byte)print.Turns.Count);
        foreach (var hash in print.Turns)
        {
            to.Write(hash.A);
            to.Write(hash.B);
            to.Write(hash.C);
            to.Write(hash.D);
            to.Write(hash.Quality);
        }

        var sketches = Sketch.Of(print.Features);
        to.Write((ushort)sketches.Length);
        foreach (var sketch in sketches)
        {
            to.Write(sketch.List);
            to.Write(sketch.Bits);
        }

        to.Write(print.Width);
        to.Write(print.Height);
        to.Write((ushort)print.Small.Width);
        to.Write((ushort)print.Small.Height);
        foreach (var value in print.Small.Values) to.Write((byte)Math.Clamp(MathF.Round(value), 0, 255));
        to.Write((ushort)print.Features.Width);
        to.Write((ushort)print.Features.Height);
        to.Write((ushort)print.Features.Count);
        foreach (var place in print.Features.Places)
        {
            to.Write(place.X);
            to.Write(place.Y);
            to.Write(place.Scale);
            to.Write(place.Angle);
        }

        to.Write(print.Features.Descriptors);
        return bytes.ToArray();
    }

    /// <summary>Reads a print; nothing where the bytes are of another version or cut short.</summary>
    public static PicturePrint? Read(byte[] bytes) => Try<PicturePrint>(bytes, from =>
    {
        if (ReadHashes(from) is not { } turns) return null;
        from.ReadBytes(from.ReadUInt16() * 10);
        int width = from.ReadInt32(), height = from.ReadInt32();
        int smallWidth = from.ReadUInt16(), smallHeight = from.ReadUInt16();
        var small = new Plane(smallWidth, smallHeight, [.. from.ReadBytes(smallWidth * smallHeight).Select(b => (float)b)]);
        int featuresWidth = from.ReadUInt16(), featuresHeight = from.ReadUInt16();
        var places = new FeaturePlace[from.ReadUInt16()];
        for (var i = 0; i < places.Length; i++) places[i] = new(from.ReadSingle(), from.ReadSingle(), from.ReadSingle(), from.ReadSingle());
        return new()
        {
            Width = width, Height = height, Turns = turns, Small = small,
            Features = new(featuresWidth, featuresHeight, places, from.ReadBytes(places.Length * LocalFeatures.Length)),
        };
    });

    /// <summary>Reads only the head; nothing where the bytes are of another version or cut short.</summary>
    public static PrintHead? ReadHead(byte[] bytes) => Try<PrintHead>(bytes, from =>
    {
        if (ReadHashes(from) is not { } turns) return null;
        var sketches = new Sketch[from.ReadUInt16()];
        for (var i = 0; i < sketches.Length; i++) sketches[i] = new(from.ReadUInt16(), from.ReadUInt64());
        return new(turns.Length > 8 && turns[8] != turns[0] ? [turns[0], turns[8]] : [turns[0]], sketches);
    });

    static PdqHash[]? ReadHashes(BinaryReader from)
    {
        if (from.ReadInt32() != Magic) return null;
        var turns = new PdqHash[from.ReadByte()];
        for (var i = 0; i < turns.Length; i++) turns[i] = new(from.ReadUInt64(), from.ReadUInt64(), from.ReadUInt64(), from.ReadUInt64(), from.ReadInt32());
        return turns.Length is 8 or 16 ? turns : null;
    }

    static T? Try<T>(byte[] bytes, Func<BinaryReader, T?> read) where T : class
    {
        using var from = new BinaryReader(new MemoryStream(bytes));
        try
        {
            return read(from);
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException)
        {
            return null;
        }
    }
}
