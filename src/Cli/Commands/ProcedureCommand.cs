using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Wardmark.Procedure.Clocks;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark procedure</c>: the regimes, and what their clocks make of facts.</summary>
static class ProcedureCommand
{
    const int LargestFile = 1_000_000;
    static readonly Option<string> Id = new("--regime") { Description = "A regime's id, as procedure regimes lists them, or a regime of your own as a JSON file.", Required = true };
    static readonly Option<string> Facts = new("--facts") { Description = "The facts, as a JSON file.", Required = true };
    static readonly Option<string?> Calendar = new("--calendar") { Description = "Another calendar than the regime's: a shipped one by its id, or a JSON file." };
    static readonly Option<bool> AsJson = new("--json") { Description = "The answer as JSON." };

    static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    };

    /// <summary>The file of facts. An instant without a zone of its own is refused: nobody could say when it was.</summary>
    sealed record FactsFile(IReadOnlyList<WrittenFact> Facts, string? Zone = null);

    sealed record WrittenFact(string Fact, string At);

    public static Command Make()
    {
        var regimes = new Command("regimes", "Lists the regimes, the facts they know and their deadlines.") { AsJson };
        regimes.SetAction(List);
        var simulate = new Command("simulate", """
            Says what the clocks of a regime make of facts: from when, until when (the first instant that is too late), by which
            rule, and which days were skipped. Nothing is stored; it is also the way to ask "what if".

            Facts:
              {"zone":"America/New_York","facts":[{"fact":"counter_notice_received","at":"2026-07-02T21:30:00Z"}]}

            Example:
              wardmark procedure simulate --regime us_512 --facts facts.json --json
            """)
        { Id, Facts, Calendar, AsJson };
        simulate.SetAction(Simulate);
        return new("procedure", "The clocks of the law: regimes as data, deadlines as functions of facts.") { regimes, simulate };
    }

    static void List(ParseResult parse)
    {
        if (parse.GetValue(AsJson))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(Regime.Shipped, Wire));
            return;
        }

        foreach (var regime in Regime.Shipped)
        {
            Console.Out.WriteLine($"{regime.Id}  {regime.Name} (version {regime.Version}, calendar {regime.Calendar}, {regime.Zone})");
            foreach (var fact in regime.Facts) Console.Out.WriteLine($"    fact {fact.Fact}: {fact.Meaning}");
            foreach (var d in regime.Deadlines)
            {
                var (opens, unless) = (d.Opens is { } wait ? $"after {wait}, " : "", d.StoppedBy.Count == 0 ? "" : $", unless {string.Join(" or ", d.StoppedBy)}");
                Console.Out.WriteLine($"    deadline {d.Deadline}: {opens}within {d.Due} of {d.From}{unless}; then {d.AtSilence}. {d.Rule}");
            }
        }
    }

    static int Simulate(ParseResult parse)
    {
        var regime = RegimeOf(parse.GetValue(Id)!);
        var calendar = parse.GetValue(Calendar) is { } other ? File.Exists(other) ? BusinessCalendar.Parse(Text(other)) : Regime.CalendarOf(other) : Regime.CalendarOf(regime.Calendar);
        var (zone, facts) = Read(parse.GetValue(Facts)!, regime);
        var deadlines = Deadlines.Of(regime, facts, zone, calendar);
        if (parse.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(deadlines.Select(Answer), Wire));
        else Print(regime, facts, zone, deadlines);
        return ExitCode.Done;
    }

    static object Answer(Deadline d) => new
    {
        deadline = d.Name,
        opens_at = Utc(d.OpensAt),
        due_at = Utc(d.DueAt),
        local = d.Local,
        rule = d.Rule,
        why = d.Why,
        skipped = d.Skipped.Select(s => new { date = s.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), why = s.Why }),
        started_by = d.Started.Name,
        stopped_by = d.StoppedBy?.Name,
        at_silence = d.AtSilence,
    };

    static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    static void Print(Regime regime, IReadOnlyList<Fact> facts, TimeZoneInfo zone, IReadOnlyList<Deadline> deadlines)
    {
        Terminal.Say($"{regime.Name}, in {zone.Id}:");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("when", "what", "why");
        var moments = facts.Select(f => (f.At, What: f.Name, Why: regime.Facts.First(r => r.Fact == f.Name).Meaning))
            .Concat(deadlines.Where(d => d.OpensAt != d.Started.At && d.StoppedBy is null).Select(d => (At: d.OpensAt, What: $"{d.Name} opens", Why: d.Rule)))
            .Concat(deadlines.Select(d => (At: d.DueAt, What: d.StoppedBy is { } stop ? $"{d.Name}: stopped by {stop.Name}" : $"{d.Name} is too late; {d.AtSilence}", Why: d.Why + Skipped(d))));
        foreach (var (at, what, why) in moments.OrderBy(m => m.At))
            table.AddRow(Markup.Escape(TimeZoneInfo.ConvertTime(at, zone).ToString("ddd yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture)), Markup.Escape(what), Markup.Escape(why));
        Terminal.Show(table);
        if (deadlines.Count == 0) Terminal.Say($"None of these facts starts a deadline. These do: {string.Join(", ", regime.Deadlines.Select(d => d.From).Distinct())}.");
    }

    static string Skipped(Deadline d) => d.Skipped.Count == 0 ? "" : $" Not counted: {string.Join(", ", d.Skipped.Select(s => $"{s.Date:yyyy-MM-dd} ({s.Why})"))}.";

    static Regime RegimeOf(string id) => Regime.Find(id) ?? (File.Exists(id) ? Regime.Parse(Text(id))
        : throw new InvalidDataException($"There is no regime “{id}”; there are {string.Join(", ", Regime.Shipped.Select(r => r.Id))}."));

    static (TimeZoneInfo Zone, IReadOnlyList<Fact> Facts) Read(string path, Regime regime)
    {
        FactsFile file;
        try
        {
            file = JsonSerializer.Deserialize<FactsFile>(Text(path), Wire) ?? throw new InvalidDataException($"{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} line {e.LineNumber + 1}: {e.Message}", e);
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(file.Zone ?? regime.Zone, out var zone)) throw new InvalidDataException($"{path}: zone “{file.Zone ?? regime.Zone}” is not one this machine knows; write America/New_York.");
        return (zone, [.. file.Facts.Select((f, i) => new Fact(f.Fact, InstantOf(f.At, $"{path}: facts/{i}/at")))]);
    }

    static DateTimeOffset InstantOf(string text, string where)
    {
        string[] forms = ["yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz"];
        return DateTimeOffset.TryParseExact(text.EndsWith('Z') ? text[..^1] + "+00:00" : text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at
            : throw new InvalidDataException($"{where}: “{text}” is no instant; write 2026-07-02T21:30:00Z or 2026-07-02T17:30:00-04:00.");
    }

    static string Text(string path)
    {
        if (!File.Exists(path)) throw new InvalidDataException($"{path} is not there.");
        if (new FileInfo(path).Length > LargestFile) throw new InvalidDataException($"{path} has more than {LargestFile} bytes.");
        return File.ReadAllText(path);
    }
}
