using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Wardmark.Detection.Scope;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark rights check</c>: whether a right reaches a listing.</summary>
static class RightsCommand
{
    static readonly Option<string> RightFile = new("--right") { Description = "The right, as a JSON object.", Required = true };
    static readonly Option<string> ListingFile = new("--listing") { Description = "The listing, as a JSON object.", Required = true };
    static readonly Option<string> OfTheory = new("--theory") { Description = "On what the claim rests.", Required = true };
    static readonly Option<string?> On = new("--on") { Description = "The day to check on, as 2026-11-24; today if left out." };
    static readonly Option<bool> AsJson = new("--json") { Description = "The answer as one JSON object." };
    static readonly Dictionary<string, Theory> Theories = Enum.GetValues<Theory>().ToDictionary(t => JsonNamingPolicy.SnakeCaseLower.ConvertName(t.ToString()));

    public static Command Make()
    {
        OfTheory.AcceptOnlyFromAmong([.. Theories.Keys]);
        var check = new Command("check", """
            Says whether a right reaches a listing under a theory, and why: theory, status, dates, territory, goods, kind of
            mark, use, permission and exhaustion. It judges the claim's reach, not its truth.

            A right:    {"type":"trademark","name":"Velmora","status":"registered","classes":[18],"territories":["EU"]}
            A listing:  {"id":"1","title":"Velmora handbag","market":"DE"}

            Example:
              wardmark rights check --right right.json --listing listing.json --theory counterfeit

            Exit codes: 0 answered, 1 could not run, 2 wrong command line.
            """)
        { RightFile, ListingFile, OfTheory, On, AsJson };
        check.SetAction(Run);
        return new("rights", "What rights reach.") { check };
    }

    static int Run(ParseResult parse)
    {
        var right = Read<Right>(parse.GetValue(RightFile)!);
        var listing = Read<Listing>(parse.GetValue(ListingFile)!);
        var problems = ListingLimits.Check(listing).ToList();
        if (problems.Count > 0) throw new InvalidDataException($"{parse.GetValue(ListingFile)}: {problems[0].Field} {problems[0].Problem}");
        var on = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        if (parse.GetValue(On) is { } day && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out on))
            throw new InvalidDataException($"--on {day} is not a date; write 2026-11-24.");
        var answer = ScopeCheck.Run(right, listing, Theories[parse.GetValue(OfTheory)!], on);
        if (parse.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(answer, FindingJson.Wire));
        else Print(answer);
        return ExitCode.Done;
    }

    static void Print(ScopeAnswer answer)
    {
        Terminal.Say(answer.Verdict switch
        {
            ScopeVerdict.InScope => "In scope: the right reaches the listing, if what is claimed is so.",
            ScopeVerdict.OutOfScope => "Out of scope: the right does not reach the listing.",
            _ => "A person has to say.",
        });
        var table = new Table().Border(TableBorder.Rounded).AddColumns("rule", "met", "why", "source");
        foreach (var r in answer.Reasons) table.AddRow(r.Rule, r.Met switch { true => "yes", false => "no", _ => "?" }, Markup.Escape(r.Why), Markup.Escape(r.Source));
        Terminal.Show(table);
    }

    static T Read<T>(string path)
    {
        const int longest = 1_000_000;
        if (new FileInfo(path).Length > longest) throw new InvalidDataException($"{path} has more than {longest} bytes.");
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), FindingJson.Wire) ?? throw new InvalidDataException($"{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} line {e.LineNumber + 1}: {e.Message}", e);
        }
    }
}
