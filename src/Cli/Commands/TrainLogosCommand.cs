using System.Buffers.Binary;
using System.CommandLine;
using System.IO.Compression;
using Wardmark.Detection.Images;
using Wardmark.Imaging.Looks;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark train logos</c>: draws many drawings small, for <c>models/training/logo_views.py</c> to train on.</summary>
static class TrainLogosCommand
{
    const int Side = 80;
    const int Drawn = Side - 4;
    static readonly Option<string[]> Drawings = new("--drawings") { Description = "Folders of SVG files, searched through.", Required = true, AllowMultipleArgumentsPerToken = true };
    static readonly Option<string[]> Without = new("--without") { Description = "Beginnings of file names that are left out: marks that are measured later.", AllowMultipleArgumentsPerToken = true };
    static readonly Option<string> Out = new("--out") { Description = "Where the drawings go.", DefaultValueFactory = _ => "drawings.bin.gz" };

    public static Command Make()
    {
        var command = new Command("logos", $"""
            Draws SVG files as the network that finds logos sees them, for its training (models/training/README.md): ink of
            0 to 255 in squares of {Side} pixels, one after the other, the same for the same files.

            Example:
              wardmark train logos --drawings simple-icons/icons mdi/svg --without apple nike --out drawings.bin.gz
            """)
        { Drawings, Without, Out };
        command.SetAction(Run);
        return command;
    }

    static int Run(ParseResult parse)
    {
        var without = parse.GetValue(Without) ?? [];
        var files = parse.GetValue(Drawings)!.SelectMany(d => Directory.EnumerateFiles(d, "*.svg", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            .Where(f => !without.Any(w => Path.GetFileName(f).StartsWith(w, StringComparison.OrdinalIgnoreCase))).ToList();
        var drawn = files.AsParallel().AsOrdered().Select(f => PictureExaminer.Drawing(File.ReadAllBytes(f), out _) is { } plane ? Ink(plane) : null).OfType<byte[]>().ToList();
        using var packed = new GZipStream(File.Create(parse.GetValue(Out)!), CompressionLevel.SmallestSize);
        Span<byte> head = stackalloc byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(head, drawn.Count);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], Side);
        packed.Write(head);
        foreach (var ink in drawn) packed.Write(ink);
        Terminal.Say($"{drawn.Count} of {files.Count} drawings: {parse.GetValue(Out)}");
        return drawn.Count > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    // Its longer side as long as the square lets it be; nothing where all is background.
    static byte[]? Ink(Plane drawing)
    {
        if (LogoViewReader.Ink(drawing)?.Within(Drawn) is not { } small) return null;
        var ink = new byte[Side * Side];
        for (var y = 0; y < small.Height; y++)
            for (var x = 0; x < small.Width; x++)
                ink[((y + ((Side - small.Height) / 2)) * Side) + x + ((Side - small.Width) / 2)] = (byte)Math.Clamp(small.Row(y)[x], 0, 255);
        return ink;
    }
}
