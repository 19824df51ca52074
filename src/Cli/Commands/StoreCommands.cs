using System.CommandLine;
using System.Text.Json;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Alarms;
using Wardmark.Actions.Ledger;

namespace Wardmark.Cli.Commands;

/// <summary>Commands for who keeps the data folder: migrate, verify-ledger, key, password.</summary>
static class StoreCommands
{
    static readonly Option<string?> Checkpoint = new("--checkpoint") { Description = "A checkpoint file kept elsewhere: verified against where it exists, then brought up to date." };
    static readonly Option<bool> AsJson = new("--json") { Description = "The report as one JSON object." };
    static readonly Argument<string> Name = new("name") { Description = "A name to know the key by." };
    static readonly Option<string[]> Scopes = new("--scopes") { Description = $"Some of: {string.Join(", ", ApiKeys.AllScopes)}.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => ["listings:write", "listings:read"] };
    static readonly Argument<string> Account = new("account") { Description = "The account's name." };

    public static IEnumerable<Command> Make() => [Migrate(), Verify(), Key(), Password(), AccountCommand(), Parked()];

    static Command Migrate()
    {
        var command = new Command("migrate", "Brings the store of a data folder up to date; serve and import do so too.") { DataFolder.Option };
        command.SetAction(parse =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            Terminal.Say($"{data.Db.Folder} is at schema {data.Db.SchemaVersion} on {data.Db.Engine}.");
            return ExitCode.Done;
        });
        return command;
    }

    static Command Verify()
    {
        var command = new Command("verify-ledger", """
            Recomputes every entry of the ledger, every score from its rows, and the findings from the ledger.

            A chain alone cannot tell that its end was cut off or that all of it was written anew. Keep a checkpoint where
            the keeper of the store cannot write:
              wardmark verify-ledger --checkpoint /mnt/elsewhere/wardmark.checkpoint

            Exit codes: 0 it verifies, 4 it does not.
            """)
        { DataFolder.Option, Checkpoint, AsJson };
        command.SetAction(parse => RunVerify(parse));
        return command;
    }

    static int RunVerify(ParseResult parse)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var path = parse.GetValue(Checkpoint);
        var known = path is not null && File.Exists(path) ? JsonSerializer.Deserialize<LedgerCheckpoint>(File.ReadAllText(path), JsonSerializerOptions.Web) : null;
        var report = new VerifyLedger(data.Db).Run(known);
        if (report.Problem is null && path is not null)
            File.WriteAllText(path, JsonSerializer.Serialize(new LedgerCheckpoint(report.Entries, report.Head), JsonSerializerOptions.Web));
        if (parse.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        else if (report.Problem is null) Terminal.Say($"{report.Entries:N0} entries verify; the last is {report.Head}.");
        else Terminal.Fail(report.Problem);
        return report.Problem is null ? ExitCode.Done : ExitCode.NotVerified;
    }

    static Command Key()
    {
        var create = new Command("create", """
            Makes a key for a program; its secret is printed this once, on standard output.

            Example:
              wardmark key create shop --scopes listings:write listings:read
            """)
        { Name, Scopes, DataFolder.Option };
        create.SetAction(async (parse, stop) =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            return (await data.Keys.Create(parse.GetValue(Name)!, parse.GetValue(Scopes)!, "operator", stop)).Match(
                made => { Console.Out.WriteLine(made.Secret); return ExitCode.Done; },
                no => { Terminal.Fail(no.Sentence); return ExitCode.Failed; });
        });
        var list = new Command("list", "Lists the keys, without their secrets.") { DataFolder.Option };
        list.SetAction(parse =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            foreach (var key in data.Keys.All())
                Console.Out.WriteLine($"{key.Id}\t{key.Prefix}…\t{key.Name}\t{string.Join(' ', key.Scopes)}\t{(key.RevokedAt is null ? "open" : "revoked")}");
        });
        var id = new Argument<string>("id") { Description = "As key list shows it." };
        var revoke = new Command("revoke", "Ends a key at once.") { id, DataFolder.Option };
        revoke.SetAction(async (parse, stop) =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            return (await data.Keys.Revoke(parse.GetValue(id)!, "operator", stop)).Match(
                _ => { Terminal.Say("Revoked."); return ExitCode.Done; }, no => { Terminal.Fail(no.Sentence); return ExitCode.Failed; });
        });
        return new("key", "Keys by which programs use the API.") { create, list, revoke };
    }

    static Command Parked()
    {
        var way = new Argument<string>("way") { Description = "webhooks, mail or statements." };
        way.AcceptOnlyFromAmong("webhooks", "mail", "statements");
        var again = new Command("again", "Sends what was given up once more, from the first try on.") { way, DataFolder.Option };
        again.SetAction(async (parse, stop) =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            Terminal.Say($"{await ParkedWork.TryAgain(data.Db, parse.GetValue(way)!, TimeProvider.System.GetUtcNow().UtcDateTime, stop):N0} wait again.");
            return ExitCode.Done;
        });
        var command = new Command("parked", "What was given up after eight tries: webhook messages, mail, statements to the EU's database.") { again, DataFolder.Option };
        command.SetAction(parse =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            foreach (var w in data.Db.Read(ParkedWork.Of)) Console.Out.WriteLine($"{w.Way}\t{w.Parked} parked\t{w.Waiting} waiting{(w.LastError is null ? "" : $"\t{w.LastError}")}");
            return ExitCode.Done;
        });
        return command;
    }

    static Command AccountCommand()
    {
        var role = new Option<string>("--role") { Description = "reviewer decides findings and enrolments; administrator also keeps policies.", DefaultValueFactory = _ => "reviewer" };
        role.AcceptOnlyFromAmong("reviewer", "administrator");
        var add = new Command("add", """
            Creates an account for one of your people; the password is printed this once. Two reviewers are needed where documents
            are the proof of a right, or a challenge is set aside.

            Example:
              wardmark account add anna --role reviewer
            """)
        { Account, role, DataFolder.Option };
        add.SetAction(async (parse, stop) =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            return (await data.Accounts.Add(parse.GetValue(Account)!, parse.GetValue(role)!, null, "operator", stop)).Match(
                password => { Console.Out.WriteLine(password); return ExitCode.Done; }, no => { Terminal.Fail(no.Sentence); return ExitCode.Failed; });
        });
        return new("account", "People who sign in.") { add };
    }

    static Command Password()
    {
        var command = new Command("password", "Gives an account a new password, printed once; whoever was signed in with the old one is out.") { Account, DataFolder.Option };
        command.SetAction(async (parse, stop) =>
        {
            using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
            if (await data.Accounts.ResetPassword(parse.GetValue(Account)!, stop) is { } password)
            {
                Console.Out.WriteLine(password);
                return ExitCode.Done;
            }

            Terminal.Fail($"There is no account {parse.GetValue(Account)}.");
            return ExitCode.Failed;
        });
        return command;
    }
}
