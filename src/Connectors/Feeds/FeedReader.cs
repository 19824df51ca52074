using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Wardmark.Connectors.Feeds;

/// <summary>A row that was not taken, and why.</summary>
public sealed record Reject(string File, long Line, string Field, string Reason, string Row);

/// <summary>Either a row or the reason why there is none.</summary>
public readonly record struct Read(Record? Record, Reject? Reject);

/// <summary>
/// Reads CSV, JSON Lines and Parquet, plain or gzipped, from a file or standard input, one row at a time. The format
/// is told by the content, the encoding and delimiter too.
/// </summary>
public static class FeedReader
{
    /// <summary>Longest line; a longer one is an attack or another format, and is skipped.</summary>
    public const int LongestLine = 4 * 1024 * 1024;

    const int Sniffed = 64 * 1024;
    const int ShownOfRow = 2_000;

    /// <summary>The rows of a file, "-" for standard input.</summary>
    public static async IAsyncEnumerable<Read> Rows(
        string path, ColumnMap map, [EnumeratorCancellation] CancellationToken stop = default)
    {
        var source = Open(path);
        await using (source.ConfigureAwait(false))
        {
            var sniffed = await Sniff(source, path, stop);
            var rows = sniffed.Format switch
            {
                FeedFormat.Parquet => ParquetRows.Read(path, sniffed, map, stop),
                FeedFormat.JsonLines => JsonLines(path, sniffed, map, stop),
                FeedFormat.Csv => CsvRows.Read(path, sniffed, map, stop),
            };
            await foreach (var row in rows.WithCancellation(stop)) yield return row;
        }
    }

    /// <summary>A reject with its row cut to what fits a line of a report.</summary>
    public static Reject Reject(string file, long line, string field, string reason, string row) =>
        new(file, line, field, reason, row.Length <= ShownOfRow ? row : row[..ShownOfRow] + "…");

    static Stream Open(string path)
    {
        if (path == "-") return Console.OpenStandardInput();
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeedException($"{path} cannot be opened: {e.Message}", e);
        }
    }

    static async Task<SniffedFeed> Sniff(Stream source, string path, CancellationToken stop)
    {
        var (head, rest) = await Peek(source, stop);
        if (head is [0x1F, 0x8B, ..])
        {
            try
            {
                (head, rest) = await Peek(new GZipStream(rest, CompressionMode.Decompress), stop);
            }
            catch (InvalidDataException e)
            {
                throw new FeedException($"{path} begins like gzip but cannot be decompressed: {e.Message}", e);
            }
        }

        if (head is [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..]) return new(FeedFormat.Parquet, rest, Encoding.UTF8);
        var encoding = EncodingOf(head);
        var text = encoding.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.StartsWith('['))
            throw new FeedException($"{path} is a JSON array; write one object a line instead (JSON Lines): jq -c '.[]' FILE.");
        return new(text.StartsWith('{') ? FeedFormat.JsonLines : FeedFormat.Csv, rest, encoding);
    }

    static async Task<(byte[] Head, Stream Whole)> Peek(Stream source, CancellationToken stop)
    {
        var head = new byte[Sniffed];
        var read = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, stop);
        Array.Resize(ref head, read);
        return (head, new PrefixedStream(head, source));
    }

    static Encoding EncodingOf(byte[] head)
    {
        if (head is [0xFF, 0xFE, ..]) return Encoding.Unicode;
        if (head is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode;
        // The head may end within a character; three bytes less are whole or the file is not UTF-8.
        var whole = head.AsSpan(0, head.Length < Sniffed ? head.Length : head.Length - 3);
        while (whole.Length > 0 && head.Length == Sniffed && (whole[^1] & 0xC0) == 0x80) whole = whole[..^1];
        if (head.Length == Sniffed && whole.Length > 0 && whole[^1] >= 0xC0) whole = whole[..^1];
        if (System.Text.Unicode.Utf8.IsValid(whole)) return new UTF8Encoding(false);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return UtfUnknown.CharsetDetector.DetectFromBytes(head).Detected?.Encoding ?? Encoding.Latin1;
    }

    static async IAsyncEnumerable<Read> JsonLines(
        string path, SniffedFeed feed, ColumnMap map, [EnumeratorCancellation] CancellationToken stop)
    {
        using var lines = new BoundedLines(feed.Rest, feed.Encoding, LongestLine);
        while (await lines.Next(path, stop) is { } line)
        {
            if (line.IsTooLong)
                yield return new(null, Reject(path, line.Number, "", $"the line is longer than {LongestLine} characters", line.Text));
            else if (line.Text.Length > 0 && !string.IsNullOrWhiteSpace(line.Text))
                yield return Parse(path, line, map);
        }
    }

    static Read Parse(string path, Line line, ColumnMap map)
    {
        try
        {
            using var document = JsonDocument.Parse(line.Text, new() { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new(null, Reject(path, line.Number, "", "is not a JSON object", line.Text));
            return new(new JsonRecord(document.RootElement.Clone(), map) { Line = line.Number }, null);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return new(null, Reject(path, line.Number, "", $"is not valid JSON: {e.Message}", line.Text));
        }
    }
}

/// <summary>What kind of file it is.</summary>
public enum FeedFormat
{
    /// <summary>Delimited text with a header line.</summary>
    Csv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}

/// <summary>A file whose first bytes were looked at.</summary>
public sealed record SniffedFeed(FeedFormat Format, Stream Rest, Encoding Encoding);
