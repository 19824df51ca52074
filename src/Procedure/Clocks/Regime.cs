using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wardmark.Procedure.Clocks;

/// <summary>How long: one unit.</summary>
/// <param name="Hours">Elapsed hours.</param>
/// <param name="Days">Days of the calendar; the day of the fact is not counted.</param>
/// <param name="BusinessDays">Working days; the day of the fact is not counted.</param>
/// <param name="Months">Months: the day of the same number, or the last of a shorter month.</param>
/// <param name="Years">Years, likewise.</param>
public sealed record Period(int? Hours = null, int? Days = null, int? BusinessDays = null, int? Months = null, int? Years = null)
{
    /// <inheritdoc/>
    public override string ToString() => this switch
    {
        { Hours: { } n } => $"{n} hours",
        { Days: { } n } => $"{n} days",
        { BusinessDays: { } n } => $"{n} business days",
        { Months: { } n } => $"{n} months",
        { Years: { } n } => $"{n} years",
        _ => "nothing",
    };

    internal bool IsOne => new[] { Hours, Days, BusinessDays, Months, Years }.Count(n => n is not null) == 1;
}

/// <summary>A fact that a regime knows.</summary>
/// <param name="RecordedBy">What the notice desk sees happen that is this fact; nothing where only a person says so.</param>
public sealed record FactRule(string Fact, string Meaning, IReadOnlyList<Happening>? RecordedBy = null);

/// <summary>A deadline of a regime.</summary>
/// <param name="From">The fact that starts it; the latest of that name counts.</param>
/// <param name="Opens">Not before so long after the fact; nothing means at once.</param>
/// <param name="Due">Until so long after the fact; the first instant that is too late.</param>
/// <param name="Rolls">A last day that is no working day is followed by the next that is.</param>
/// <param name="StoppedBy">Facts after which it no longer runs.</param>
/// <param name="AtSilence">What follows when it passes unused.</param>
/// <param name="Rule">The statute.</param>
/// <param name="Then">What the notice desk does of itself when it passes unused.</param>
public sealed record DeadlineRule(
    string Deadline, string From, Period? Opens, Period Due, bool Rolls, IReadOnlyList<string> StoppedBy, string AtSilence, string Rule, string Why,
    Consequence Then = Consequence.None);

/// <summary>A regime: the facts it knows and the deadlines that follow, as versioned data. A person chooses it; the engine only counts.</summary>
/// <param name="Calendar">The calendar whose working days count.</param>
/// <param name="Zone">The zone whose days count, where the claim names none.</param>
public sealed record Regime(
    [property: JsonPropertyName("regime")] string Id, string Version, string Name, string Calendar, string Zone, IReadOnlyList<string> Sources,
    IReadOnlyList<FactRule> Facts, IReadOnlyList<DeadlineRule> Deadlines)
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    static readonly Lazy<Regime> HouseFile = new(() => Parse(Files("notices/house.json").Single()));

    static readonly Lazy<Dictionary<string, Regime>> All = new(() => Files("procedures/").Select(Parse).ToDictionary(r => r.Id));

    static readonly Lazy<Dictionary<string, BusinessCalendar>> Calendars = new(() => Files("calendars/").Select(BusinessCalendar.Parse).ToDictionary(c => c.Calendar));

    /// <summary>The shipped regimes, by id.</summary>
    public static IReadOnlyList<Regime> Shipped => [.. All.Value.Values.OrderBy(r => r.Id, StringComparer.Ordinal)];

    /// <summary>The shipped calendars, by id.</summary>
    public static IReadOnlyList<BusinessCalendar> ShippedCalendars => [.. Calendars.Value.Values.OrderBy(c => c.Calendar, StringComparer.Ordinal)];

    /// <summary>The marketplace's own windows, which run beside the regime of every claim.</summary>
    public static Regime House => HouseFile.Value;

    /// <summary>The facts of this regime among what happened.</summary>
    public IReadOnlyList<Fact> FactsOf(IEnumerable<Happened> happened) =>
        [.. happened.SelectMany(h => Facts.Where(f => f.RecordedBy?.Contains(h.What) == true).Select(f => new Fact(f.Fact, new(h.At, TimeSpan.Zero))))];

    /// <summary>A shipped regime; nothing where none has the id.</summary>
    public static Regime? Find(string id) => All.Value.GetValueOrDefault(id);

    /// <summary>A shipped calendar.</summary>
    public static BusinessCalendar CalendarOf(string id) => Calendars.Value.GetValueOrDefault(id) ?? throw new InvalidDataException($"There is no calendar “{id}”; there are {string.Join(", ", Calendars.Value.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>Reads a regime and refuses one that contradicts itself.</summary>
    public static Regime Parse(string json)
    {
        var read = JsonSerializer.Deserialize<Regime>(json, Json) ?? throw new InvalidDataException("The regime is empty.");
        var facts = read.Facts.Select(f => f.Fact).ToHashSet();
        foreach (var d in read.Deadlines)
        {
            if (!d.Due.IsOne || d.Opens is { IsOne: false }) throw new InvalidDataException($"Regime {read.Id}, {d.Deadline}: a period has one unit.");
            if (d.StoppedBy.Append(d.From).FirstOrDefault(f => !facts.Contains(f)) is { } unknown) throw new InvalidDataException($"Regime {read.Id}, {d.Deadline}: “{unknown}” is none of its facts.");
            if (string.IsNullOrWhiteSpace(d.Rule)) throw new InvalidDataException($"Regime {read.Id}, {d.Deadline}: names no rule.");
        }

        return read;
    }

    static IEnumerable<string> Files(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }
}
