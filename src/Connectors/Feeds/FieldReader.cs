using System.Globalization;

namespace Wardmark.Connectors.Feeds;

/// <summary>Reads typed fields of one row and remembers the first that cannot be read.</summary>
sealed class FieldReader(Record record)
{
    /// <summary>The first field that could not be read, and why.</summary>
    public (string Field, string Reason)? Problem { get; private set; }

    public string? Text(string field) => record.Text(field);

    public IReadOnlyList<string> List(string field) => record.List(field);

    public IReadOnlyDictionary<string, string> Map(string field) => record.Map(field);

    public decimal? Number(string field)
    {
        if (record.Text(field) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)) return number;
        return Fail<decimal>(field, $"“{Cut(text)}” is not a number; write 1299.50, without a currency sign");
    }

    public double? Within(string field, double least, double most) =>
        Number(field) is not { } number ? null : (double)number >= least && (double)number <= most ? (double)number
            : Fail<double>(field, string.Create(CultureInfo.InvariantCulture, $"{number} is not from {least} to {most}"));

    public DateTime? Instant(string field)
    {
        if (record.Text(field) is not { } text) return null;
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, utc, out var instant)) return instant;
        return Fail<DateTime>(field, $"“{Cut(text)}” is not a time; write ISO 8601, such as 2026-11-24T09:30:00Z");
    }

    public DateOnly? Date(string field)
    {
        if (record.Text(field) is not { } text) return null;
        if (DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var date)) return date;
        return Fail<DateOnly>(field, $"“{Cut(text)}” is not a date; write ISO 8601, such as 2026-11-24");
    }

    public IReadOnlyList<int> Classes(string field)
    {
        var classes = new List<int>();
        foreach (var text in record.List(field).SelectMany(t => t.Split(',', ' ', ';')).Where(t => t.Length > 0))
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var nice) && nice is >= 1 and <= 45) classes.Add(nice);
            else Fail<int>(field, $"“{Cut(text)}” is not a Nice class; they run from 1 to 45");
        return classes;
    }

    public IReadOnlyDictionary<string, decimal> Money(string field)
    {
        var money = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        foreach (var (currency, text) in record.Map(field))
            if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)) money[currency.ToUpperInvariant()] = amount;
            else Fail<decimal>(field, $"“{Cut(text)}” is not an amount of {currency}");
        return money;
    }

    public void Refuse(string field, string reason) => Problem ??= (field, reason);

    T? Fail<T>(string field, string reason) where T : struct
    {
        Refuse(field, reason);
        return null;
    }

    static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
