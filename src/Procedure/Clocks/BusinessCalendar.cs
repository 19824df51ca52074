using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wardmark.Procedure.Clocks;

/// <summary>A day that is no working day, and why.</summary>
public sealed record SkippedDay(DateOnly Date, string Why);

/// <summary>A holiday of a calendar: on a fixed day, on the nth weekday of a month, some days from Easter Sunday, or on listed days.</summary>
/// <param name="On">Month and day, 07-04.</param>
/// <param name="Month">With <paramref name="Weekday"/> and <paramref name="Nth"/>: the month, 1 to 12.</param>
/// <param name="Nth">1 to 5; -1 for the last.</param>
/// <param name="Easter">Days from Easter Sunday (Gregorian).</param>
/// <param name="Dates">Days written out.</param>
/// <param name="Since">First year.</param>
/// <param name="Until">Last year.</param>
public sealed record Holiday(
    string Name, string? On = null, int? Month = null, DayOfWeek? Weekday = null, int? Nth = null, int? Easter = null,
    IReadOnlyList<DateOnly>? Dates = null, int Since = 1, int Until = 9999);

/// <summary>Working days of a jurisdiction, as versioned data.</summary>
/// <param name="Weekend">Days of the week on which nobody works.</param>
/// <param name="Observed">What happens to a fixed holiday on a weekend: none, nearest (Friday or Monday), next_monday.</param>
/// <param name="Worked">Days of a weekend that are worked in exchange.</param>
/// <param name="From">First year the calendar knows.</param>
/// <param name="To">Last year the calendar knows; beyond it nothing is computed.</param>
public sealed record BusinessCalendar(
    string Calendar, string Version, string Name, IReadOnlyList<string> Sources, IReadOnlyList<DayOfWeek> Weekend, string Observed,
    IReadOnlyList<Holiday> Holidays, int From, int To, IReadOnlyList<DateOnly>? Worked = null)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    // Beside the record and not in it: a changed copy has years of its own.
    static readonly ConditionalWeakTable<BusinessCalendar, ConcurrentDictionary<int, Dictionary<DateOnly, string>>> Years = [];

    /// <summary>Reads a calendar; wrong data says where.</summary>
    public static BusinessCalendar Parse(string json)
    {
        var read = JsonSerializer.Deserialize<BusinessCalendar>(json, Json) ?? throw new InvalidDataException("The calendar is empty.");
        if (read.Observed is not ("none" or "nearest" or "next_monday")) throw new InvalidDataException($"Calendar {read.Calendar}: observed is none, nearest or next_monday.");
        foreach (var h in read.Holidays)
            if (new[] { h.On is not null, h.Weekday is not null && h.Month is not null && h.Nth is not null, h.Easter is not null, h.Dates is not null }.Count(x => x) != 1)
                throw new InvalidDataException($"Calendar {read.Calendar}: “{h.Name}” has one of on; month, weekday and nth; easter; dates.");
        return read;
    }

    /// <summary>Why a day is no working day; nothing for one that is.</summary>
    public string? WhyOff(DateOnly day)
    {
        if (day.Year < From || day.Year > To) throw new InvalidDataException($"Calendar {Calendar} (version {Version}) knows {From} to {To}; {day:yyyy-MM-dd} lies outside. Bring it up to date.");
        if (Worked?.Contains(day) == true) return null;
        var years = Years.GetOrCreateValue(this);
        // A holiday that is observed may fall into the year before.
        foreach (var year in (int[])[day.Year, day.Year + 1])
            if (years.GetOrAdd(year, HolidaysOf).TryGetValue(day, out var name)) return name;
        return Weekend.Contains(day.DayOfWeek) ? day.DayOfWeek.ToString() : null;
    }

    Dictionary<DateOnly, string> HolidaysOf(int year)
    {
        var days = new Dictionary<DateOnly, string>();
        foreach (var h in Holidays.Where(h => year >= h.Since && year <= h.Until))
            foreach (var day in DaysOf(h, year))
                days.TryAdd(day, h.Name);
        if (Observed == "none") return days;
        foreach (var (day, name) in days.OrderBy(d => d.Key).ToList())
        {
            if (!Weekend.Contains(day.DayOfWeek)) continue;
            var step = Observed == "nearest" && day.DayOfWeek == DayOfWeek.Saturday ? -1 : 1;
            var observed = day.AddDays(step);
            while (Weekend.Contains(observed.DayOfWeek) || days.ContainsKey(observed)) observed = observed.AddDays(step);
            days[observed] = $"{name}, observed";
        }

        return days;
    }

    static IEnumerable<DateOnly> DaysOf(Holiday h, int year)
    {
        if (h.On is { } on) return [DateOnly.ParseExact($"{year:0000}-{on}", "yyyy-MM-dd", null)];
        if (h.Easter is { } days) return [EasterSunday(year).AddDays(days)];
        if (h.Dates is { } dates) return dates.Where(d => d.Year == year);
        var first = new DateOnly(year, h.Month!.Value, 1);
        if (h.Nth > 0) return [first.AddDays(((7 + h.Weekday!.Value - first.DayOfWeek) % 7) + (7 * (h.Nth.Value - 1)))];
        var last = first.AddMonths(1).AddDays(-1);
        return [last.AddDays(-((7 + last.DayOfWeek - h.Weekday!.Value) % 7))];
    }

    /// <summary>Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher).</summary>
    public static DateOnly EasterSunday(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = ((19 * a) + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + (2 * e) + (2 * i) - h - k) % 7, m = (a + (11 * h) + (22 * l)) / 451;
        return new(year, (h + l - (7 * m) + 114) / 31, ((h + l - (7 * m) + 114) % 31) + 1);
    }
}
