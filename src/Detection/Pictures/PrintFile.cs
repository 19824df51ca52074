using System.Runtime.InteropServices;
using Wardmark.Detection.Features;
using Wardmark.Detection.Images;
using Wardmark.Detection.Shapes;

namespace Wardmark.Detection.Pictures;

/// <summary>What an index needs of a print: hashes, look and sketches, the first few kilobytes of its file.</summary>
public sealed record PrintHead(IReadOnlyList<PdqHash> Hashes, IReadOnlyList<Sketch> Sketches, bool IsDrawing, PictureLook? Look)
{
    /// <summary>The head of a print.</summary>
    public static PrintHead Of(PicturePrint print) =>
        new(print.Inner == print.Hash ? [print.Hash] : [print.Hash, print.Inner], Sketch.Of(print.Features), print.IsDrawing, print.Look);
}

/// <summary>A print as bytes. Little-endian; a file of another version is not read, and made again from its picture.</summary>
public static class PrintFile
{
    const byte DrawingFlag = 1;
    const byte FineFlag = 2;
    const byte LookFlag = 4;
    const byte ViewFlag = 8;
    const int Magic = 0x35504D57;

    /// <summary>Longest head.</summary>
    public const int LongestHead = 4 + 1 + 1 + (16 * 36) + 8 + PictureLook.Length + 2 + (SketchIndex.MostIndexed * 10);

    /// <summary>Writes a print.</summary>
    public static byte[] Write(PicturePrint print)
    {
        using var bytes = new MemoryStream(64 * 1024);
        using var to = new BinaryWriter(bytes);
        to.Write(Magic);
        to.Write((byte)((print.IsDrawing ? DrawingFlag : 0) | (print.Fine is null ? 0 : FineFlag) | (print.Look is null ? 0 : LookFlag) | (print.OwnView is null ? 0 : ViewFlag)));
        to.Write((byte)print.Turns.Count);
        foreach (var hash in print.Turns) WriteHash(to, hash);

        if (print.Look is { } look)
        {
            to.Write(look.Network);
            to.Write(MemoryMarshal.AsBytes<sbyte>(look.Values));
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
        WritePlaces(to, print.Features.Width, print.Features.Height, print.Features.Places);
        to.Write(print.Features.Descriptors);
        to.Write((byte)print.LogoShapes.Count);
        foreach (var (shape, everyday) in print.LogoShapes)
        {
            WriteShape(to, shape);
            to.Write(everyday);
        }

        if (print.OwnView is { } own) to.Write(MemoryMarshal.AsBytes<sbyte>(own));
        if (print.Fine is { } fine) WriteFine(to, fine);
        return bytes.ToArray();
    }

    /// <summary>Reads a print; nothing where the bytes are of another version or cut short.</summary>
    public static PicturePrint? Read(byte[] bytes) => Try<PicturePrint>(bytes, from =>
    {
        if (ReadHashes(from, out var flags) is not { } turns) return null;
        var look = ReadLook(from, flags);
        from.ReadBytes(from.ReadUInt16() * 10);
        int width = from.ReadInt32(), height = from.ReadInt32();
        int smallWidth = from.ReadUInt16(), smallHeight = from.ReadUInt16();
        var small = new Plane(smallWidth, smallHeight, [.. from.ReadBytes(smallWidth * smallHeight).Select(b => (float)b)]);
        var places = ReadPlaces(from, out var featuresWidth, out var featuresHeight);
        var features = new LocalFeatures(featuresWidth, featuresHeight, places, from.ReadBytes(places.Length * LocalFeatures.Length));
        var logo = new LogoShape[from.ReadByte()];
        for (var i = 0; i < logo.Length; i++) logo[i] = new(ReadShape(from), from.ReadDouble());
        return new()
        {
            Width = width, Height = height, Turns = turns, Small = small,
            Features = features, IsDrawing = (flags & DrawingFlag) != 0, LogoShapes = logo, Look = look, OwnView = (flags & ViewFlag) == 0 ? null : ReadView(from), Fine = (flags & FineFlag) == 0 ? null : ReadFine(from),
        };
    });

    /// <summary>Reads only the head; nothing where the bytes are of another version or cut short.</summary>
    public static PrintHead? ReadHead(byte[] bytes) => Try<PrintHead>(bytes, from =>
    {
        if (ReadHashes(from, out var flags) is not { } turns) return null;
        var look = ReadLook(from, flags);
        var sketches = new Sketch[from.ReadUInt16()];
        for (var i = 0; i < sketches.Length; i++) sketches[i] = new(from.ReadUInt16(), from.ReadUInt64());
        return new(turns.Length > 8 && turns[8] != turns[0] ? [turns[0], turns[8]] : [turns[0]], sketches, (flags & DrawingFlag) != 0, look);
    });

    static void WriteHash(BinaryWriter to, PdqHash hash)
    {
        to.Write(hash.A);
        to.Write(hash.B);
        to.Write(hash.C);
        to.Write(hash.D);
        to.Write(hash.Quality);
    }

    static PictureLook? ReadLook(BinaryReader from, byte flags)
    {
        if ((flags & LookFlag) == 0) return null;
        var (network, values) = (from.ReadUInt64(), new sbyte[PictureLook.Length]);
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return new(network, values);
    }

    static void WritePlaces(BinaryWriter to, int width, int height, FeaturePlace[] places)
    {
        to.Write((ushort)width);
        to.Write((ushort)height);
        to.Write((ushort)places.Length);
        foreach (var place in places)
        {
            to.Write(place.X);
            to.Write(place.Y);
            to.Write(place.Scale);
            to.Write(place.Angle);
        }
    }

    static FeaturePlace[] ReadPlaces(BinaryReader from, out int width, out int height)
    {
        (width, height) = (from.ReadUInt16(), from.ReadUInt16());
        var places = new FeaturePlace[from.ReadUInt16()];
        for (var i = 0; i < places.Length; i++) places[i] = new(from.ReadSingle(), from.ReadSingle(), from.ReadSingle(), from.ReadSingle());
        return places;
    }

    static void WriteFine(BinaryWriter to, FineFeatures fine)
    {
        WritePlaces(to, fine.Width, fine.Height, fine.Places);
        foreach (var word in fine.Bits) to.Write(word);
        to.Write((ushort)fine.Shapes.Count);
        foreach (var shape in fine.Shapes) WriteShape(to, shape);
        to.Write((ushort)fine.Views.Count);
        foreach (var view in fine.Views)
        {
            foreach (var side in (ReadOnlySpan<double>)[view.Box.Left, view.Box.Top, view.Box.Right, view.Box.Bottom]) to.Write((float)side);
            to.Write(view.Sure);
            to.Write(MemoryMarshal.AsBytes<sbyte>(view.Values));
        }
    }

    static FineFeatures ReadFine(BinaryReader from)
    {
        var places = ReadPlaces(from, out var width, out var height);
        var bits = new ulong[places.Length * FineFeatures.Words];
        for (var i = 0; i < bits.Length; i++) bits[i] = from.ReadUInt64();
        var shapes = new Shape[from.ReadUInt16()];
        for (var i = 0; i < shapes.Length; i++) shapes[i] = ReadShape(from);
        var views = new LogoView[from.ReadUInt16()];
        for (var i = 0; i < views.Length; i++) views[i] = new(new(from.ReadSingle(), from.ReadSingle(), from.ReadSingle(), from.ReadSingle()), from.ReadSingle(), ReadView(from));
        return new(width, height, places, bits) { Shapes = shapes, Views = views };
    }

    static sbyte[] ReadView(BinaryReader from)
    {
        var values = new sbyte[LogoView.Length];
        from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    static void WriteShape(BinaryWriter to, Shape shape)
    {
        foreach (var side in (ReadOnlySpan<int>)[shape.Left, shape.Top, shape.Right, shape.Bottom]) to.Write((ushort)side);
        foreach (var word in shape.Bits) to.Write(word);
    }

    static Shape ReadShape(BinaryReader from)
    {
        int left = from.ReadUInt16(), top = from.ReadUInt16(), right = from.ReadUInt16(), bottom = from.ReadUInt16();
        var bits = new ulong[Shape.Words];
        for (var i = 0; i < bits.Length; i++) bits[i] = from.ReadUInt64();
        return new(bits, left, top, right, bottom);
    }

    static PdqHash[]? ReadHashes(BinaryReader from, out byte flags)
    {
        flags = 0;
        if (from.ReadInt32() != Magic) return null;
        flags = from.ReadByte();
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
