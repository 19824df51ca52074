using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Wardmark.Cli.Evaluation;
using Wardmark.Cli.Scanning;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Signals;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark train text</c>: learns the weights of signals from cases whose truth is known.</summary>
public static class TrainCommand
{
    const int WholeStrength = 1_000;
    static readonly Option<string[]> Cases = new("--cases") { Description = "Cases as JSON Lines, as evaluate takes them; several files.", Required = true, AllowMultipleArgumentsPerToken = true };
    static readonly Option<string> Register = new("--register") { Description = "The register the cases are screened against.", Required = true };
    static readonly Option<string> Out = new("--out") { Description = "Where the weights go; put the file into a data folder as weights.json to use it.", DefaultValueFactory = _ => "weights.json" };
    static readonly Option<string?> Picture = new("--picture") { Description = "Where the reliability picture goes, as SVG." };
    static readonly Option<string> Pairs = new("--pairs") { Description = "Pairs as evaluate images writes them.", Required = true };
    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    static readonly Option<bool> AsJson = new("--json") { Description = "The report as one JSON object on standard output." };

    internal static Command Make()
    {
        var text = new Command("text", """
            Fits the points of every signal to cases and writes a weights file. The same cases give the same file.

            Ten points are one unit of log-odds and 25 points are even odds. Learning starts from the priors set by hand:
            signals that no case shows keep them, signs are kept, and so are the caps of families.

            Example:
              wardmark train text --cases tests/Detection.Tests/Cases/*.jsonl --register brands.jsonl --out weights.json --picture reliability.svg
            """)
        { Cases, Register, Out, Picture, AsJson };
        text.SetAction(Run);
        var pictures = new Command("pictures", """
            Fits the model that tells copies of a picture from other pictures to the pairs that evaluate images wrote with
            --matches. The same pairs give the same file, which is config/pictures/likeness.json of the source.

            Example:
              wardmark evaluate images --pictures photos --matches pairs.jsonl
              wardmark train pictures --pairs pairs.jsonl --out likeness.json
            """)
        { Pairs, Out };
        pictures.SetAction(RunPictures);
        return new("train", "Learns weights from cases whose truth is known.") { text, pictures, TrainShapesCommand.Make(), TrainLogosCommand.Make(), TrainLooksCommand.Make() };
    }

    static async Task<int> RunPictures(ParseResult parse, CancellationToken stop)
    {
        var pairs = File.ReadLines(parse.GetValue(Pairs)!).Where(l => l.Length > 0).Select(l => JsonSerializer.Deserialize<MeasuredPair>(l, JsonSerializerOptions.Web)!)
            .Where(p => p.Inliers >= 3 || p.HashDistance <= 80).Select(p => (p.Measures, p.IsTrue)).ToList();
        if (!pairs.Exists(p => p.IsTrue) || !pairs.Exists(p => !p.IsTrue))
        {
            Terminal.Fail("The pairs must show copies and other pictures; these do not.");
            return ExitCode.Failed;
        }

        var fitted = LikenessFitter.Fit(pairs);
        var weights = Likeness.Names.Select((name, i) => (name, Weight: fitted[i + 1])).ToDictionary(w => w.name, w => w.Weight);
        await File.WriteAllTextAsync(parse.GetValue(Out)!, JsonSerializer.Serialize(new { bias = fitted[0], weights }, Indented) + "\n", stop);
        Terminal.Say($"{pairs.Count} pairs, {pairs.Count(p => p.IsTrue)} of them copies: {parse.GetValue(Out)}");
        return ExitCode.Done;
    }

    static async Task<int> Run(ParseResult parse, CancellationToken stop)
    {
        var marks = await RegisterFile.Read(parse.GetValue(Register)!, [], stop);
        var names = AllSignals.InOrder.Select(s => s.Name).ToList();
        var examples = Examples(parse.GetValue(Cases)!.SelectMany(TextCases.Read), new(marks), names);
        if (!examples.Exists(e => e.IsAttack) || !examples.Exists(e => !e.IsAttack))
        {
            Terminal.Fail("The cases must show findings of attacks and of innocents; these do not.");
            return ExitCode.Failed;
        }

        var fitter = new WeightFitter(Weights.Prior, names);
        var learned = fitter.Learn(examples);
        await using (var file = File.Create(parse.GetValue(Out)!)) learned.Write(file);
        var before = fitter.Measure([.. names.Select(n => (double)Weights.Prior.Signals[n].Weight)], examples);
        var held = fitter.CrossValidate(examples);
        if (parse.GetValue(Picture) is { } picture) await File.WriteAllTextAsync(picture, ReliabilityPicture.Draw(held), stop);
        Report(parse.GetValue(AsJson), names, examples, learned, before, held);
        return ExitCode.Done;
    }

    /// <summary>Every finding is an example: of an attack where the case expects its mark.</summary>
    public static List<FittingExample> Examples(IEnumerable<TextCase> cases, ScreenedRegister register, IReadOnlyList<string> names)
    {
        var bare = Weights.Prior with
        {
            Families = Weights.Prior.Families.ToDictionary(f => f.Key, _ => new Family(int.MaxValue)),
            Signals = Weights.Prior.Signals.ToDictionary(s => s.Key, s => s.Value with { Weight = WholeStrength }),
        };
        var screener = new Screener(register, new(bare, Policy.Shipped));
        return [.. cases.SelectMany(c => screener.Screen(c.Listing).Select(f => new FittingExample(
            [.. names.Select(n => f.Signals.Where(r => r.Signal == n).Sum(r => (double)r.Weight / WholeStrength))],
            f.Mark is null ? c.Marks.Count > 0 : c.Marks.Contains(f.Mark, StringComparer.OrdinalIgnoreCase), f.Mark ?? c.Id)))];
    }

    static void Report(bool asJson, List<string> names, List<FittingExample> examples, Weights learned, Calibration before, Calibration held)
    {
        var rows = names.Select((n, i) => (
            Signal: n, Was: Weights.Prior.Signals[n].Weight, Is: learned.Signals[n].Weight,
            Shown: examples.Count(e => e.Strengths[i] > 0), Attacks: examples.Count(e => e.IsAttack && e.Strengths[i] > 0))).ToList();
        if (asJson)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                examples = examples.Count,
                attacks = examples.Count(e => e.IsAttack),
                ece_before = before.Error,
                ece_held_out = held.Error,
                log_loss_before = before.LogLoss,
                log_loss_held_out = held.LogLoss,
                signals = rows.Select(r => new { r.Signal, r.Was, r.Is, r.Shown, r.Attacks }),
            }, FindingJson.Wire));
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("signal", "prior", "learned", "seen in", "of them attacks");
        foreach (var r in rows) table.AddRow(r.Signal, $"{r.Was:+0;-0;0}", r.Shown == 0 ? "[grey]as it was[/]" : $"{r.Is:+0;-0;0}", $"{r.Shown}", $"{r.Attacks}");
        Terminal.Show(table);
        Terminal.Say($"{examples.Count} findings, {examples.Count(e => e.IsAttack)} of attacks.");
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Priors: calibration error {before.Error:0.000}, log loss {before.LogLoss:0.000}."));
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Learned, on marks not learned from: calibration error {held.Error:0.000}, log loss {held.LogLoss:0.000}."));
    }
}
