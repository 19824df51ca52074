using System.Globalization;
using System.Xml.Linq;

namespace Wardmark.Connectors.Registers;

/// <summary>Reads elements by their local names, whatever namespace an office puts them in.</summary>
static class Elements
{
    public static XElement? Child(this XElement? element, string name) => element?.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    public static IEnumerable<XElement> Children(this XElement? element, string name) => element?.Elements().Where(e => e.Name.LocalName == name) ?? [];

    public static IEnumerable<XElement> Within(this XElement? element, string name) => element?.Descendants().Where(e => e.Name.LocalName == name) ?? [];

    public static string? Text(this XElement? element, string name) => Trimmed(element.Child(name)?.Value);

    public static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>20240730, 1998-08-04, 1995-02-07-05:00. A day or month of 00, as registers write what they do not know, is the first; nothing else is guessed.</summary>
    public static DateOnly? Date(string? text)
    {
        if (Trimmed(text) is not { } date) return null;
        var digits = date.Length >= 10 && date[4] == '-' ? string.Concat(date.AsSpan(0, 4), date.AsSpan(5, 2), date.AsSpan(8, 2)) : date;
        if (digits.Length != 8 || !digits.All(char.IsAsciiDigit)) return null;
        var known = $"{digits[..4]}{(digits[4..6] == "00" ? "01" : digits[4..6])}{(digits[6..] == "00" ? "01" : digits[6..])}";
        return DateOnly.TryParseExact(known, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>Nice classes among texts such as "025"; class codes of other systems (A, B, 200) are left out.</summary>
    public static List<int> Classes(IEnumerable<string?> texts) =>
        [.. texts.Select(t => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).Where(n => n is >= 1 and <= 45).Distinct().Order()];
}
