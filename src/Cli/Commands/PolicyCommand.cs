using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Spectre.Console;
using Wardmark.Registry.Answers;
using Wardmark.Actions.Policies;
using Wardmark.Detection.Scoring;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark policy</c>: drafts, tests and puts policies into force.</summary>
static class PolicyCommand
{
    static readonly Argument<string> Source = new("file") { Description = "The policy, as JSON." };
    static readonly Option<string> Note = new("--note") { Description = "Why the policy is wanted; kept with it.", Required = true };
    static readonly Argument<long> Id = new("id") { Description = "As policy list shows it." };
    static readonly Option<bool> AsJson = new("--json") { Description = "The answer as JSON." };

    public static Command Make()
    {
        var list = new Command("list", "Lists the policies on record and says which decides.") { DataFolder.Option, AsJson };
        list.SetAction(parse => List(parse));
        var draft = new Command("draft", """
            Puts a draft on record. Begin with the shipped policy: wardmark policy shipped > policy.json

            Example:
              wardmark policy draft policy.json --note "bags of new sellers are reviewed earlier"
            """)
        { Source, Note, DataFolder.Option, AsJson };
        draft.SetAction((parse, stop) => With(parse, d => d.Draft(File.ReadAllText(parse.GetValue(Source)!), parse.GetValue(Note)!, "operator", stop)));
        var test = new Command("test", "Tests a policy on everything on record and prints what would change.") { Id, DataFolder.Option, AsJson };
        test.SetAction((parse, stop) => With(parse, d => d.Test(parse.GetValue(Id), "operator", stop)));
        var shipped = new Command("shipped", "Prints the shipped policy, to begin a draft with.");
        shipped.SetAction(_ => Console.Out.WriteLine(Policy.Shipped.Write()));
        return new("policy", "What follows from a score: drafted, tested on what is on record, watched in shadow, live, expired.")
        {
            list, shipped, draft, test,
            Move("shadow", "shadow", "Writes beside every new finding what this policy would have done. It must have been tested."),
            Move("live", "live", "Lets this policy decide; stored listings are weighed again. It must have been tested."),
            Move("expire", "expired", "Ends a policy. With none live the shipped one decides."),
        };
    }

    static Command Move(string name, string state, string description)
    {
        var command = new Command(name, description) { Id, DataFolder.Option, AsJson };
        command.SetAction((parse, stop) => With(parse, d => d.Put(parse.GetValue(Id), state, "operator", stop)));
        return command;
    }

    static async Task<int> With(ParseResult parse, Func<PolicyDesk, Task<Outcome<PolicyView>>> act)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        return (await act(data.Policies)).Match(
            policy =>
            {
                if (parse.GetValue(AsJson)) Console.Out.WriteLine(JsonSerializer.Serialize(policy, FindingJson.Wire));
                else Print(policy);
                return ExitCode.Done;
            },
            no =>
            {
                Terminal.Fail(no.Sentence);
                return ExitCode.Failed;
            });
    }

    static void List(ParseResult parse)
    {
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var policies = data.Db.Read(PolicyTable.All);
        if (parse.GetValue(AsJson))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(policies, FindingJson.Wire));
            return;
        }

        foreach (var p in policies)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{p.Id}\t{p.State}\t{p.Policy.Version}\t{p.CreatedAt:yyyy-MM-dd HH:mm} UTC\t{p.Note}"));
        if (!policies.Exists(p => p.State == "live")) Terminal.Say($"The shipped policy decides (version {Policy.Shipped.Version}).");
    }

    static void Print(PolicyView policy)
    {
        Terminal.Say($"Policy {policy.Id}, version {policy.Policy.Version}: {policy.State}.");
        if (policy.Test is not { } test)
        {
            Terminal.Say($"Test it: wardmark policy test {policy.Id}");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns("now", "then", "listings");
        foreach (var s in test.Shifts) table.AddRow(FindingJson.NameOf(s.From), FindingJson.NameOf(s.To), $"{s.Listings:N0}");
        Terminal.Show(table);
        Terminal.Say($"{test.Changed:N0} of {test.Listings:N0} listings with findings would be treated otherwise than under {test.Against}.");
        Terminal.Say($"Findings people confirmed, held now and then: {test.Confirmed.HeldNow} and {test.Confirmed.HeldThen} of {test.Confirmed.Judged}.");
        Terminal.Say($"Findings people dismissed, held now and then: {test.Dismissed.HeldNow} and {test.Dismissed.HeldThen} of {test.Dismissed.Judged}.");
        if (test.Blind is not null) Terminal.Warn(test.Blind);
    }
}
