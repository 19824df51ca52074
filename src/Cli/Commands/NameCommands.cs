using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Wardmark.Procedure.Standing;
using Wardmark.Cli.Evaluation;
using Wardmark.Detection.Names;
using Wardmark.Detection.Scoring;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark match names</c> and <c>wardmark evaluate names</c>: whether two names are one.</summary>
static class NameCommands
{
    static readonly Argument<string> First = new("first") { Description = "A name." };
    static readonly Argument<string> Second = new("second") { Description = "Another." };
    static readonly Option<NameOf> Kind = new("--kind") { Description = "What they name; told by their words if left out." };
    static readonly Option<string> Cases = new("--cases") { Description = "CSV with name1,name2,is_match,schema.", Required = true };
    static readonly Option<string?> Misses = new("--misses") { Description = "Where every pair that was judged wrongly is written." };
    static readonly Option<bool> AsJson = new("--json") { Description = "The answer as one JSON object." };
    static readonly JsonSerializerOptions Readable = new(FindingJson.Wire) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command MakeMatch()
    {
        var names = new Command("names", """
            Says whether two names are one and the same, which parts met and how, and what stands against it. It is what
            compares an applicant with the owner that a register names.

            Examples:
              wardmark match names "Velmora GmbH" "VELMORA Gesellschaft mit beschränkter Haftung"
              wardmark match names "Putin, Vladimir" "Владимир Путин" --kind person
            """)
        { First, Second, Kind, AsJson };
        names.SetAction(parse =>
        {
            var answer = NameMatch.Compare(parse.GetValue(First)!, parse.GetValue(Second)!, parse.GetValue(Kind));
            if (parse.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(answer, Readable));
            else Print(answer);
            return ExitCode.Done;
        });
        return new("match", "Compares, and explains.") { names };
    }

    public static Command MakeEvaluate()
    {
        var names = new Command("names", """
            Judges pairs of names whose truth is known, beside plain edit distance at its best threshold for the same pairs.

            Example:
              wardmark evaluate names --cases pairs.csv --misses misses.jsonl
            """)
        { Cases, Misses, AsJson };
        names.SetAction(Evaluate);
        return names;
    }

    static async Task<int> Evaluate(ParseResult parse, CancellationToken stop)
    {
        var cases = await NameCases.Read(parse.GetValue(Cases)!, stop);
        var answers = cases.ToDictionary(c => c, c => NameMatch.Compare(c.First, c.Second, NameCases.KindOf(c.Schema)));
        var rows = NameCases.Table(cases, c => answers[c].IsMatch);
        var (threshold, peer) = NameCases.EditDistance(cases);
        if (parse.GetValue(Misses) is { } file)
            await File.WriteAllLinesAsync(file, cases.Where(c => answers[c].IsMatch != c.IsMatch).Select(c => JsonSerializer.Serialize(new { c.Line, c.Schema, c.First, c.Second, expected = c.IsMatch, answer = answers[c] }, Readable)), stop);
        if (parse.GetValue(AsJson))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { rows, peer = new { method = "edit distance", threshold, rows = peer } }, FindingJson.Wire));
            return ExitCode.Done;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("schema", "pairs", "matches", "recall [[95 %]]", "precision [[95 %]]", "F1", "edit distance F1");
        foreach (var (r, p) in rows.Zip(peer))
            table.AddRow(Markup.Escape(r.Schema), $"{r.Pairs}", $"{r.Matches}", Rate(r.Right, r.Matches), Rate(r.Right, r.Right + r.FalseAlarms), Three(r.F1), Three(p.F1));
        Terminal.Show(table);
        return ExitCode.Done;
    }

    static void Print(NameAnswer answer)
    {
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{(answer.IsMatch ? "One name" : "Two names")}: {answer.Why} ({answer.Score:0.00}; {NameMatch.Threshold:0.00} and more is one name)."));
        var table = new Table().Border(TableBorder.Rounded).AddColumns("first", "second", "how", "likeness");
        foreach (var p in answer.Parts) table.AddRow(Markup.Escape(p.First ?? "–"), Markup.Escape(p.Second ?? "–"), p.How, p.Likeness.ToString("0.00", CultureInfo.InvariantCulture));
        Terminal.Show(table);
    }

    static string Three(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    static string Rate(int hits, int of)
    {
        var (low, high) = Wilson.Interval(hits, of);
        return string.Create(CultureInfo.InvariantCulture, $"{(of == 0 ? 0 : (double)hits / of):0.000} [[{low:0.000}–{high:0.000}]]");
    }
}
