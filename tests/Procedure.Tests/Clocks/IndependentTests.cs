using System.Globalization;
using System.IO.Compression;
using Wardmark.Procedure.Clocks;

namespace Wardmark.Procedure.Tests.Clocks;

/// <summary>100,000 deadlines beside those of a calculator in another language and by another method (<c>reference/calculate.py</c>).</summary>
public sealed class IndependentTests
{
    sealed record Case(string Zone, DateTimeOffset At, Period Period, bool Rolls, string Calendar, DateTimeOffset Due);

    static IEnumerable<Case> Cases()
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Cases", "clocks.csv.gz")), CompressionMode.Decompress);
        using var lines = new StreamReader(file);
        lines.ReadLine();
        while (lines.ReadLine() is { } line)
        {
            var f = line.Split(',');
            var n = int.Parse(f[3], CultureInfo.InvariantCulture);
            var period = f[2] switch { "hours" => new Period(Hours: n), "days" => new(Days: n), "months" => new(Months: n), "years" => new(Years: n), _ => new(BusinessDays: n) };
            yield return new(f[0], Instant(f[1]), period, f[4] == "1", f[5], Instant(f[6]));
        }

        static DateTimeOffset Instant(string text) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(text, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Not_one_of_a_hundred_thousand_differs()
    {
        SkipWithoutZones();
        var (count, zones, different) = (0, new HashSet<string>(), new List<string>());
        foreach (var c in Cases())
        {
            count++;
            zones.Add(c.Zone);
            var due = Deadlines.After(c.At, c.Period, c.Rolls, TimeZoneInfo.FindSystemTimeZoneById(c.Zone), Regime.CalendarOf(c.Calendar), []);
            if (due != c.Due && different.Count < 10) different.Add($"{c}: {due:u}");
        }

        different.ShouldBeEmpty();
        count.ShouldBe(100_000);
        zones.Count.ShouldBeGreaterThanOrEqualTo(40);
    }

    [Fact]
    public void The_naive_conversion_is_caught()
    {
        SkipWithoutZones();
        var different = 0;
        foreach (var c in Cases().Where(c => c.Period.Hours is null))
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(c.Zone);
            // What every first version does: the local midnight after the last day, converted.
            var midnight = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(c.Due, zone).DateTime).ToDateTime(TimeOnly.MinValue);
            try
            {
                if (new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(midnight, zone), TimeSpan.Zero) != c.Due) different++;
            }
            catch (ArgumentException)
            {
                different++;
            }
        }

        different.ShouldBeGreaterThan(10, "midnights that do not exist or come twice are among the cases");
    }

    [Fact]
    public void A_calendar_without_its_holidays_is_caught()
    {
        SkipWithoutZones();
        var bare = Regime.ShippedCalendars.ToDictionary(c => c.Calendar, c => c with { Holidays = [] });
        Cases().Take(20_000).Count(c => Deadlines.After(c.At, c.Period, c.Rolls, TimeZoneInfo.FindSystemTimeZoneById(c.Zone), bare[c.Calendar], []) != c.Due).ShouldBeGreaterThan(1_000);
    }

    static void SkipWithoutZones() => Assert.SkipUnless(TimeZoneInfo.TryFindSystemTimeZoneById("Pacific/Chatham", out _), "This machine has no time-zone data (the package tzdata).");
}
