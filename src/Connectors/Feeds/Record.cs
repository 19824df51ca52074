using System.Text.Json;

namespace Wardmark.Connectors.Feeds;

/// <summary>One row of a file, whatever the format; fields by their canonical names.</summary>
public abstract class Record
{
    /// <summary>Line or row of the file, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>A text, trimmed; nothing where the field is absent or empty.</summary>
    public abstract string? Text(string field);

    /// <summary>A list; in flat formats its entries are parted by |.</summary>
    public abstract IReadOnlyList<string> List(string field);

    /// <summary>Named values: an object, or in flat formats columns called field.name.</summary>
    public abstract IReadOnlyDictionary<string, string> Map(string field);

    /// <summary>The row as it may be shown in a rejects file.</summary>
    public abstract string Raw { get; }
}

/// <summary>A row of named texts: CSV and Parquet.</summary>
public sealed class FlatRecord(ColumnMap columns, IReadOnlyList<string?> values) : Record
{
    /// <inheritdoc/>
    public override string Raw => string.Join('\u001F', values);

    /// <inheritdoc/>
    public override string? Text(string field)
    {
        var at = columns.IndexOf(field);
        var text = at >= 0 && at < values.Count ? values[at] : null;
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> List(string field) =>
        Text(field) is { } text ? text.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Map(string field)
    {
        var map = new Dictionary<string, string>();
        foreach (var (name, at) in columns.Under(field))
            if (at < values.Count && !string.IsNullOrWhiteSpace(values[at])) map[name] = values[at]!.Trim();
        foreach (var pair in List(field))
            if (pair.Split(':', 2) is [var name, var value]) map[name.Trim()] = value.Trim();
        return map;
    }
}

/// <summary>A JSON object on a line of its own.</summary>
public sealed class JsonRecord(JsonElement row, ColumnMap columns) : Record
{
    /// <inheritdoc/>
    public override string Raw => row.GetRawText();

    /// <inheritdoc/>
    public override string? Text(string field) => Find(field) is { } value ? TextOf(value) : null;

    /// <inheritdoc/>
    public override IReadOnlyList<string> List(string field) => Find(field) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(TextOf).OfType<string>()],
        { } single when TextOf(single) is { } text => [text],
        _ => [],
    };

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Map(string field)
    {
        var map = new Dictionary<string, string>();
        if (Find(field) is { ValueKind: JsonValueKind.Object } found)
            foreach (var member in found.EnumerateObject())
                if (TextOf(member.Value) is { } text) map[member.Name] = text;
        return map;
    }

    JsonElement? Find(string field) =>
        row.TryGetProperty(columns.NameOf(field), out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    static string? TextOf(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }
}
