using System.Globalization;

namespace Wardmark.Procedure.Clocks;

/// <summary>Something that happened, and when.</summary>
public sealed record Fact([property: System.Text.Json.Serialization.JsonPropertyName("fact")] string Name, DateTimeOffset At);

/// <summary>A deadline that facts have started.</summary>
/// <param name="Started">The fact that started it.</param>
/// <param name="OpensAt">The first instant at which what it allows may be done: that of the fact, where it is open at once.</param>
/// <param name="DueAt">The first instant that is too late.</param>
/// <param name="Local">Both in words of the zone.</param>
/// <param name="Skipped">Days that were not counted, and why.</param>
/// <param name="StoppedBy">The fact that ended it before it was due; nothing while it runs.</param>
/// <param name="AtSilence">What follows when it passes unused.</param>
public sealed record Deadline(
    [property: System.Text.Json.Serialization.JsonPropertyName("deadline")] string Name, Fact Started, DateTimeOffset OpensAt, DateTimeOffset DueAt, string Local, string Rule, string Why,
    IReadOnlyList<SkippedDay> Skipped, Fact? StoppedBy, string AtSilence);

/// <summary>Counts. A deadline is a function of the facts, the zone, the regime and the calendar, and of nothing else.</summary>
public static class Deadlines
{
    /// <summary>The deadlines that facts have started, in the order in which they are due. A fact the regime does not know throws <see cref="InvalidDataException"/>.</summary>
    public static IReadOnlyList<Deadline> Of(Regime regime, IReadOnlyList<Fact> facts, TimeZoneInfo zone, BusinessCalendar calendar)
    {
        foreach (var fact in facts)
            if (regime.Facts.All(f => f.Fact != fact.Name))
                throw new InvalidDataException($"Regime {regime.Id} knows no fact “{fact.Name}”; it knows {string.Join(", ", regime.Facts.Select(f => f.Fact))}.");
        return [.. regime.Deadlines.Select(rule => One(rule, facts, zone, calendar)).OfType<Deadline>().OrderBy(d => d.DueAt)];
    }

    static Deadline? One(DeadlineRule rule, IReadOnlyList<Fact> facts, TimeZoneInfo zone, BusinessCalendar calendar)
    {
        if (facts.Where(f => f.Name == rule.From).MaxBy(f => f.At) is not { } start) return null;
        var skipped = new List<SkippedDay>();
        var opens = rule.Opens is { } wait ? After(start.At, wait, rolls: false, zone, calendar, []) : start.At;
        var due = After(start.At, rule.Due, rule.Rolls, zone, calendar, skipped);
        var stop = facts.Where(f => rule.StoppedBy.Contains(f.Name) && f.At >= start.At && f.At < due).MinBy(f => f.At);
        return new(rule.Deadline, start, opens, due, $"{(rule.Opens is null ? "" : $"from {Words(opens, zone)} ")}until {Words(due, zone)}", rule.Rule, rule.Why, skipped, stop, rule.AtSilence);
    }

    /// <summary>
    /// The first instant after a period that begins with an instant. Hours elapse; days end with the day of the zone, and the day of
    /// the instant is not counted.
    /// </summary>
    /// <param name="rolls">Whether a last day that is no working day is followed by the next that is.</param>
    /// <param name="skipped">Takes the days that were not counted.</param>
    public static DateTimeOffset After(DateTimeOffset at, Period period, bool rolls, TimeZoneInfo zone, BusinessCalendar calendar, List<SkippedDay> skipped)
    {
        if (period.Hours is { } hours) return at.ToUniversalTime().AddHours(hours);
        var day = LocalDays.DateOf(at, zone);
        var last = period switch
        {
            { Days: { } n } => day.AddDays(n),
            { Months: { } n } => day.AddMonths(n),
            { Years: { } n } => day.AddYears(n),
            _ => Working(day, period.BusinessDays!.Value, calendar, skipped),
        };
        while (rolls && calendar.WhyOff(last) is { } why)
        {
            skipped.Add(new(last, why));
            last = last.AddDays(1);
        }

        return LocalDays.StartOf(last.AddDays(1), zone);
    }

    static DateOnly Working(DateOnly day, int count, BusinessCalendar calendar, List<SkippedDay> skipped)
    {
        while (count > 0)
        {
            day = day.AddDays(1);
            if (calendar.WhyOff(day) is { } why) skipped.Add(new(day, why));
            else count--;
        }

        return day;
    }

    static string Words(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("ddd yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);
}
