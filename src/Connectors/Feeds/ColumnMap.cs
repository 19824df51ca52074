namespace Wardmark.Connectors.Feeds;

/// <summary>Which column of a file holds which field: by the same name, or as <c>--map field=column</c> says.</summary>
public sealed class ColumnMap
{
    readonly Dictionary<string, string> _named;
    readonly Dictionary<string, int> _columns = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, int> _fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes pairs of field and column.</summary>
    public ColumnMap(IEnumerable<KeyValuePair<string, string>>? map = null) =>
        _named = new(map ?? [], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads <c>title=ProductName,brand=Brand</c>.</summary>
    public static ColumnMap Parse(string? text)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2) is not [{ Length: > 0 } field, { Length: > 0 } column])
                throw new FeedException($"--map wants field=column pairs parted by commas; “{part}” is none.");
            pairs.Add(new(field, column));
        }

        return new(pairs);
    }

    /// <summary>The name under which the file holds a field.</summary>
    public string NameOf(string field) => _named.GetValueOrDefault(field, field);

    /// <summary>The columns a flat file has; refuses a map that names one it has not.</summary>
    public ColumnMap For(IReadOnlyList<string> columns)
    {
        var bound = new ColumnMap(_named);
        for (var i = 0; i < columns.Count; i++) bound._columns.TryAdd(columns[i].Trim(), i);
        foreach (var (field, column) in _named)
            if (!bound._columns.ContainsKey(column))
                throw new FeedException(
                    $"--map {field}={column}: the file has no column “{column}”. Its columns are: {string.Join(", ", columns)}.");
        return bound;
    }

    /// <summary>The column of a field; -1 where there is none.</summary>
    public int IndexOf(string field)
    {
        if (_fields.TryGetValue(field, out var at)) return at;
        return _fields[field] = _columns.GetValueOrDefault(NameOf(field), -1);
    }

    /// <summary>Columns called field.name, and those mapped so.</summary>
    public IEnumerable<(string Name, int At)> Under(string field)
    {
        var prefix = field + ".";
        foreach (var (column, at) in _columns)
            if (column.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) yield return (column[prefix.Length..], at);
        foreach (var (name, column) in _named)
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) yield return (name[prefix.Length..], _columns[column]);
    }
}

/// <summary>A file that cannot be read at all, in words that say what to do.</summary>
public sealed class FeedException(string message, Exception? cause = null) : Exception(message, cause);
