using System.CommandLine;
using Wardmark.Cli.Scanning;
using Wardmark.Imaging.Looks;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark train looks</c>: the mean output of the network that says what pictures look like.</summary>
static class TrainLooksCommand
{
    static readonly Option<string> Photos = new("--photos") { Description = "Folder of photos such as a marketplace has.", Required = true };
    static readonly Option<string> Manifest = new("--manifest") { Description = "The network's manifest; its centre is written anew.", DefaultValueFactory = _ => LookReader.ShippedManifest };

    public static Command Make()
    {
        var command = new Command("looks", """
            Measures the mean output of the network that says what pictures look like, and writes it into its manifest: looks
            less the mean tell more. For a network of your own: put its ONNX file and a manifest into the models folder, see
            docs/guides/pictures.md, and run this once.

            Example:
              wardmark train looks --photos photos --manifest models/picture-look.json
            """)
        { Photos, Manifest };
        command.SetAction(parse =>
        {
            var manifest = parse.GetValue(Manifest)!;
            using var reader = new LookReader(manifest);
            var photos = Directory.EnumerateFiles(parse.GetValue(Photos)!, "*", SearchOption.AllDirectories).Where(LocalPictures.IsNamedAsOne).Order(StringComparer.Ordinal);
            Terminal.Say($"{reader.Centre(photos.Select(File.ReadAllBytes), manifest)} photos: {manifest}");
            return ExitCode.Done;
        });
        return command;
    }
}
