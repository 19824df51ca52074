using System.Globalization;
using Wardmark.Procedure.Clocks;

namespace Wardmark.Procedure.Tests.Clocks;

/// <summary>Cases of the law, worked out by hand with a calendar: the local days on which a deadline opens and is too late.</summary>
public sealed class LegalCaseTests
{
    static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cases", "legal.tsv")).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t'));

    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        foreach (var (at, row) in Rows().Index()) data.Add(at, $"{row[0]} {row[2]}");
        return data;
    }

    [Fact]
    public void There_are_sixty_and_more() => Rows().Count().ShouldBeGreaterThanOrEqualTo(60);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_deadline_is_that_of_the_law(int at, string what)
    {
        if (Rows().ElementAt(at) is not [var regime, var zoneId, var facts, var deadline, var opens, var due, ..]) throw new InvalidDataException($"legal.tsv, case {at + 1}");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone)) Assert.Skip("This machine has no time-zone data (the package tzdata).");
        var read = facts.Split("; ").Select(f => f.Split(" @ ")).Select(f => new Fact(f[0], DateTimeOffset.Parse(f[1], CultureInfo.InvariantCulture))).ToList();
        var rule = Regime.Find(regime)!;
        var found = Deadlines.Of(rule, read, zone, Regime.CalendarOf(rule.Calendar)).FirstOrDefault(d => d.Name == deadline && d.StoppedBy is null);
        (found is null ? "none" : found.OpensAt == found.Started.At ? "-" : Words(found.OpensAt, zone)).ShouldBe(due == "none" ? "none" : opens, what);
        (found is null ? "none" : Words(found.DueAt, zone)).ShouldBe(due, what);
    }

    // The beginning of a day is written as the day; another instant in full.
    static string Words(DateTimeOffset instant, TimeZoneInfo zone) => LocalDays.StartOf(LocalDays.DateOf(instant, zone), zone) == instant ? LocalDays.DateOf(instant, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-ddTHH:mmzzz", CultureInfo.InvariantCulture);
}
