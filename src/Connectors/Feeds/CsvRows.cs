using System.Runtime.CompilerServices;
using Sylvan.Data.Csv;

namespace Wardmark.Connectors.Feeds;

/// <summary>Rows of delimited text; the delimiter is told from the header line.</summary>
static class CsvRows
{
    const int LongestRow = 8 * 1024 * 1024;

    public static async IAsyncEnumerable<Read> Read(
        string path, SniffedFeed feed, ColumnMap map, [EnumeratorCancellation] CancellationToken stop)
    {
        using var text = new StreamReader(feed.Rest, feed.Encoding, true, 1 << 16);
        await using var csv = await Open(path, text, stop);
        var columns = map.For([.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetName)]);
        while (true)
        {
            Reject? broken = null;
            try
            {
                if (!await csv.ReadAsync(stop)) yield break;
            }
            catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException or InvalidDataException or IOException)
            {
                broken = FeedReader.Reject(path, csv.RowNumber + 1, "", $"the file cannot be read on from here: {e.Message}", "");
            }

            if (broken is not null)
            {
                yield return new(null, broken);
                yield break;
            }

            yield return Row(path, csv, columns);
        }
    }

    static Read Row(string path, CsvDataReader csv, ColumnMap columns)
    {
        var values = new string?[csv.RowFieldCount];
        for (var i = 0; i < values.Length; i++) values[i] = csv.GetString(i);
        var line = (long)csv.RowNumber + 1;
        return values.Length > csv.FieldCount
            ? new(null, FeedReader.Reject(path, line, "",
                $"has {values.Length} columns where the header has {csv.FieldCount}", string.Join(",", values)))
            : new(new FlatRecord(columns, values) { Line = line }, null);
    }

    static async Task<CsvDataReader> Open(string path, StreamReader text, CancellationToken stop)
    {
        try
        {
            return await CsvDataReader.CreateAsync(text, new CsvDataReaderOptions
            {
                HasHeaders = true,
                BufferSize = 1 << 16,
                MaxBufferSize = LongestRow,
                CsvStyle = CsvStyle.Standard,
            }, stop);
        }
        catch (Exception e) when (e is CsvFormatException or CsvRecordTooLargeException or CsvMissingHeadersException or InvalidDataException)
        {
            throw new FeedException($"{path} cannot be read as CSV: {e.Message}", e);
        }
    }
}
