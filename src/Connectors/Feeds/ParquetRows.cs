using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Schema;

namespace Wardmark.Connectors.Feeds;

/// <summary>Rows of a Parquet file, one row group in memory at a time.</summary>
static class ParquetRows
{
    public static async IAsyncEnumerable<Read> Read(
        string path, SniffedFeed feed, ColumnMap map, [EnumeratorCancellation] CancellationToken stop)
    {
        // Parquet is read from its end, so a pipe or a gzip goes through a temporary file.
        var file = path != "-" && await IsPlain(path, stop) ? path : await Spool(feed.Rest, stop);
        try
        {
            await using var parquet = await Open(path, file, stop);
            var fields = parquet.Schema.GetDataFields();
            var columns = map.For([.. fields.Select(f => f.Name)]);
            long line = 0;
            for (var group = 0; group < parquet.RowGroupCount; group++)
            {
                var values = await Columns(path, parquet, group, stop);
                var rows = values.Count == 0 ? 0 : values.Max(c => c.Length);
                for (var row = 0; row < rows; row++)
                    yield return new(new FlatRecord(columns, values.ConvertAll(c => row < c.Length ? c[row] : null)) { Line = ++line }, null);
            }
        }
        finally
        {
            if (file != path) File.Delete(file);
        }
    }

    static async Task<bool> IsPlain(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        var magic = new byte[4];
        return await file.ReadAtLeastAsync(magic, 4, throwOnEndOfStream: false, stop) == 4 && magic[0] == 'P';
    }

    static async Task<string> Spool(Stream rest, CancellationToken stop)
    {
        var file = Path.GetTempFileName();
        await using var copy = File.Create(file);
        await rest.CopyToAsync(copy, stop);
        return file;
    }

    static async Task<ParquetReader> Open(string path, string file, CancellationToken stop)
    {
        try
        {
            return await ParquetReader.CreateAsync(file, cancellationToken: stop);
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            throw new FeedException($"{path} begins like Parquet but cannot be read: {e.Message}", e);
        }
    }

    static async Task<List<string?[]>> Columns(string path, ParquetReader parquet, int group, CancellationToken stop)
    {
        try
        {
            using var reader = parquet.OpenRowGroupReader(group);
            var columns = new List<string?[]>();
            foreach (var field in parquet.Schema.GetDataFields())
                columns.Add(await Texts(reader, field, stop));
            return columns;
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            throw new FeedException($"{path}: row group {group + 1} cannot be read: {e.Message}", e);
        }
    }

    static Task<string?[]> Texts(ParquetRowGroupReader reader, DataField field, CancellationToken stop)
    {
        if (field.ClrType == typeof(string)) return Strings(reader, field, stop);
        if (field.ClrType == typeof(int)) return Values<int>(reader, field, stop);
        if (field.ClrType == typeof(long)) return Values<long>(reader, field, stop);
        if (field.ClrType == typeof(double)) return Values<double>(reader, field, stop);
        if (field.ClrType == typeof(float)) return Values<float>(reader, field, stop);
        if (field.ClrType == typeof(decimal)) return Values<decimal>(reader, field, stop);
        if (field.ClrType == typeof(bool)) return Values<bool>(reader, field, stop);
        if (field.ClrType == typeof(DateTime)) return Values<DateTime>(reader, field, stop);
        return Task.FromResult(new string?[(int)reader.RowCount]);
    }

    static async Task<string?[]> Values<T>(ParquetRowGroupReader reader, DataField field, CancellationToken stop) where T : struct
    {
        var texts = new string?[(int)reader.RowCount];
        if (field.MaxRepetitionLevel > 0) return texts;
        if (field.IsNullable)
        {
            var values = new T?[texts.Length];
            await reader.ReadAsync<T>(field, values.AsMemory(), null, stop);
            for (var i = 0; i < texts.Length; i++) texts[i] = Text(values[i]);
            return texts;
        }

        var all = new T[texts.Length];
        await reader.ReadAsync<T>(field, all.AsMemory(), null, stop);
        for (var i = 0; i < texts.Length; i++) texts[i] = Text(all[i]);
        return texts;
    }

    static async Task<string?[]> Strings(ParquetRowGroupReader reader, DataField field, CancellationToken stop)
    {
        if (field.MaxRepetitionLevel == 0)
        {
            var texts = new string?[(int)reader.RowCount];
            await reader.ReadAsync(field, texts.AsMemory()!, null, stop);
            return texts;
        }

        // A list is flat in the file; a repetition level of 0 begins the next row.
        var count = (int)(reader.GetMetadata(field)?.MetaData?.NumValues ?? 0);
        var (values, levels) = (new string?[count], new int[count]);
        await reader.ReadAsync(field, values.AsMemory()!, levels.AsMemory(), stop);
        var rows = new List<string?>();
        for (var i = 0; i < count; i++)
            if (levels[i] == 0 || rows.Count == 0) rows.Add(values[i]);
            else rows[^1] = $"{rows[^1]}|{values[i]}";
        return [.. rows];
    }

    static string? Text<T>(T value) => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
}
