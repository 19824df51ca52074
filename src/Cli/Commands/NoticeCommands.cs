using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Wardmark.Actions.Notices;
using Wardmark.Actions.Parties;
using Wardmark.Connectors.Feeds;
using Wardmark.Detection.Scoring;
using Wardmark.Procedure.Claims;
using Wardmark.Registry.Answers;
using Wardmark.Server.Api;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark notice</c> and <c>wardmark claim</c>: for who keeps the data folder.</summary>
static class NoticeCommands
{
    static readonly Argument<string> Source = new("file") { Description = "A file, “-” for standard input." };
    static readonly Argument<string> Id = new("id") { Description = "As claim list shows it." };
    static readonly Argument<string?> NoticeId = new("notice") { Description = "The notice's number; all of them if left out.", Arity = ArgumentArity.ZeroOrOne };
    static readonly Option<string?> PartyId = new("--party") { Description = "The party that sends it; without one it is a notice without an account." };
    static readonly Option<string?> Map = new("--map") { Description = "Which column holds which field: listing=URL,right=Registration." };
    static readonly Option<string?> State = new("--state") { Description = "Only those in this state: deficient, open, upheld, dismissed, retracted, lapsed." };
    static readonly Option<bool> Queue = new("--queue") { Description = "Only those that wait for one of your people, in their order." };
    static readonly Option<int> Most = new("--limit") { Description = "Most lines.", DefaultValueFactory = _ => 50 };
    static readonly Option<string> By = new("--by") { Description = "Who says so; two people are two names.", Required = true };
    static readonly Option<string> Reason = new("--reason") { Description = "Why; both sides read it.", Required = true };
    static readonly Option<string> For = new("--for") { Description = "notifier or seller.", Required = true };
    static readonly Option<bool> AsJson = new("--json") { Description = "The answer as JSON." };

    public static IEnumerable<Command> Make()
    {
        For.AcceptOnlyFromAmong("notifier", "seller");
        var bulk = new Command("bulk", """
            Files a row of a file as a notice each: CSV, JSON Lines or Parquet, up to 100,000 rows. Each row is answered on standard output:
            accepted, curable, merged or refused. Columns: listing, right, work, theory, regime, explanation, good_faith, accuracy, reference, …
            Rows with a reference are taken once, so that a file that was cut off is sent again whole.
            """) { Source, PartyId, Map, DataFolder.Option };
        bulk.SetAction(Bulk);
        var mail = new Command("mail", """
            Files a mail message as a notice: plain text with a line for each field.

              Listing: https://shop.example/l/123
              Right: US:A98000001
              Theory: counterfeit
              Regime: eu_dsa
              Explanation: We never made this bag; the clasp is not ours.
              Good faith: yes
            """) { Source, DataFolder.Option, AsJson };
        mail.SetAction(Mail);
        var lumen = new Command("lumen", """
            Prints notices as the Lumen database takes them, a JSON object a line, the oldest first: what either side wrote freely and
            personal data are left out. Without a number, all of them.

              wardmark notice lumen > lumen.jsonl
              curl https://lumendatabase.org/notices -H "X-Authentication-Token: …" -H "Content-Type: application/json" -d @notice.json
            """) { NoticeId, DataFolder.Option };
        lumen.SetAction(Lumen);
        yield return new("notice", "Notices: files, mail, and what is passed on of them.") { bulk, mail, lumen };
        var list = new Command("list", "Lists claims, newest first.") { State, Queue, Most, DataFolder.Option, AsJson };
        list.SetAction(List);
        var show = new Command("show", "Shows one claim: what it rests on, what was flagged, measures, deadlines, decisions.") { Id, DataFolder.Option, AsJson };
        show.SetAction(Show);
        var decide = new Command("decide", "Decides a claim.") { Id, For, By, Reason, DataFolder.Option, AsJson };
        decide.SetAction((parse, stop) => Step(parse, (desk, id, actor) => desk.Decide(id, parse.GetValue(For) == "notifier" ? Ruling.Uphold : Ruling.Dismiss, parse.GetValue(Reason), null, actor, stop)));
        var hear = new Command("hear", "Hears a complaint; the side it is decided for is told.") { Id, For, By, Reason, DataFolder.Option, AsJson };
        hear.SetAction(Hear);
        var measure = new Command("measure", "Takes the measure that policy proposes.") { Id, By, DataFolder.Option, AsJson };
        measure.SetAction((parse, stop) => Step(parse, (desk, id, actor) => desk.Take(id, null, actor, stop)));
        yield return new("claim", "Claims: one right, one listing, one theory.") { list, show, decide, hear, measure };
    }

    static int Lumen(ParseResult parse)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var (one, now) = (parse.GetValue(NoticeId), TimeProvider.System.GetUtcNow().UtcDateTime);
        if (one is not null && data.Db.Read(c => ClaimTable.Notice(c, one)) is null)
        {
            Terminal.Fail($"There is no notice {one}.");
            return ExitCode.Failed;
        }

        for (var page = one is null ? data.Db.Read(c => LumenExport.Page(c, null, 200)) : [data.Db.Read(c => ClaimTable.Notice(c, one))!]; page.Count > 0; page = one is null ? data.Db.Read(c => LumenExport.Page(c, page[^1].Id, 200)) : [])
            foreach (var notice in page)
                foreach (var json in data.Db.Read(c => DataFolder.LumenExport.Of(c, notice, now).ToList()))
                    Console.Out.WriteLine(json.ToJsonString());
        return ExitCode.Done;
    }

    static async Task<int> Bulk(ParseResult parse, CancellationToken stop)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var party = parse.GetValue(PartyId);
        if (party is not null && data.Db.Read(c => PartyDesk.Find(c, party)) is null)
        {
            Terminal.Fail($"There is no party {party}.");
            return ExitCode.Failed;
        }

        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await Terminal.Progress("notices", parse.GetValue(Source)!, async report =>
        {
            await foreach (var answer in data.BulkNotices.Run(NoticeFile.Lines(parse.GetValue(Source)!, parse.GetValue(Map), stop), new(party is null ? "operator" : $"party {party}", party), stop))
            {
                counts[answer.Status] = counts.GetValueOrDefault(answer.Status) + 1;
                report($"{counts.Values.Sum():N0}", counts.Values.Sum(), null);
                Console.Out.WriteLine(JsonSerializer.Serialize(answer, FindingJson.Wire));
            }
        });
        Terminal.Say(counts.Count == 0 ? "The file has no rows." : string.Join(", ", counts.Select(c => $"{c.Value:N0} {c.Key}")));
        return counts.ContainsKey("refused") ? ExitCode.Failed : ExitCode.Done;
    }

    static async Task<int> Mail(ParseResult parse, CancellationToken stop)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        await using var source = parse.GetValue(Source) == "-" ? Console.OpenStandardInput() : File.OpenRead(parse.GetValue(Source)!);
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await source.ReadAsync(buffer, stop)) > 0;)
        {
            if (bytes.Length + read > NoticeMail.Largest) throw new FeedException($"The message has more than {NoticeMail.Largest / 1024 / 1024} MiB.");
            bytes.Write(buffer, 0, read);
        }

        bytes.Position = 0;
        return (await data.Notices.File(NoticeMail.Read(bytes), null, stop)).Match(filed =>
        {
            if (parse.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(filed, FindingJson.Wire));
            else foreach (var c in filed.Claims) Terminal.Say($"{c.Listing}: {c.Status}, claim {c.ClaimId}{(c.Lacks.Count == 0 ? "" : $"; lacks {string.Join("; ", c.Lacks.Select(l => l.Sentence))}")}");
            return ExitCode.Done;
        }, Refused);
    }

    static void List(ParseResult parse)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var claims = data.Db.Read(c => ClaimTable.Page(c, new(parse.GetValue(State), parse.GetValue(Queue)), 0, parse.GetValue(Most)));
        if (parse.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(claims, FindingJson.Wire));
        else if (claims.Count == 0) Terminal.Say("No claim fits.");
        else foreach (var c in claims) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{c.Id}\t{c.State}\t{c.Theory}\t{c.Regime}\t{c.RightName}\t{c.ListingId}\t{c.ReceivedAt:yyyy-MM-dd HH:mm} UTC"));
    }

    static int Show(ParseResult parse)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        if (data.Db.Read(c => ClaimTable.Find(c, parse.GetValue(Id)!)) is { } claim) return Print(parse, data.Claims.View(claim, new("operator", null)));
        Terminal.Fail($"There is no claim {parse.GetValue(Id)}. wardmark claim list shows them.");
        return ExitCode.Failed;
    }

    static async Task<int> Step(ParseResult parse, Func<ClaimDesk, string, ClaimActor, Task<Outcome<Claim>>> step)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var actor = new ClaimActor(parse.GetValue(By)!, null);
        return (await step(data.Claims, parse.GetValue(Id)!, actor)).Match(done => Print(parse, data.Claims.View(done, actor)), Refused);
    }

    // For whom a complaint is decided, and who complained, tell whether it is granted.
    static async Task<int> Hear(ParseResult parse, CancellationToken stop)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var (id, actor) = (parse.GetValue(Id)!, new ClaimActor(parse.GetValue(By)!, null));
        var isGranted = data.Db.Read(c => ClaimTable.Find(c, id))?.OpenComplaint() is { } open && (open.By == Side.Notifier) == (parse.GetValue(For) == "notifier");
        return (await data.Claims.Hear(id, isGranted, parse.GetValue(Reason), actor, stop)).Match(done => Print(parse, data.Claims.View(done, actor)), Refused);
    }

    static int Print(ParseResult parse, ClaimView view)
    {
        if (parse.GetValue(AsJson))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(view, FindingJson.Wire));
            return ExitCode.Done;
        }

        var c = view.Claim;
        Terminal.Say($"{c.Id}: {c.Theory} of “{c.RightName}” ({c.RightKey}) by listing {c.ListingId}, under {c.Regime}: {c.State}{(c.Why is null ? "" : $", {c.Why}")}");
        if (c.Frozen is not null) Terminal.Say($"  stands still: {c.Frozen}");
        foreach (var lack in c.Lacks) Terminal.Say($"  lacks {lack.Sentence}");
        foreach (var flag in c.Flags) Terminal.Say($"  look first: {flag.Rule}, {flag.Why}");
        foreach (var m in c.Measures) Terminal.Say($"  measure: {m.Kind} since {m.Since:yyyy-MM-dd HH:mm}{(m.Until is { } until ? $" until {until:yyyy-MM-dd HH:mm}" : "")}{(m.EndedWhy is null ? "" : $", ended: {m.EndedWhy}")}");
        foreach (var d in view.Deadlines) Terminal.Say($"  {d.Name}: until {d.DueAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, then {d.AtSilence}{(d.StoppedBy is null ? "" : " (stopped)")}");
        foreach (var d in c.Decisions) Terminal.Say($"  decided: {d.Ruling} by {string.Join(" and ", d.By)}, {d.Reason}");
        if (view.Proposed is { } proposed) Terminal.Say($"  proposed: {proposed.Draft.Kind} for {proposed.Draft.Days} days, {proposed.Draft.Why}");
        Terminal.Say($"  {view.Record}");
        return ExitCode.Done;
    }

    static int Refused(Refusal no)
    {
        Terminal.Fail(no.Sentence);
        return ExitCode.Failed;
    }
}
