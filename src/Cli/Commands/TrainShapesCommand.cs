using System.CommandLine;
using Wardmark.Cli.Scanning;
using Wardmark.Detection.Shapes;
using Wardmark.Imaging.Drawings;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark train shapes</c>: collects the forms that tell nothing, so that a logo's form is measured against them.</summary>
static class TrainShapesCommand
{
    const double TooAlike = 0.93;
    static readonly Option<string[]> Fonts = new("--fonts") { Description = "Typefaces whose letters and signs are collected.", Required = true, AllowMultipleArgumentsPerToken = true };
    static readonly Option<string> Photos = new("--photos") { Description = "Folder of photos without logos that matter.", Required = true };
    static readonly Option<int> Every = new("--every") { Description = "Only every so many photos.", DefaultValueFactory = _ => 1 };
    static readonly Option<int> Skip = new("--skip") { Description = "Photos left out at the beginning." };
    static readonly Option<int> Most = new("--most") { Description = "Forms kept of the photos.", DefaultValueFactory = _ => 4096 };
    static readonly Option<string> Out = new("--out") { Description = "Where the forms go.", DefaultValueFactory = _ => "everyday-shapes.bin" };

    public static Command Make()
    {
        var command = new Command("shapes", """
            Collects everyday forms: letters and signs of typefaces, and what photos of goods are full of. The form of a logo
            counts only as far as it is more alike than these. The same input gives the same file, which is
            config/pictures/everyday-shapes.bin of the source.

            Example:
              wardmark train shapes --fonts fonts/*.ttf --photos photos --out everyday-shapes.bin
            """)
        { Fonts, Photos, Skip, Every, Most, Out };
        command.SetAction(Run);
        return command;
    }

    static int Run(ParseResult parse)
    {
        var signs = new List<Shape>();
        foreach (var shape in parse.GetValue(Fonts)!.SelectMany(Signs.Of).SelectMany(ShapeFinder.Find))
            if (!signs.Exists(s => s.Overlap(shape, TooAlike) > TooAlike)) signs.Add(shape);
        var files = Directory.EnumerateFiles(parse.GetValue(Photos)!, "*", SearchOption.AllDirectories).Where(LocalPictures.IsNamedAsOne).Order(StringComparer.Ordinal)
            .Skip(parse.GetValue(Skip)).Where((_, i) => i % parse.GetValue(Every) == 0).ToList();
        var found = files.AsParallel().AsOrdered().Select(f => PictureExaminer.Luma(File.ReadAllBytes(f), out _)).SelectMany(p => p is null ? [] : ShapeFinder.Find(p)).ToList();
        var step = Math.Max(1, found.Count / parse.GetValue(Most));
        var photos = found.Where((_, i) => i % step == 0).Take(parse.GetValue(Most)).ToList();
        using (var file = File.Create(parse.GetValue(Out)!)) EverydayShapes.Write(file, signs, photos);
        Terminal.Say($"{signs.Count} forms of signs, {photos.Count} of {found.Count} forms in {files.Count} photos: {parse.GetValue(Out)}");
        return ExitCode.Done;
    }
}
