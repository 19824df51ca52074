using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Wardmark.Procedure.Standing;
using Wardmark.Cli.Evaluation;
using Wardmark.Cli.Scanning;
using Wardmark.Detection.Scoring;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark evaluate text</c>: recall, false alarms and precision by class, with 95 % intervals.</summary>
static class EvaluateCommand
{
    static readonly Option<string> Cases = new("--cases") { Description = "Cases as JSON Lines, each with its truth.", Required = true };
    static readonly Option<string?> Register = new("--register") { Description = "The register; the marks the cases name if left out." };
    static readonly Option<double?> AtFalseAlarms = new("--at-false-alarms") { Description = "Choose the threshold at this rate of false alarms, on --negatives." };
    static readonly Option<string?> Negatives = new("--negatives") { Description = "The second file, on which the threshold is chosen: cases or plain listings as JSON Lines." };
    static readonly Option<int?> MinScore = new("--min-score") { Description = "The threshold; policy's own if left out." };
    static readonly Option<string?> Misses = new("--misses") { Description = "Where every miss and false alarm is written." };
    static readonly Option<bool> WithPeers = new("--peers") { Description = "Also what other methods find in the same cases: recall and false alarms, class by class." };
    static readonly Option<bool> AsJson = new("--json") { Description = "The table as one JSON object." };

    static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make()
    {
        var text = new Command("text", """
            Screens cases and counts, class by class, what was found and what should not have been.

            A case: {"id":"1","class":"T2 leet","listing":{"title":"N1ke shoes"},"expect":{"marks":["Nike"]}}
            An innocent has no marks. A hit on the listing's own brand is never a false alarm.

            Example:
              wardmark evaluate text --cases cases.jsonl --register brands.txt --at-false-alarms 0.01 --negatives genuine.jsonl --misses misses.jsonl
            """)
        { Cases, Register, AtFalseAlarms, Negatives, MinScore, Misses, WithPeers, AsJson };
        text.SetAction(Run);
        var use = new Command("use", """
            Screens lines whose use of a mark is known and says how well each use is told from the others: the mark's own goods,
            a lawful reference, a style, declared copies, a disclaimer, packaging.

            A line: {"id":"1","listing":{"title":"Filter for Dyson V10"},"expect":{"marks":["Dyson"],"use":"reference"}}

            Example:
              wardmark evaluate use --cases tests/Detection.Tests/Cases/uses/held-out.jsonl --register tests/Detection.Tests/Cases/uses/register.jsonl
            """)
        { Cases, Register, Misses, AsJson };
        use.SetAction(RunUse);
        return new("evaluate", "Measures detection on cases whose truth is known.")
        {
            text, use, EvaluateImagesCommand.Make(), EvaluateLogosCommand.Make(), EvaluateHiddenCommand.Make(), EvaluateReadingCommands.MakeCodes(), EvaluateReadingCommands.MakeWords(), NameCommands.MakeEvaluate(),
        };
    }

    static async Task<int> Run(ParseResult parse, CancellationToken stop)
    {
        var cases = TextCases.Read(parse.GetValue(Cases)!).ToList();
        var marks = parse.GetValue(Register) is { } path ? await RegisterFile.Read(path, [], stop) : TextCases.RegisterOf(cases);
        var screener = new Screener(new(marks), new(Weights.Shipped, Policy.Shipped));
        var threshold = parse.GetValue(MinScore) ?? Policy.Shipped.Find;
        if (parse.GetValue(AtFalseAlarms) is { } rate)
            threshold = ThresholdAt(rate, parse.GetValue(Negatives) ?? parse.GetValue(Cases)!, screener);
        var outcomes = cases.ConvertAll(c => TextCases.Judge(c, screener));
        var rows = outcomes.GroupBy(o => o.Case.Class).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => ClassRow.Of(g.Key, [.. g], threshold)).Append(ClassRow.Of("all", outcomes, threshold)).ToList();
        if (parse.GetValue(Misses) is { } misses) WriteMisses(misses, outcomes, threshold);
        List<PeerRow> peers = parse.GetValue(WithPeers) ? [.. Peers.All.Select(p => PeerRow.Of(p.Name, cases, marks, Peers.FinderOf(p, marks)))] : [];
        if (parse.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(new { threshold, rows, peers }, JsonSerializerOptions.Web));
        else
        {
            Print(rows, threshold);
            if (peers.Count > 0) Print(rows, peers);
        }

        return ExitCode.Done;
    }

    static async Task<int> RunUse(ParseResult parse, CancellationToken stop)
    {
        var cases = TextCases.Read(parse.GetValue(Cases)!).ToList();
        var marks = parse.GetValue(Register) is { } path ? await RegisterFile.Read(path, [], stop) : TextCases.RegisterOf(cases);
        var (rows, misses) = UseTable.Of(cases, new(new(marks), new(Weights.Shipped, Policy.Shipped)));
        if (parse.GetValue(Misses) is { } file) await File.WriteAllLinesAsync(file, misses.Select(m => JsonSerializer.Serialize(m, Readable)), stop);
        if (parse.GetValue(AsJson))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(rows, FindingJson.Wire));
            return ExitCode.Done;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("use", "lines", "recall [[95 %]]", "precision [[95 %]]", "F1");
        foreach (var r in rows) table.AddRow(r.Use, $"{r.Lines}", Rate(r.Right, r.Lines), Rate(r.Right, r.Taken), r.F1.ToString("0.000", CultureInfo.InvariantCulture));
        Terminal.Show(table);
        return ExitCode.Done;
    }

    static int ThresholdAt(double rate, string path, Screener screener)
    {
        var scores = TextCases.Read(path).Where(c => c.Marks.Count == 0)
            .Select(c => TextCases.Judge(c, screener).StrongestStranger ?? int.MinValue).OrderDescending().ToList();
        if (scores.Count == 0) return Policy.Shipped.Find;
        var allowed = (int)Math.Floor(rate * scores.Count);
        return allowed >= scores.Count ? 1 : Math.Max(1, scores[allowed] == int.MinValue ? 1 : scores[allowed] + 1);
    }

    static void WriteMisses(string path, List<Outcome> outcomes, int threshold)
    {
        using var file = new StreamWriter(path);
        foreach (var o in outcomes)
        {
            var missed = o.Case.Marks.Count > 0 && !(o.WeakestExpected >= threshold);
            var alarm = o.StrongestStranger >= threshold;
            if (!missed && !alarm) continue;
            file.WriteLine(JsonSerializer.Serialize(new
            {
                id = o.Case.Id,
                @class = o.Case.Class,
                what = missed ? "miss" : "false alarm",
                title = o.Case.Listing.Title,
                expected = o.Case.Marks,
                found = o.Findings.Select(f => new { f.Mark, f.Score, signals = f.Signals.Select(s => $"{s.Signal} {s.Weight} {s.Field} “{s.Seen}”") }),
            }, Readable));
        }
    }

    static void Print(List<ClassRow> rows, int threshold)
    {
        Terminal.Say($"Threshold: score {threshold}.");
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("class", "attacks", "recall [[95 %]]", "innocents", "false alarms [[95 %]]", "precision");
        foreach (var r in rows)
            table.AddRow(Markup.Escape(r.Class), $"{r.Attacks}", Rate(r.Hits, r.Attacks), $"{r.Innocents}", Rate(r.FalseAlarms, r.Innocents),
                r.Attacks + r.FalseAlarms == 0 ? "–" : r.Precision.ToString("0.000", CultureInfo.InvariantCulture));
        Terminal.Show(table);
    }

    static void Print(List<ClassRow> rows, List<PeerRow> peers)
    {
        Terminal.Say("Recall / share of innocents alarmed, by class:");
        var table = new Table().Border(TableBorder.Rounded).AddColumn("class").AddColumn("wardmark");
        foreach (var peer in peers) table.AddColumn(Markup.Escape(peer.Method));
        foreach (var r in rows)
            table.AddRow([Markup.Escape(r.Class), Pair(r.Hits, r.Attacks, r.FalseAlarms, r.Innocents), .. peers.Select(p => p.Classes[r.Class] is var c ? Pair(c.Hits, r.Attacks, c.FalseAlarms, r.Innocents) : "")]);
        Terminal.Show(table);

        static string Pair(int hits, int attacks, int alarms, int innocents) =>
            string.Create(CultureInfo.InvariantCulture, $"{(attacks == 0 ? "–" : $"{(double)hits / attacks:0.00}")} / {(innocents == 0 ? "–" : $"{(double)alarms / innocents:0.00}")}");
    }

    static string Rate(int hits, int of)
    {
        if (of == 0) return "–";
        var (low, high) = Wilson.Interval(hits, of);
        return string.Create(CultureInfo.InvariantCulture, $"{(double)hits / of:0.000} [[{low:0.000}–{high:0.000}]]");
    }
}

/// <summary>What one other method finds, by class.</summary>
sealed record PeerRow(string Method, IReadOnlyDictionary<string, PeerCounts> Classes)
{
    public static PeerRow Of(string method, List<TextCase> cases, IReadOnlyList<Registry.Rights.Trademark> marks, Func<string, HashSet<int>> finder)
    {
        var judged = cases.ConvertAll(c => (Case: c, Found: finder($"{c.Listing.Title}\n{c.Listing.Description}").Select(i => marks[i].Mark).ToHashSet(StringComparer.OrdinalIgnoreCase)));
        var classes = judged.GroupBy(j => j.Case.Class).ToDictionary(g => g.Key, g => Count([.. g]));
        classes["all"] = Count(judged);
        return new(method, classes);
    }

    static PeerCounts Count(List<(TextCase Case, HashSet<string> Found)> judged) => new(
        judged.Count(j => j.Case.Marks.Count > 0 && j.Case.Marks.All(j.Found.Contains)),
        judged.Count(j => j.Case.Marks.Count == 0 && j.Found.Any(f => !string.Equals(f, j.Case.Listing.Brand, StringComparison.OrdinalIgnoreCase))));
}

/// <summary>Attacks found and innocents alarmed.</summary>
sealed record PeerCounts(int Hits, int FalseAlarms);

/// <summary>The counts of one class.</summary>
sealed record ClassRow(string Class, int Attacks, int Hits, int Innocents, int FalseAlarms, int WrongMarks)
{
    /// <summary>Of what was reported, the share that was right.</summary>
    public double Precision => Hits + FalseAlarms + WrongMarks == 0 ? 1 : (double)Hits / (Hits + FalseAlarms + WrongMarks);

    public static ClassRow Of(string name, List<Outcome> outcomes, int threshold)
    {
        var attacks = outcomes.FindAll(o => o.Case.Marks.Count > 0);
        var innocents = outcomes.FindAll(o => o.Case.Marks.Count == 0);
        return new(name, attacks.Count, attacks.Count(o => o.WeakestExpected >= threshold), innocents.Count,
            innocents.Count(o => o.StrongestStranger >= threshold), attacks.Count(o => o.StrongestStranger >= threshold));
    }
}
