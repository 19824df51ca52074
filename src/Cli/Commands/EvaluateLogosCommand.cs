using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Wardmark.Cli.Evaluation;
using Wardmark.Cli.Scanning;
using Wardmark.Detection.Signals;
using Wardmark.Imaging.Worker;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark evaluate logos</c>: how surely a mark's logo is found in photos, by its drawing alone and by boxes of other photos.</summary>
static class EvaluateLogosCommand
{
    static readonly Option<string> Photos = new("--photos") { Description = "Folder of photos.", Required = true };
    static readonly Option<string> Boxes = new("--boxes") { Description = "Boxes: file, brand, subset, left, top, right, bottom, separated by spaces.", Required = true };
    static readonly Option<string> Drawings = new("--drawings") { Description = "Folder of SVG files named after brands.", Required = true };
    static readonly Option<string?> Negatives = new("--negatives") { Description = "Folder of photos without any of the logos." };
    static readonly Option<string?> Duplicates = new("--duplicates") { Description = "CSV of pairs that are nearly identical; the second of each pair is left out." };
    static readonly Option<string?> Others = new("--others") { Description = "Folder of further SVG files, of marks the photos do not show: how a drawing is found among many." };
    static readonly Option<int> Every = new("--every") { Description = "Only every so many photos, for a quick look.", DefaultValueFactory = _ => 1 };

    public static Command Make()
    {
        var command = new Command("logos", """
            Looks for logos in photos, once with the drawing (SVG) as the only reference and once with boxes of other photos.

            Example:
              wardmark evaluate logos --photos photos --boxes boxes.txt --drawings icons --negatives plain-photos
            """)
        { Photos, Boxes, Drawings, Negatives, Duplicates, Others, Every };
        command.SetAction(Run);
        return command;
    }

    static async Task<int> Run(ParseResult parse, CancellationToken stop)
    {
        using var workers = new PictureWorkers();
        var leftOut = parse.GetValue(Duplicates) is { } csv ? EvaluateImagesCommand.Seconds(csv) : [];
        var all = Read(parse.GetValue(Photos)!, parse.GetValue(Boxes)!, leftOut);
        var photos = all.Where((_, i) => i % parse.GetValue(Every) == 0).ToList();
        var plain = parse.GetValue(Negatives) is { } folder
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(LocalPictures.IsNamedAsOne).Order(StringComparer.Ordinal).Select(f => new LogoPhoto(f, [])).ToList() : [];
        var step = Math.Max(1, plain.Count / Math.Max(1, photos.Count));
        photos.AddRange(plain.Where((_, i) => i % step == 0).Take(photos.Count));
        var brands = all.SelectMany(p => p.Boxes).Select(b => b.Brand).Distinct().Order(StringComparer.Ordinal).ToList();
        var drawings = Directory.EnumerateFiles(parse.GetValue(Drawings)!, "*.svg").Select(f => (Brand: Path.GetFileNameWithoutExtension(f), Svg: File.ReadAllBytes(f)))
            .Where(d => brands.Contains(d.Brand, StringComparer.OrdinalIgnoreCase)).ToList();
        var others = parse.GetValue(Others) is { } more
            ? Directory.EnumerateFiles(more, "*.svg").Where(f => !brands.Contains(Path.GetFileNameWithoutExtension(f), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).ToList() : [];
        Terminal.Say($"{photos.Count(p => p.Boxes.Count > 0)} photos with logos of {brands.Count} brands, {photos.Count(p => p.Boxes.Count == 0)} without; {drawings.Count} drawings.");
        var results = await new LogoTrial(photos, brands, workers).Run(drawings, others, 3, (_, _) => { }, stop);
        var table = new Table().Border(TableBorder.Rounded).AddColumns("reference", "photos", "µAP", "recall at precision .90", "recall with no false match", "at", "precision and recall from 6 on");
        foreach (var (name, pairs) in results)
        {
            // A brand without a drawing is out of the measurement that goes by drawings.
            bool IsIn(string brand) => !name.StartsWith("drawing", StringComparison.Ordinal) || brand == "none" || drawings.Exists(d => string.Equals(d.Brand, brand, StringComparison.OrdinalIgnoreCase));
            var truths = photos.Count(p => p.Boxes.Count > 0 && IsIn(p.Boxes[0].Brand));
            var counted = pairs.Where(p => IsIn(p.Class)).ToList();
            var f = RankedFigures.Of(counted, truths);
            var (precision, recall) = RankedFigures.From(LogoInPicture.Fewest, counted, truths);
            table.AddRow(name, $"{truths}", Number(f.AveragePrecision), Number(f.RecallAtPrecision90), Number(f.RecallAtNoFalse), f.At90 is { } at ? Number(at) : "", $"{Number(precision)}, {Number(recall)}");
            foreach (var brand in pairs.Where(p => p.Class != "none").GroupBy(p => p.Class).OrderBy(g => g.Key, StringComparer.Ordinal))
                Terminal.Say($"  {name} {brand.Key}: {brand.Count(p => p.IsTrue && p.Score >= f.At90)} of {photos.Count(p => p.Boxes.Count > 0 && p.Boxes[0].Brand == brand.Key)}");
        }

        Terminal.Show(table);
        return ExitCode.Done;
    }

    /// <summary>The photos of a file of boxes, in the order of their names.</summary>
    internal static List<LogoPhoto> Read(string photos, string boxes, IReadOnlySet<string> leftOut) => [.. File.ReadLines(boxes)
        .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(c => c.Length >= 7)
        .Select(c => (File: Path.GetFullPath(Path.Combine(photos, c[0])), Brand: c[1], Left: int.Parse(c[3], null), Top: int.Parse(c[4], null), Right: int.Parse(c[5], null), Bottom: int.Parse(c[6], null)))
        .Distinct().Where(b => !leftOut.Contains(b.File)).GroupBy(b => b.File).OrderBy(g => g.Key, StringComparer.Ordinal)
        .Select(g => new LogoPhoto(g.Key, [.. g.Select(b => (b.Brand, b.Left, b.Top, b.Right, b.Bottom))]))];

    static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
