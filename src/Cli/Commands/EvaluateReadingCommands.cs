using System.CommandLine;
using Spectre.Console;
using Wardmark.Cli.Evaluation;
using Wardmark.Cli.Scanning;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark evaluate codes</c> and <c>words</c>: how surely what is printed in a picture is read, condition by condition.</summary>
static class EvaluateReadingCommands
{
    static readonly Option<string> Pictures = new("--pictures") { Description = "Folder of photos that codes and words are put on.", Required = true };
    static readonly Option<string[]> Fonts = new("--fonts") { Description = "Typefaces the words are set in.", Required = true, AllowMultipleArgumentsPerToken = true };
    static readonly Option<bool> Chinese = new("--chinese") { Description = "Words of Chinese characters; the typefaces must have them." };
    static readonly Option<int> Count = new("--count") { Description = "Pictures for each figure.", DefaultValueFactory = _ => 40 };

    public static Command MakeCodes()
    {
        var command = new Command("codes", """
            Draws bar codes and matrix codes on photos and reads them, turned, blurred, small and dark.

            Example:
              wardmark evaluate codes --pictures photos --count 40
            """)
        { Pictures, Count };
        command.SetAction(parse =>
        {
            var (photos, count) = (Photos(parse), parse.GetValue(Count));
            var table = new Table().Border(TableBorder.Rounded).AddColumn($"of {count} read right (read as another)");
            foreach (var kind in CodeTrial.Kinds) table.AddColumn(kind.Kind);
            foreach (var (name, condition) in ReadingConditions.All)
                table.AddRow([name, .. CodeTrial.Kinds.Select(k => CodeTrial.Run(k, condition, photos, count)).Select(r => r.Wrong == 0 ? $"{r.Right}" : $"{r.Right} ({r.Wrong})")]);
            Terminal.Show(table);
            var bare = photos.Take(500).AsParallel().Count(p => Imaging.Pictures.PictureExaminer.Examine(File.ReadAllBytes(p), Imaging.Pictures.PictureAsk.Codes).Codes.Count > 0);
            Terminal.Say($"In {Math.Min(500, photos.Count)} of the photos themselves a code is read in {bare}.");
            return ExitCode.Done;
        });
        return command;
    }

    public static Command MakeWords()
    {
        var command = new Command("words", """
            Sets made-up words on photos and reads them, turned, blurred, small and dark; then looks for 200 marks by them.

            Example:
              wardmark evaluate words --pictures photos --fonts fonts/*.ttf --count 40
              wardmark evaluate words --pictures photos --fonts han.otf --chinese
            """)
        { Pictures, Fonts, Chinese, Count };
        command.SetAction(parse =>
        {
            var (photos, count) = (Photos(parse), parse.GetValue(Count));
            var trial = new WordTrial(photos, parse.GetValue(Fonts)!, parse.GetValue(Chinese));
            var table = new Table().Border(TableBorder.Rounded).AddColumns($"of {count} read exactly", "48 px on a label", "24 px on a label", "48 px on the photo");
            foreach (var (name, condition) in ReadingConditions.All)
                table.AddRow(name, $"{trial.Exact(48, true, condition, count)}", $"{trial.Exact(24, true, condition, count)}", $"{trial.Exact(48, false, condition, count)}");
            Terminal.Show(table);
            var (found, others, alarms) = trial.Marks(count * 10);
            Terminal.Say($"Marks by their words, all conditions mixed: found in {found} of {count * 10} photos that name one of 200, another one in {others}; named in {alarms} of {count * 10} photos that do not.");
            return ExitCode.Done;
        });
        return command;
    }

    static List<string> Photos(ParseResult parse)
    {
        var photos = Directory.EnumerateFiles(parse.GetValue(Pictures)!, "*", SearchOption.AllDirectories).Where(LocalPictures.IsNamedAsOne).Order(StringComparer.Ordinal).ToList();
        return photos.Count > 0 ? photos : throw new InvalidDataException($"{parse.GetValue(Pictures)} holds no photo.");
    }
}
