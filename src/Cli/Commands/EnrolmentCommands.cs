using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark enrolment</c> and <c>wardmark mail</c>: for who keeps the data folder.</summary>
static class EnrolmentCommands
{
    static readonly Argument<string> Id = new("id") { Description = "As enrolment list shows it." };
    static readonly Argument<long> MailId = new("id") { Description = "As mail list shows it." };
    static readonly Option<string?> State = new("--state") { Description = "Only those in this state." };
    static readonly Option<bool> Queue = new("--queue") { Description = "Only those that wait for one of your people." };
    static readonly Option<string?> About = new("--about") { Description = "Only mail about this enrolment or party." };
    static readonly Option<int> Most = new("--limit") { Description = "Most lines.", DefaultValueFactory = _ => 50 };
    static readonly Option<string> By = new("--by") { Description = "Who says so; two people are two names.", Required = true };
    static readonly Option<string> Reason = new("--reason") { Description = "Why; the party reads it.", Required = true };
    static readonly Option<bool> AsJson = new("--json") { Description = "The answer as JSON." };
    static readonly Caller Operator = new("operator", null);

    public static IEnumerable<Command> Make()
    {
        var list = new Command("list", "Lists enrolments, newest first.") { State, Queue, Most, DataFolder.Option, AsJson };
        list.SetAction(List);
        var show = new Command("show", "Shows one enrolment: where it stands, what it still asks, its doubts and proofs.") { Id, DataFolder.Option, AsJson };
        show.SetAction(Show);
        yield return new("enrolment", "Who may speak for a right: cases in which parties prove it.") { list, show, Say("approve", true, "Agrees to an enrolment, or helps to set a challenge aside."), Say("refuse", false, "Refuses an enrolment.") };
        var mails = new Command("list", "Lists mail on record, newest first.") { About, Most, DataFolder.Option, AsJson };
        mails.SetAction(ListMail);
        var mail = new Command("show", "Prints a mail as it was sent; one that still waits, with its code or link, so that you can bring it by hand where no mail server is set.") { MailId, DataFolder.Option };
        mail.SetAction(ShowMail);
        yield return new("mail", "Mail that was sent or waits.") { mails, mail };
    }

    static Command Say(string name, bool approves, string description)
    {
        var command = new Command(name, description) { Id, By, Reason, DataFolder.Option, AsJson };
        command.SetAction(async (parse, stop) =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            return (await data.ReviewEnrolment.Run(parse.GetValue(Id)!, approves, parse.GetValue(Reason), new(parse.GetValue(By)!, null), stop)).Match(
                view => Print(parse, view), no => { Terminal.Fail(no.Sentence); return ExitCode.Failed; });
        });
        return command;
    }

    static void List(ParseResult parse)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var views = data.Db.Read(c => EnrolmentTable.Page(c, Operator, parse.GetValue(State), parse.GetValue(Queue), null, parse.GetValue(Most)).ConvertAll(e => EnrolmentTable.View(c, e, Operator, now)));
        if (parse.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(views, FindingJson.Wire));
        else if (views.Count == 0) Terminal.Say("No enrolment fits.");
        else foreach (var v in views)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{v.Enrolment.Id}\t{v.Enrolment.State}\t{v.Enrolment.Strength}\t{v.Enrolment.RightName}\t{v.PartyName}\t{v.Enrolment.SubmittedAt:yyyy-MM-dd HH:mm} UTC"));
    }

    static int Show(ParseResult parse)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        if (data.Db.Read(c => EnrolmentTable.Find(c, parse.GetValue(Id)!, Operator) is { } e ? EnrolmentTable.View(c, e, Operator, now) : null) is { } view) return Print(parse, view);
        Terminal.Fail($"There is no enrolment {parse.GetValue(Id)}. wardmark enrolment list shows them.");
        return ExitCode.Failed;
    }

    static int Print(ParseResult parse, EnrolmentView view)
    {
        if (parse.GetValue(AsJson))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(view, FindingJson.Wire));
            return ExitCode.Done;
        }

        var e = view.Enrolment;
        Terminal.Say($"“{e.RightName}” ({e.RightKey}), {view.PartyName} <{view.PartyAddress}> as {e.Role}: {e.State}{(e.Why is null ? "" : $", {e.Why}")}.");
        foreach (var proof in e.Proofs) Terminal.Say($"  proof: {proof.Kind}, {proof.What}");
        foreach (var doubt in e.Doubts) Terminal.Say($"  doubt: {doubt.Rule}, {doubt.Why}");
        foreach (var opinion in e.Opinions) Terminal.Say($"  {(opinion.Approves ? "agreed" : "refused")}: {opinion.By}, {opinion.Reason}");
        foreach (var wait in view.Waits) Terminal.Say($"  still asked: {wait}");
        Terminal.Say($"  may now: {(view.May.Count == 0 ? "nothing" : string.Join(", ", view.May))}");
        return ExitCode.Done;
    }

    static void ListMail(ParseResult parse)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var mails = data.Db.Read(c => MailDesk.Page(c, parse.GetValue(About), long.MaxValue, parse.GetValue(Most)));
        if (parse.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(mails, FindingJson.Wire));
        else if (mails.Count == 0) Terminal.Say("No mail is on record.");
        else foreach (var m in mails)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{m.Id}\t{(m.SentAt is not null ? "sent" : m.ParkedAt is not null ? "parked" : "waits")}\t{m.Recipient}\t{m.Subject}\t{m.CreatedAt:yyyy-MM-dd HH:mm} UTC"));
    }

    static int ShowMail(ParseResult parse)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        if (data.Db.Read(c => c.Rows("SELECT COALESCE(message, replace(text, '{secret}', COALESCE(secret, ''))) FROM mails WHERE id = @id", r => r.GetString(0), ("@id", parse.GetValue(MailId)))) is [var text])
        {
            Console.Out.WriteLine(text);
            return ExitCode.Done;
        }

        Terminal.Fail($"There is no mail {parse.GetValue(MailId)}. wardmark mail list shows them.");
        return ExitCode.Failed;
    }
}
