using System.Data.Common;
using Wardmark.Detection.Signals;
using Wardmark.Storage;

namespace Wardmark.Actions.Signals;

/// <summary>How often a signal fires, and how often people said it was right.</summary>
/// <param name="Today">Firings on the current day (UTC).</param>
/// <param name="TodayOf">New revisions screened on the current day.</param>
/// <param name="Before">Firings on the days before, back to <see cref="SignalRates.Days"/>.</param>
/// <param name="BeforeOf">New revisions screened on those days.</param>
/// <param name="Confirmed">Findings with this signal that people confirmed.</param>
/// <param name="Dismissed">Findings with this signal that people dismissed.</param>
public sealed record SignalRate(string Signal, long Today, long TodayOf, long Before, long BeforeOf, long Confirmed, long Dismissed)
{
    /// <summary>Share of today's listings.</summary>
    public double TodayRate => TodayOf == 0 ? 0 : (double)Today / TodayOf;

    /// <summary>Share of the listings before.</summary>
    public double BeforeRate => BeforeOf == 0 ? 0 : (double)Before / BeforeOf;

    /// <summary>
    /// "more often" or "less often" where today differs from the days before by a factor of two and by five standard
    /// errors (two-proportion test); nothing where it does not, or too little was screened to say.
    /// </summary>
    public string? Alarm
    {
        get
        {
            const int fewestToday = 200, fewestBefore = 1_000;
            const double errors = 5, factor = 2;
            if (TodayOf < fewestToday || BeforeOf < fewestBefore) return null;
            var pooled = (double)(Today + Before) / (TodayOf + BeforeOf);
            var error = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / TodayOf) + (1.0 / BeforeOf)));
            if (error == 0 || Math.Abs(TodayRate - BeforeRate) < errors * error) return null;
            return TodayRate >= factor * BeforeRate ? "more often" : TodayRate * factor <= BeforeRate ? "less often" : null;
        }
    }
}

/// <summary>Counts signals day by day, so that one that suddenly fires on everything, or on nothing, is noticed.</summary>
public static class SignalRates
{
    /// <summary>Days that today is compared with.</summary>
    public const int Days = 28;

    const string Screenings = "";

    /// <summary>Adds what fired in some new revisions, inside the transaction that writes them.</summary>
    internal static void Count(DbConnection connection, DateTime now, IReadOnlyDictionary<string, int> fired, int screened)
    {
        Add(Screenings, screened);
        foreach (var (signal, count) in fired) Add(signal, count);

        void Add(string signal, int count) => connection.Run("""
            INSERT INTO signal_days (day, signal, fired) VALUES (@day, @signal, @count)
            ON CONFLICT (day, signal) DO UPDATE SET fired = signal_days.fired + excluded.fired
            """, ("@day", Day(now)), ("@signal", signal), ("@count", count));
    }

    /// <summary>Every signal, in the order of the ledger.</summary>
    public static List<SignalRate> Of(DbConnection connection, DateTime now)
    {
        var today = Sums("day = @today");
        var before = Sums("day < @today AND day >= @first");
        var judged = connection.Rows("""
            SELECT json_extract(s.value, '$.signal'), COUNT(*) FILTER (WHERE f.judgement = 'confirmed'), COUNT(*) FILTER (WHERE f.judgement = 'dismissed')
            FROM findings f, json_each(f.signals) s WHERE f.judgement IN ('confirmed', 'dismissed') GROUP BY 1
            """, r => (Signal: r.GetString(0), Confirmed: r.GetInt64(1), Dismissed: r.GetInt64(2))).ToDictionary(j => j.Signal);
        return [.. AllSignals.InOrder.Select(s => new SignalRate(s.Name, today.GetValueOrDefault(s.Name), today.GetValueOrDefault(Screenings),
            before.GetValueOrDefault(s.Name), before.GetValueOrDefault(Screenings),
            judged.GetValueOrDefault(s.Name).Confirmed, judged.GetValueOrDefault(s.Name).Dismissed))];

        Dictionary<string, long> Sums(string days) => connection.Rows($"SELECT signal, SUM(fired) FROM signal_days WHERE {days} GROUP BY 1",
            r => (r.GetString(0), r.GetInt64(1)), ("@today", Day(now)), ("@first", Day(now.AddDays(-Days)))).ToDictionary(r => r.Item1, r => r.Item2);
    }

    static string Day(DateTime now) => now.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
