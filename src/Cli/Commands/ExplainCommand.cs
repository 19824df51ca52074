using System.CommandLine;
using System.Text;
using Spectre.Console;
using Wardmark.Actions.Findings;
using Wardmark.Actions.Listings;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark explain</c>: the ledger of a listing, line by line, with the text marked where each signal fired.</summary>
static class ExplainCommand
{
    static readonly Argument<string> Listing = new("listing") { Description = "The listing's id." };
    static readonly Option<bool> AsJson = new("--json") { Description = "As one JSON object." };

    public static Command Make()
    {
        var command = new Command("explain", """
            Shows what was found in a listing and why, row by row.

            Example:
              wardmark explain L0042 --data demo-data
            """)
        { Listing, AsJson, DataFolder.Option };
        command.SetAction(parse =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            var id = parse.GetValue(Listing)!;
            var found = data.Db.Read(c => ListingTable.Find(c, id));
            if (found is null)
            {
                Terminal.Fail($"Listing {id} is not on record in {data.Db.Folder}.");
                return ExitCode.Failed;
            }

            var findings = data.Db.Read(c => ShowFindings.Run(c, new(Listing: id, Judgement: "all", Limit: 200)).Page);
            if (parse.GetValue(AsJson))
                Console.Out.WriteLine(System.Text.Json.JsonSerializer.Serialize(new { listing = found.Listing, revision = found.Revision, disposition = found.Disposition, findings,
                    ledger = data.Db.Read(c => LedgerTable.Of(c, id)) }, FindingJson.Wire));
            else Show(found, findings, data.Db);
            return ExitCode.Done;
        });
        return command;
    }

    static void Show(StoredListing found, List<FindingView> findings, Db db)
    {
        var screen = AnsiConsole.Console;
        screen.MarkupLine($"[bold]{Markup.Escape(Visible(found.Listing.Id))}[/] revision {found.Revision}: {FindingJson.NameOf(found.Disposition)}");
        foreach (var (field, text) in Screener.Fields(found.Listing))
            screen.MarkupLine($"  [grey]{Markup.Escape(field)}[/] {Marked(text, field, findings)}");
        if (findings.Count == 0) screen.MarkupLine("Nothing was found.");
        foreach (var f in findings)
        {
            var table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape($"{Visible(f.Mark ?? "no mark")}: score {f.Score}, {FindingJson.NameOf(f.Disposition)}"))
                .AddColumns("signal", "points", "what was seen", "where");
            foreach (var s in f.Signals)
                table.AddRow(s.Signal, s.Weight.ToString("+0;-0", System.Globalization.CultureInfo.InvariantCulture), Markup.Escape(Visible(s.Sentence)), s.Length > 0 ? $"{Markup.Escape(s.Field)} {s.Start}+{s.Length}" : Markup.Escape(s.Field));
            table.AddRow("", f.Score.ToString(System.Globalization.CultureInfo.InvariantCulture), "the sum of the rows", "");
            screen.Write(table);
            if (f.Judgement is not null) screen.MarkupLine($"  judged [bold]{f.Judgement}[/] by {Markup.Escape(f.JudgedBy ?? "")}: {Markup.Escape(Visible(f.Reason ?? ""))}");
        }

        foreach (var e in db.Read(c => LedgerTable.Of(c, found.Listing.Id)))
            screen.MarkupLine($"  [grey]ledger {e.Seq} {e.At} {Markup.Escape(e.Actor)} {e.Kind} {e.Hash[..16]}…[/]");
    }

    static string Marked(string text, string field, List<FindingView> findings)
    {
        var marked = new bool[text.Length];
        foreach (var s in findings.SelectMany(f => f.Signals).Where(s => s.Field == field))
            for (var i = Math.Max(0, s.Start); i < Math.Min(text.Length, s.Start + s.Length); i++) marked[i] = true;
        var line = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            var from = i;
            while (i < text.Length && marked[i] == marked[from]) i++;
            var piece = Markup.Escape(Visible(text[from..i]));
            line.Append(marked[from] ? $"[black on yellow]{piece}[/]" : piece);
        }

        return line.ToString();
    }

    // A stranger's text must neither steer the terminal nor hide in it.
    static string Visible(string text) => string.Concat(text.Select(c =>
        c is '\n' ? " " : char.IsControl(c) || System.Globalization.CharUnicodeInfo.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format ? $"‹U+{(int)c:X4}›" : c.ToString()));
}
