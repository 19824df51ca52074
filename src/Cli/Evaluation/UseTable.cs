using Wardmark.Detection.Scoring;

namespace Wardmark.Cli.Evaluation;

/// <summary>How well one use of a mark is told from the others.</summary>
/// <param name="Lines">Lines that are of this use.</param>
/// <param name="Right">Of them, those that were taken for it.</param>
/// <param name="Taken">Lines that were taken for it, rightly or not.</param>
public sealed record UseRow(string Use, int Lines, int Right, int Taken)
{
    /// <summary>Share of what was taken for it that is.</summary>
    public double Precision => Taken == 0 ? 1 : (double)Right / Taken;

    /// <summary>Share of what is of it that was taken for it.</summary>
    public double Recall => Lines == 0 ? 1 : (double)Right / Lines;

    /// <summary>Harmonic mean of both.</summary>
    public double F1 => Right == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);
}

/// <summary>A line whose use was mistaken.</summary>
public sealed record UseMiss(string Id, string Title, string Mark, string Use, string TakenFor);

/// <summary>Screens lines whose use of a mark is known and compares. A mark that is not found is of no use: "none".</summary>
public static class UseTable
{
    /// <summary>A row for each use, and what was mistaken.</summary>
    public static (List<UseRow> Rows, List<UseMiss> Misses) Of(IEnumerable<TextCase> cases, Screener screener)
    {
        var judged = cases.Where(c => c.Use is not null).Select(c => (Case: c, TakenFor: UseOf(c, screener))).ToList();
        var rows = judged.Select(j => j.Case.Use!).Distinct().Order(StringComparer.Ordinal).Select(use => new UseRow(
            use, judged.Count(j => j.Case.Use == use), judged.Count(j => j.Case.Use == use && j.TakenFor == use), judged.Count(j => j.TakenFor == use))).ToList();
        return (rows, [.. judged.Where(j => j.TakenFor != j.Case.Use).Select(j => new UseMiss(j.Case.Id, j.Case.Listing.Title, j.Case.Marks[0], j.Case.Use!, j.TakenFor))]);
    }

    static string UseOf(TextCase one, Screener screener) =>
        screener.Screen(one.Listing).FirstOrDefault(f => string.Equals(f.Mark, one.Marks[0], StringComparison.OrdinalIgnoreCase)) is { } finding
            ? MarkUses.NameOf(finding.Use)
            : "none";
}
