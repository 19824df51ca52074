using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;
using Wardmark.Cli.Scanning;
using Wardmark.Connectors.Feeds;
using Wardmark.Detection.Scoring;
using Wardmark.Imaging.Worker;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark scan</c>: a file of listings against a file of marks, with no server and no database.</summary>
static class ScanCommand
{
    static readonly Option<string> Register = new("--register") { Description = "Marks: CSV, JSON Lines, Parquet or one name a line; gzip of each.", Required = true };
    static readonly Option<string> Listings = new("--listings") { Description = "Listings: CSV, JSON Lines or Parquet; gzip of each; - for standard input.", Required = true };
    static readonly Option<string?> Map = new("--map") { Description = "Where a file calls a field otherwise: title=ProductName,brand=Brand." };
    static readonly Option<string?> Out = new("--out") { Description = "Where the findings go; standard output if left out." };
    static readonly Option<string> Format = new("--format") { Description = "jsonl, csv or html.", DefaultValueFactory = _ => "jsonl" };
    static readonly Option<int?> MinScore = new("--min-score") { Description = "Write findings from this score on; policy's own threshold if left out." };
    static readonly Option<string?> Data = new("--data") { Description = "A data folder whose weights.json replaces the shipped one." };
    static readonly Option<string?> OwnPolicy = new("--policy") { Description = "A policy file instead of the shipped one; see docs/operating/policy.md." };
    static readonly Option<string?> Rejects = new("--rejects") { Description = "Where rows that were not taken go; OUT.rejects.jsonl if left out." };

    static readonly Option<bool> AsJson = new("--json") { Description = "The summary as one JSON object: on standard output where --out takes the findings, else on standard error." };

    public static Command Make()
    {
        Format.AcceptOnlyFromAmong("jsonl", "csv", "html");
        var command = new Command("scan", """
            Screens a file of listings against a register of marks and writes what was found.

            Examples:
              wardmark scan --register samples/register.jsonl --listings samples/listings.jsonl --format html --out report.html
              wardmark scan --register brands.txt --listings catalogue.csv --map title=ProductName,brand=Brand --out findings.jsonl
              zcat feed.jsonl.gz | wardmark scan --register brands.csv --listings - > findings.jsonl

            Exit codes: 0 done, 1 could not run, 2 wrong command line, 3 done with rejected rows, 130 stopped.
            """)
        { Register, Listings, Map, Out, Format, MinScore, Data, OwnPolicy, Rejects, AsJson };
        command.SetAction(Run);
        return command;
    }

    static async Task<int> Run(ParseResult parse, CancellationToken stop)
    {
        var weights = ScoringConfig.Weights(parse.GetValue(Data));
        var policy = parse.GetValue(OwnPolicy) is { } file ? Policy.Read(File.OpenRead(file)) : Policy.Shipped;
        var tally = new ScanTally(parse.GetValue(MinScore) ?? policy.Find);
        var marks = await RegisterFile.Read(parse.GetValue(Register)!, tally.RegisterRejects, stop);
        var folder = Path.GetDirectoryName(Path.GetFullPath(parse.GetValue(Register)!))!;
        using var workers = new PictureWorkers();
        var register = new ScreenedRegister(marks, await LocalPictures.References(marks, folder, workers, tally.PictureProblems, stop));
        Terminal.Say($"{marks.Count:N0} marks, {register.NameCount:N0} names, {register.PictureCount:N0} reference pictures.");
        var pipeline = new ScanPipeline(register, weights, policy, workers);
        var map = ColumnMap.Parse(parse.GetValue(Map));
        await using var rejects = new RejectsFile(parse.GetValue(Rejects) ?? DefaultRejects(parse.GetValue(Out)));
        foreach (var reject in tally.RegisterRejects) rejects.Write(reject);
        var clock = Stopwatch.StartNew();
        await using (var writer = FindingWriter.For(parse.GetValue(Format)!, Target(parse.GetValue(Out))))
        {
            await Terminal.Progress("Screening", parse.GetValue(Listings)!, async report =>
            {
                await foreach (var row in pipeline.Run(parse.GetValue(Listings)!, map, stop))
                {
                    tally.Count(row, writer, rejects);
                    if (tally.Rows % 1_000 == 0) report($"{tally.Rows:N0} listings, {tally.Findings:N0} findings", tally.Rows, null);
                }
            });
        }

        if (parse.GetValue(AsJson)) tally.Write(parse.GetValue(Out) is null ? Console.Error : Console.Out, clock.Elapsed, rejects);
        else tally.Print(clock.Elapsed, rejects);
        return rejects.Count > 0 ? ExitCode.SomeRejected : ExitCode.Done;
    }

    static Stream Target(string? path) => path is null ? Console.OpenStandardOutput() : File.Create(path);

    static string DefaultRejects(string? path) => path is null ? "wardmark.rejects.jsonl" : path + ".rejects.jsonl";
}

/// <summary>What a scan counts.</summary>
sealed class ScanTally(int minScore)
{
    readonly SortedDictionary<Disposition, int> _byDisposition = [];

    public long Rows { get; private set; }

    public long Findings { get; private set; }

    public List<Reject> RegisterRejects { get; } = [];

    public List<string> PictureProblems { get; } = [];

    public void Count(Screened row, FindingWriter writer, RejectsFile rejects)
    {
        Rows++;
        if (row.Reject is { } reject) rejects.Write(reject);
        foreach (var problem in row.PictureProblems)
            rejects.Write(new(row.Listing!.Id, 0, "images", problem, ""));
        foreach (var finding in row.Findings)
        {
            if (finding.Score < minScore) continue;
            Findings++;
            _byDisposition[finding.Disposition] = _byDisposition.GetValueOrDefault(finding.Disposition) + 1;
            writer.Write(row.Listing!, finding);
        }
    }

    public void Write(TextWriter to, TimeSpan took, RejectsFile rejects) => to.WriteLine(System.Text.Json.JsonSerializer.Serialize(new
    {
        listings = Rows,
        findings = Findings,
        by_disposition = _byDisposition.ToDictionary(d => FindingJson.NameOf(d.Key), d => d.Value),
        rejected = rejects.Count,
        rejects_file = rejects.Count > 0 ? rejects.Path : null,
        seconds = Math.Round(took.TotalSeconds, 3),
        peak_memory_bytes = PeakMemory(),
    }, FindingJson.Wire));

    static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    public void Print(TimeSpan took, RejectsFile rejects)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn(new TableColumn("count").RightAligned());
        table.AddRow("listings", $"{Rows:N0}").AddRow("findings", $"{Findings:N0}");
        foreach (var (disposition, count) in _byDisposition.Reverse()) table.AddRow($"  {disposition.ToString().ToLowerInvariant()}", $"{count:N0}");
        table.AddRow("rejected rows", $"{rejects.Count:N0}");
        table.AddRow("listings/s", $"{Rows / Math.Max(0.001, took.TotalSeconds):N0}");
        table.AddRow("peak memory", $"{PeakMemory() / 1048576.0:N0} MiB");
        Terminal.Show(table);
        foreach (var problem in PictureProblems.Take(10)) Terminal.Warn($"reference picture {problem}");
        if (rejects.Count > 0) Terminal.Warn($"{rejects.Count:N0} rows were not taken; {rejects.Path} names line, field and reason of each.");
    }
}
