using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Wardmark.Cli.Evaluation;
using Wardmark.Detection.Pictures;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark evaluate hidden</c>: how surely a logo that was blurred, made coarse or pasted over is seen to be hidden, and photos that hide nothing are left alone.</summary>
static class EvaluateHiddenCommand
{
    static readonly Option<string> Photos = new("--photos") { Description = "Folder of photos.", Required = true };
    static readonly Option<string> Boxes = new("--boxes") { Description = "Boxes: file, brand, subset, left, top, right, bottom, separated by spaces.", Required = true };
    static readonly Option<int> Every = new("--every") { Description = "Only every so many photos, for a quick look.", DefaultValueFactory = _ => 1 };
    static readonly Option<int> From = new("--from") { Description = "The first photo to take, to measure another part than the one that thresholds were chosen on.", DefaultValueFactory = _ => 0 };

    public static Command Make()
    {
        var command = new Command("hidden", """
            Hides the logos of photos and looks at them beside the photo as it was; and at the same photos edited in other ways.

            Example:
              wardmark evaluate hidden --photos photos --boxes boxes.txt --every 2 --from 1
            """)
        { Photos, Boxes, Every, From };
        command.SetAction(Run);
        return command;
    }

    static int Run(ParseResult parse)
    {
        var photos = EvaluateLogosCommand.Read(parse.GetValue(Photos)!, parse.GetValue(Boxes)!, new HashSet<string>()).Skip(parse.GetValue(From)).Where((_, i) => i % parse.GetValue(Every) == 0).ToList();
        var cases = new HiddenTrial(photos).Run();
        var table = new Table().Border(TableBorder.Rounded).AddColumns("what was done", "photos", "looked at", "called hidden", "of these covered", "detail kept, median");
        foreach (var group in cases.GroupBy(c => (c.IsHidden, c.Treatment)).OrderByDescending(g => g.Key.IsHidden).ThenBy(g => g.Key.Treatment, StringComparer.Ordinal))
        {
            var (seen, hidden) = (group.Where(c => c.Kept is not null).ToList(), group.Where(c => c.Kept < HiddenPlace.MostKept).ToList());
            table.AddRow($"{(group.Key.IsHidden ? "logo " : "")}{group.Key.Treatment}", $"{group.Count()}", $"{seen.Count}", $"{hidden.Count}", $"{hidden.Count(c => c.IsCovered)}",
                seen.Count == 0 ? "" : seen.Select(c => c.Kept!.Value).Order().ElementAt(seen.Count / 2).ToString("0.00", CultureInfo.InvariantCulture));
        }

        Terminal.Show(table);
        var (right, wrong, truths) = (cases.Count(c => c.IsHidden && c.Kept < HiddenPlace.MostKept), cases.Count(c => !c.IsHidden && c.Kept < HiddenPlace.MostKept), cases.Count(c => c.IsHidden));
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Recall {right / (double)truths:0.000} of {truths}, false {wrong} of {cases.Count - truths}, precision {right / (double)Math.Max(1, right + wrong):0.000}."));
        return ExitCode.Done;
    }
}
