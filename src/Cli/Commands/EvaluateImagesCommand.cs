using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Wardmark.Cli.Evaluation;
using Wardmark.Cli.Scanning;
using Wardmark.Detection.Pictures;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark evaluate images</c>: how surely copies of pictures are found, edit by edit, beside other methods.</summary>
static class EvaluateImagesCommand
{
    static readonly Option<string[]> Pictures = new("--pictures") { Description = "Folders of pictures; references are chosen from the first.", Required = true, AllowMultipleArgumentsPerToken = true };
    static readonly Option<string?> Duplicates = new("--duplicates") { Description = "CSV of pairs that are nearly identical, paths below its parent folder; the second of each pair is left out." };
    static readonly Option<int> References = new("--references") { Description = "Reference pictures.", DefaultValueFactory = _ => 300 };
    static readonly Option<int> Distractors = new("--distractors") { Description = "Pictures that are no copy of a reference.", DefaultValueFactory = _ => 2_000 };
    static readonly Option<int> Skip = new("--skip") { Description = "References to leave out first: a second measurement with others than those a model was fitted to.", DefaultValueFactory = _ => 0 };
    static readonly Option<string?> Matches = new("--matches") { Description = "Where every candidate pair is written, as JSON Lines." };
    static readonly Option<bool> AsJson = new("--json") { Description = "The tables as one JSON object." };

    public static Command Make()
    {
        var command = new Command("images", """
            Copies each reference in eighteen ways and looks the copies up, together with pictures that are no copy. Copies made
            in several steps (cut out, pasted, lettered) are reported below them, by the same scores, and are not counted among them.

            Example:
              wardmark evaluate images --pictures photos more-photos --duplicates known-duplicates.csv --references 300 --distractors 2000
            """)
        { Pictures, Duplicates, References, Distractors, Skip, Matches, AsJson };
        command.SetAction(Run);
        return command;
    }

    static int Run(ParseResult parse)
    {
        var folders = parse.GetValue(Pictures)!.Select(Path.GetFullPath).ToList();
        foreach (var folder in folders) if (!Directory.Exists(folder)) throw new InvalidDataException($"{folder} is no folder.");
        var files = folders.SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories)).Where(LocalPictures.IsNamedAsOne).Distinct().ToList();
        var leftOut = parse.GetValue(Duplicates) is { } csv ? Seconds(csv) : [];
        var trial = new PictureTrial(files, leftOut, parse.GetValue(References), parse.GetValue(Distractors), parse.GetValue(Skip), f => f.StartsWith(folders[0], StringComparison.Ordinal));
        var shown = 0;
        trial.Run((done, total) =>
        {
            if (done * 20 / total > Volatile.Read(ref shown)) Terminal.Say($"{Interlocked.Exchange(ref shown, done * 20 / total) * 5} % …");
        });
        if (parse.GetValue(Matches) is { } path) WriteMatches(path, trial);
        var rows = PictureTrial.Methods.Select(m => (Method: m, Figures: RankedFigures.Of(trial.PairsOf(m).Where(p => PictureTrial.IsCounted(p.Class)), trial.Truths), Pairs: trial.PairsOf(m))).ToList();
        if (parse.GetValue(AsJson))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                references = trial.References, distractors = trial.Distractors,
                methods = rows.Select(r => new { method = r.Method, figures = r.Figures, 
                    edits = PictureEdits.All.Concat(FurtherEdits.All).Select(e => new { edit = e.Name, at90 = Found(r.Pairs, e.Name, r.Figures.At90), atNoFalse = Found(r.Pairs, e.Name, Math.BitIncrement(r.Figures.AtNoFalse)) }) }),
            }, JsonSerializerOptions.Web));
            return ExitCode.Done;
        }

        Print(trial, rows);
        return ExitCode.Done;
    }

    static void Print(PictureTrial trial, List<(string Method, RankedFigures Figures, IReadOnlyCollection<RankedPair> Pairs)> rows)
    {
        Terminal.Say($"{trial.References} references, {trial.Truths} edited copies, {trial.Distractors} pictures that are no copy.");
        var table = new Table().Border(TableBorder.Rounded).AddColumn("");
        foreach (var row in rows) table.AddColumn(row.Method);
        table.AddRow(["µAP", .. rows.Select(r => Number(r.Figures.AveragePrecision))]);
        table.AddRow(["recall at precision .90", .. rows.Select(r => Number(r.Figures.RecallAtPrecision90))]);
        table.AddRow(["recall with no false match", .. rows.Select(r => Number(r.Figures.RecallAtNoFalse))]);
        table.AddEmptyRow();
        foreach (var (edit, _) in PictureEdits.All.Concat(FurtherEdits.All))
        {
            if (edit == FurtherEdits.All[0].Name) table.AddEmptyRow();
            table.AddRow([edit, .. rows.Select(r => $"{Share(r.Pairs, edit, r.Figures.At90, trial.References)} / {Share(r.Pairs, edit, Math.BitIncrement(r.Figures.AtNoFalse), trial.References)}")]);
        }

        Terminal.Show(table);
        Terminal.Say("By edit: recall at precision .90 / with no false match.");
        var (copies, further, alarms) = trial.AtThreshold;
        Terminal.Say($"At Wardmark's own threshold: {copies} of {trial.Truths} copies found, {further} of {trial.References * FurtherEdits.All.Count} made in several steps; {alarms} of {trial.Distractors} pictures that are no copy called one.");
        var found = trial.Matches.Where(m => m.IsTrue && PictureTrial.IsCounted(m.Class) && m.Resemblance.SamePicture >= Likeness.CopyFrom).ToLookup(m => m.Class == "re-photograph", m => m.Resemblance.IsAtAngle);
        Terminal.Say($"Of these copies {found[true].Count(a => a)} of {found[true].Count()} that were photographed again are called seen at an angle, and {found[false].Count(a => a)} of the {found[false].Count()} others.");
    }

    static string Share(IReadOnlyCollection<RankedPair> pairs, string edit, double? least, int of) => Number((double)Found(pairs, edit, least) / of);

    static int Found(IReadOnlyCollection<RankedPair> pairs, string edit, double? least) =>
        least is { } score ? pairs.Count(p => p.IsTrue && p.Class == edit && p.Score >= score) : 0;

    static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    internal static HashSet<string> Seconds(string csv)
    {
        var root = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(csv)))!;
        return [.. File.ReadLines(csv).Skip(1).Select(l => l.Split(',')).Where(c => c.Length >= 2).Select(c => Path.Combine(root, c[1]))];
    }

    static void WriteMatches(string path, PictureTrial trial) => File.WriteAllLines(path, trial.Matches
        .OrderBy(m => m.Query, StringComparer.Ordinal).ThenBy(m => m.Class).ThenBy(m => m.Reference, StringComparer.Ordinal).Select(m => JsonSerializer.Serialize(
        new MeasuredPair(m.Query, m.Class, m.Reference, m.IsTrue, Likeness.MeasuresOf(m.Resemblance), m.Resemblance.Inliers, m.Resemblance.HashDistance, Math.Round(m.Resemblance.SamePicture, 4), Math.Round(m.Resemblance.SameObject, 4),
            Math.Round(Math.Max(m.Resemblance.Dense.ReferenceShare, m.Resemblance.Dense.QueryShare), 3), Math.Round(m.Resemblance.Error, 3), Math.Round(m.Resemblance.Slant, 4)), JsonSerializerOptions.Web)));
}

/// <summary>A candidate pair as it is written for reading and for learning.</summary>
sealed record MeasuredPair(
    string Query, string Edit, string Reference, bool IsTrue, double[] Measures, int Inliers, int HashDistance, double SamePicture, double SameObject, double Coverage, double Error, double Slant);
