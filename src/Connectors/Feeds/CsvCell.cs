namespace Wardmark.Connectors.Feeds;

/// <summary>Cells that a spreadsheet shows and never computes.</summary>
public static class CsvCell
{
    /// <summary>Quotes a text; one that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).</summary>
    public static string Quote(string? text)
    {
        text ??= "";
        var first = text.AsSpan().TrimStart();
        var isFormula = (first.Length > 0 && "=+-@\uFF1D\uFF0B\uFF0D\uFF20".Contains(first[0]))
            || text.StartsWith('\t') || text.StartsWith('\r');
        return $"\"{(isFormula ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
