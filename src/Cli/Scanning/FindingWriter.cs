using System.Text.Encodings.Web;
using System.Text.Json;
using Wardmark.Connectors.Feeds;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;

namespace Wardmark.Cli.Scanning;

/// <summary>Writes findings as a stranger's program will read them.</summary>
public abstract class FindingWriter : IAsyncDisposable
{
    /// <summary>The writer of a format: jsonl, csv or html.</summary>
    public static FindingWriter For(string format, Stream to) => format switch
    {
        "csv" => new CsvFindings(to),
        "html" => new HtmlReport(to),
        _ => new JsonLineFindings(to),
    };

    /// <summary>Writes one finding.</summary>
    public abstract void Write(Listing listing, Finding finding);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>One JSON object a finding.</summary>
public sealed class JsonLineFindings(Stream to) : FindingWriter
{
    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    readonly BufferedStream _to = new(to, 1 << 16);

    /// <inheritdoc/>
    public override void Write(Listing listing, Finding finding)
    {
        using (var json = new Utf8JsonWriter(_to, Plain)) FindingJson.Write(json, listing.Id, finding);
        _to.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync() => await _to.DisposeAsync();
}

/// <summary>One line a finding, safe to open in a spreadsheet.</summary>
public sealed class CsvFindings : FindingWriter
{
    readonly StreamWriter _to;

    /// <summary>Writes the header.</summary>
    public CsvFindings(Stream to)
    {
        _to = new(to, new System.Text.UTF8Encoding(true));
        _to.WriteLine("listing_id,mark,score,disposition,title,signals,sentences");
    }

    /// <inheritdoc/>
    public override void Write(Listing listing, Finding finding) => _to.WriteLine(string.Join(',',
        CsvCell.Quote(listing.Id), CsvCell.Quote(finding.Mark), finding.Score.ToString(System.Globalization.CultureInfo.InvariantCulture),
        finding.Disposition.ToString().ToLowerInvariant(), CsvCell.Quote(listing.Title),
        CsvCell.Quote(string.Join(' ', finding.Signals.Select(s => FormattableString.Invariant($"{s.Signal}:{s.Weight}")))),
        CsvCell.Quote(string.Join(' ', finding.Signals.Select(s => s.Sentence)))));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync() => await _to.DisposeAsync();
}
