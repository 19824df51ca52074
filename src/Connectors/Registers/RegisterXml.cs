using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using Wardmark.Connectors.Feeds;

namespace Wardmark.Connectors.Registers;

/// <summary>Registers as offices publish them in XML: read as a stream, one record in memory at a time. Plain, gzip or zip.</summary>
public static class RegisterXml
{
    /// <summary>The formats by their names.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["uspto-tdxf", "st66", "st96"];

    delegate RegisterRecord? Reading(XElement element, long line, out string? problem);

    /// <summary>The format of an XML file by its first element; nothing for another file.</summary>
    public static string? FormatOf(string path)
    {
        if (path == "-" || !File.Exists(path)) return null;
        try
        {
            using var file = File.OpenRead(path);
            using var stream = Open(path, file);
            using var reader = XmlReader.Create(stream, Settings);
            reader.MoveToContent();
            return reader.LocalName switch
            {
                "trademark-applications-daily" => "uspto-tdxf",
                // Draft 3 of ST.96 and version 1 call it as ST.66 does, in a namespace of their own.
                "Transaction" when reader.NamespaceURI.Contains("/Trademark/", StringComparison.Ordinal) => "st96",
                "Transaction" => "st66",
                "TrademarkTransaction" => "st96",
                _ => null,
            };
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The records of a file. A record that cannot be taken says why, and the rest goes on; a file that is not well-formed ends there with an error.</summary>
    /// <param name="hash">Of the file, as <see cref="HashOf"/> tells it; each status keeps it as its source.</param>
    public static async IAsyncEnumerable<RegisterRow> Records(string path, string format, string hash, [EnumeratorCancellation] CancellationToken stop = default)
    {
        var (element, read) = Of(format);
        await using var file = File.OpenRead(path);
        await using var stream = Open(path, file);
        using var reader = XmlReader.Create(stream, Settings);
        var lines = (IXmlLineInfo)reader;
        while (Next(path, reader, element))
        {
            stop.ThrowIfCancellationRequested();
            long line = lines.LineNumber;
            var record = read(Subtree(path, reader), line, out var problem);
            yield return new(line, record is null ? null
                : record with { Mark = record.Mark with { Source = record.Mark.Source! with { File = Path.GetFileName(path), Sha256 = hash } } }, problem, file.Length == 0 ? 1 : (double)file.Position / file.Length);
        }
    }

    static (string Element, Reading Read) Of(string format) => format switch
    {
        "uspto-tdxf" => (UsptoTdxf.Element, UsptoTdxf.Read),
        "st66" => (WipoRecords.St66Element, WipoRecords.ReadSt66),
        "st96" => (WipoRecords.St96Element, WipoRecords.ReadSt96),
        _ => throw new FeedException($"“{format}” is not a register format; they are {string.Join(", ", Formats)}."),
    };

    static bool Next(string path, XmlReader reader, string element)
    {
        try
        {
            while (reader.NodeType != XmlNodeType.Element || reader.LocalName != element)
                if (!reader.Read()) return false;
            return true;
        }
        catch (XmlException e)
        {
            throw Broken(path, e);
        }
    }

    static XElement Subtree(string path, XmlReader reader)
    {
        try
        {
            return (XElement)XNode.ReadFrom(reader);
        }
        catch (XmlException e)
        {
            throw Broken(path, e);
        }
    }

    static FeedException Broken(string path, XmlException e) => new($"{path} line {e.LineNumber}: {e.Message} What came before is kept; correct the file and run the import again.", e);

    // No document type is processed: it could name files and addresses to fetch, or entities that grow.
    static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true, IgnoreProcessingInstructions = true };

    static Stream Open(string path, FileStream file)
    {
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return new GZipStream(file, CompressionMode.Decompress);
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)) return new BufferedStream(file, 1 << 16);
        var zip = new ZipArchive(file, ZipArchiveMode.Read);
        return zip.Entries.FirstOrDefault(e => e.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))?.Open() ?? throw new FeedException($"{path} holds no .xml file.");
    }

    /// <summary>SHA-256 of a file.</summary>
    public static async Task<string> HashOf(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
    }
}
