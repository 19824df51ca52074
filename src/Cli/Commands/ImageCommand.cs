using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wardmark.Cli.Scanning;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Looks;
using Wardmark.Imaging.Pictures;
using Wardmark.Imaging.Worker;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark image</c>: two pictures compared, or folders of them matched.</summary>
static class ImageCommand
{
    static readonly Argument<FileInfo> Query = new("picture") { Description = "The picture in question." };
    static readonly Argument<FileInfo> Reference = new("reference") { Description = "The picture it may be a copy of." };
    static readonly Option<bool> AsJson = new("--json") { Description = "The answer as one JSON object." };
    static readonly Option<string> References = new("--references") { Description = "Folder of reference pictures and logos (SVG or plain PNG). A photo's mark is the folder it lies in, a logo's its file name.", Required = true };
    static readonly Option<string> Queries = new("--queries") { Description = "Folder of pictures to look up.", Required = true };
    static readonly Option<string?> Out = new("--out") { Description = "Where the pairs go, as JSON Lines; standard output if left out." };
    static readonly Option<double> MinScore = new("--min-score") { Description = "Weakest pair that is written; 0 writes every candidate.", DefaultValueFactory = _ => 0.5 };
    static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static Command Make()
    {
        var compare = new Command("compare", """
            Says whether a picture is a copy of another, or another photo of the same print or object, and by what.

            Example:
              wardmark image compare listing-photo.jpg brand-photo.jpg
            """)
        { Query, Reference, AsJson };
        compare.SetAction(Compare);
        var match = new Command("match", """
            Looks every picture of a folder up among reference pictures and writes one JSON object a candidate pair:
            {"query","reference","verdict":"same_picture|same_object|mark_shown","score","mark","region"}. The region is where in the
            query the reference was met: left, top, right, bottom in shares of its width and height.

            Example:
              wardmark image match --references brand-photos --queries listing-photos --out pairs.jsonl
            """)
        { References, Queries, Out, MinScore };
        match.SetAction(Match);
        var read = new Command("read", """
            Reads the words and codes in a picture: what the screening of a listing's pictures has to go by.

            Example:
              wardmark image read label.jpg
            """)
        { Query, AsJson };
        read.SetAction(Read);
        var find = new Command("find", """
            Names the listings of a data folder that show a picture, whoever the seller, the earliest first; then those
            whose picture shows the same object or only looks like it.

            Example:
              wardmark image find brand-photo.jpg --data wardmark-data
            """)
        { Query, DataFolder.Option, AsJson };
        find.SetAction(Find);
        var model = new Command("model", """
            Checks the network that says what pictures look like (models/picture-look.json): hash, licence, whether it runs.

            Example:
              wardmark image model
            """);
        model.SetAction(_ =>
        {
            using var reader = new LookReader(LookReader.ShippedManifest);
            Terminal.Say(reader.Description);
            return ExitCode.Done;
        });
        return new("image", "Compares and reads pictures.") { compare, match, read, find, model, ImageWallCommand.Make() };
    }

    static async Task<int> Compare(ParseResult parse, CancellationToken stop)
    {
        using var workers = new PictureWorkers();
        var query = await Print(parse.GetValue(Query)!.FullName, workers, stop);
        var reference = await Print(parse.GetValue(Reference)!.FullName, workers, stop);
        var found = PictureComparison.Compare(query, null, reference);
        var verdict = Verdict(found);
        if (parse.GetValue(AsJson))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                verdict = verdict ?? "different", found.SamePicture, found.SameObject, found.HashDistance, turn = found.Turn.ToString(), found.IsMirrored, found.Inliers, found.Expected, error = Math.Round(found.Error, 3),
                agreement = Math.Round(found.Dense.Agreement, 3), found.Dense.Blocks, found.Dense.ReferenceShare, found.Dense.QueryShare,
                looks_alike = query.Look is { } seen && reference.Look is { } known ? Math.Round(seen.Likeness(known), 3) : (double?)null, region = Box(found.InQuery), reference_region = Box(found.InReference),
            }, Readable));
            return ExitCode.Done;
        }

        Terminal.Say(verdict switch
        {
            "same_picture" => "Same picture: one is a copy of the other.",
            "same_object" => "Same print or object, in another photo.",
            _ => "Nothing says that these have to do with each other.",
        });
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  copy                {found.SamePicture:0.000}   (a copy from {Likeness.CopyFrom})"));
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  same object         {found.SameObject:0.000}   (same from {Likeness.ObjectFrom})"));
        Terminal.Say($"  details in place    {found.Inliers} of {found.Expected} that both could show{(found.IsMirrored ? ", mirrored" : "")}");
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  off by              {found.Error:0.00} pixels (median, at 512)"));
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  laid over           {found.Dense.Agreement:P0} of {found.Dense.Blocks} blocks agree, {found.Dense.Enclosed:P0} of those between the details"));
        Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  common              {found.Dense.ReferenceShare:P0} of the reference lies in the picture, {found.Dense.QueryShare:P0} of the picture in the reference"));
        if (query.Look is { } look && reference.Look is { } other) Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  looks alike         {look.Likeness(other):0.00}   (proposes, decides nothing)"));
        Terminal.Say($"  PDQ                 {found.HashDistance} of 256 bits differ{(found.Turn == Detection.Images.Dihedral.None ? "" : $" (turned: {found.Turn})")}");
        if (found.InQuery is { } box) Terminal.Say($"  where               {string.Join(" ", Box(box)!.Select(v => v.ToString("0.00", CultureInfo.InvariantCulture)))} of the picture (left, top, right, bottom)");
        return ExitCode.Done;
    }

    static async Task<int> Read(ParseResult parse, CancellationToken stop)
    {
        using var workers = new PictureWorkers();
        var file = parse.GetValue(Query)!.FullName;
        if (!File.Exists(file)) throw new InvalidDataException($"{file} is not there.");
        var seen = await workers.Examine(await File.ReadAllBytesAsync(file, stop), PictureAsk.Words | PictureAsk.Codes, stop);
        if (seen.Refusal is { } refusal) throw new InvalidDataException($"{file}: {refusal}.");
        if (parse.GetValue(AsJson))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { seen.Width, seen.Height, 
                lines = seen.Lines.Select(l => new { l.Text, l.Confidence, box = Box(l.Box) }), codes = seen.Codes.Select(c => new { c.Kind, c.Text, box = Box(c.Box) }), seen.Origin }, Readable));
            return ExitCode.Done;
        }

        foreach (var line in seen.Lines) Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  {line.Confidence:0.00}  {line.Text}"));
        foreach (var code in seen.Codes) Terminal.Say($"  {code.Kind}  {code.Text}");
        if (seen.Origin is { } origin) Terminal.Say($"  the file says: {string.Join(", ", origin.Words())}");
        if (seen.Lines.Count + seen.Codes.Count == 0) Terminal.Say("No words and no codes.");
        return ExitCode.Done;
    }

    static async Task<int> Find(ParseResult parse, CancellationToken stop)
    {
        var file = parse.GetValue(Query)!.FullName;
        if (!File.Exists(file)) throw new InvalidDataException($"{file} is not there.");
        using var data = new DataFolder(parse.GetValue(DataFolder.Option)!);
        var found = await data.FindPicture.Run(await File.ReadAllBytesAsync(file, stop), stop);
        return found.Match(seen =>
        {
            if (parse.GetValue(AsJson))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(seen, Readable));
                return ExitCode.Done;
            }

            if (seen.Uses.Count == 0) Terminal.Say("No listing on record shows this picture.");
            foreach (var use in seen.Uses) Terminal.Say($"  {use.FirstSeenAt:yyyy-MM-dd HH:mm} UTC  {use.ListingId}  seller {use.SellerId ?? "not stated"}  {use.SamePicture.ToString("0.00", CultureInfo.InvariantCulture)}");
            if (seen.Alike.Count > 0) Terminal.Say("The same object, or only alike:");
            foreach (var use in seen.Alike)
            {
                var why = use.SameObject >= Likeness.ObjectFrom ? "same object" : $"looks alike {use.Likeness?.ToString("0.00", CultureInfo.InvariantCulture)}";
                Terminal.Say($"  {use.FirstSeenAt:yyyy-MM-dd HH:mm} UTC  {use.ListingId}  seller {use.SellerId ?? "not stated"}  {why}");
            }

            return ExitCode.Done;
        }, no =>
        {
            Terminal.Fail(no.Sentence);
            return ExitCode.Failed;
        });
    }

    static async Task<int> Match(ParseResult parse, CancellationToken stop)
    {
        using var workers = new PictureWorkers();
        var folder = Path.GetFullPath(parse.GetValue(References)!);
        var problems = new List<string>();
        var references = new ReferenceFolder();
        await Terminal.Progress("Reading references", folder, async report =>
        {
            await foreach (var (file, print) in Prints(folder, PictureAsk.Print | PictureAsk.Drawing, workers, problems, stop))
            {
                references.Add(file, print);
                if (references.Count % 50 == 0) report($"{references.Count:N0} references", references.Count, null);
            }
        });
        if (references.Count == 0) throw new InvalidDataException($"{folder} holds no picture that can be read.");
        var least = parse.GetValue(MinScore);
        int queries = 0, pairs = 0;
        await using (var to = parse.GetValue(Out) is { } path ? new StreamWriter(path) : new StreamWriter(Console.OpenStandardOutput()))
            await Terminal.Progress("Looking up", parse.GetValue(Queries)!, async report =>
            {
                await foreach (var (file, print) in Prints(Path.GetFullPath(parse.GetValue(Queries)!), references.Ask, workers, problems, stop))
                {
                    foreach (var pair in references.Pairs(print).Where(p => p.Score >= least))
                    {
                        pairs++;
                        await to.WriteLineAsync(Line(file, pair));
                    }

                    if (++queries % 50 == 0) report($"{queries:N0} pictures, {pairs:N0} pairs", queries, null);
                }
            });
        foreach (var problem in problems) Terminal.Warn(problem);
        Terminal.Say($"{references.Count:N0} references, {queries:N0} pictures looked up, {pairs:N0} pairs, {problems.Count:N0} files not read.");
        return problems.Count > 0 ? ExitCode.SomeRejected : ExitCode.Done;
    }

    // A drawing is named after its mark; the folder of a photo is.
    static string Line(string query, CandidatePair pair) => JsonSerializer.Serialize(new
    {
        query, pair.Reference, pair.Verdict, score = Math.Round(pair.Score, 6),
        mark = pair.Verdict == "mark_shown" ? Path.GetFileNameWithoutExtension(pair.Reference) : Path.GetFileName(Path.GetDirectoryName(pair.Reference)), region = Box(pair.Region),
    }, Readable);

    static string? Verdict(Resemblance r) =>
        r.SamePicture >= Likeness.CopyFrom ? "same_picture" : r.SameObject >= Likeness.ObjectFrom ? "same_object" : null;

    static double[]? Box(Region? region) => region is { } r ? [Math.Round(r.Left, 4), Math.Round(r.Top, 4), Math.Round(r.Right, 4), Math.Round(r.Bottom, 4)] : null;

    static async Task<PicturePrint> Print(string file, PictureWorkers workers, CancellationToken stop)
    {
        if (!File.Exists(file)) throw new InvalidDataException($"{file} is not there.");
        var seen = await workers.Examine(await File.ReadAllBytesAsync(file, stop), PictureAsk.Print, stop);
        return seen.Print ?? throw new InvalidDataException($"{file}: {seen.Refusal}.");
    }

    // As many ahead as there are workers, in the folder's order.
    static async IAsyncEnumerable<(string File, PicturePrint Print)> Prints(
        string folder, PictureAsk ask, PictureWorkers workers, List<string> problems, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        if (!Directory.Exists(folder)) throw new InvalidDataException($"{folder} is no folder.");
        var ahead = new Queue<(string File, Task<ExaminedPicture> Seen)>();
        bool IsWanted(string file) => LocalPictures.IsNamedAsOne(file) || (ask.HasFlag(PictureAsk.Drawing) && file.EndsWith(".svg", StringComparison.OrdinalIgnoreCase));
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsWanted).Order(StringComparer.Ordinal))
        {
            ahead.Enqueue((file, workers.Examine(await File.ReadAllBytesAsync(file, stop), ask, stop)));
            if (ahead.Count > Environment.ProcessorCount * 2 && await Next() is { } one) yield return one;
        }

        while (ahead.Count > 0)
            if (await Next() is { } one) yield return one;

        async Task<(string, PicturePrint)?> Next()
        {
            var (file, task) = ahead.Dequeue();
            var seen = await task;
            if (seen.Print is { } print) return (file, print);
            problems.Add($"{file}: {seen.Refusal}");
            return null;
        }
    }
}
