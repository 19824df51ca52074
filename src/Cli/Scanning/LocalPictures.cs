using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Imaging.Pictures;
using Wardmark.Imaging.Worker;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Cli.Scanning;

/// <summary>Pictures that lie beside a file or inside it as data: URIs. Addresses are not fetched, and paths that leave the folder not followed.</summary>
public static class LocalPictures
{
    // The same photo comes again and again; a print takes about 150 kB.
    const int MostKnown = 1_000;
    static readonly System.Collections.Concurrent.ConcurrentDictionary<string, ExaminedPicture> Known = new();

    /// <summary>Whether a file's name says that it is a picture.</summary>
    public static bool IsNamedAsOne(string file) => Path.GetExtension(file).ToLowerInvariant() is ".jpg" or ".jpeg" or ".png" or ".webp" or ".gif" or ".bmp";

    /// <summary>The bytes of a picture; nothing, with the reason, where it is not to be had.</summary>
    public static byte[]? Bytes(string source, string folder, out string? problem)
    {
        problem = null;
        if (source.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return FromDataUri(source, out problem);
        if (source.Contains("://", StringComparison.Ordinal)) return null;
        var path = Path.GetFullPath(Path.Combine(folder, source));
        if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            problem = "the path leaves the folder of the file";
        else if (!File.Exists(path)) problem = "the file is not there";
        else if (new FileInfo(path).Length > PictureHeader.LargestFile) problem = "the file is too large";
        return problem is null ? File.ReadAllBytes(path) : null;
    }

    /// <summary>The pictures of a listing; those that cannot be read are named in <paramref name="problems"/>.</summary>
    public static async Task<IReadOnlyList<SeenPicture>> Of(Listing listing, string folder, PictureWorkers workers, bool withLogos, List<string> problems, CancellationToken stop)
    {
        var seen = new List<SeenPicture>();
        for (var i = 0; i < listing.Images.Count; i++)
            if (await Look(listing.Images[i], folder, workers, PictureAsk.Print | PictureAsk.Words | PictureAsk.Codes | (withLogos ? PictureAsk.Fine : PictureAsk.Nothing), problems, stop) is { } picture)
                seen.Add(new(i, Shown(listing.Images[i]), picture.Print) { Lines = picture.Lines, Codes = picture.Codes, Origin = picture.Origin });
        return seen;
    }

    /// <summary>The reference pictures of a register.</summary>
    public static async Task<IReadOnlyList<ReferencePicture>> References(IReadOnlyList<Trademark> marks, string folder, PictureWorkers workers, List<string> problems, CancellationToken stop)
    {
        var pictures = marks.SelectMany((m, i) => m.Images.Select(image => (Mark: i, Image: image))).ToList();
        var prints = await Task.WhenAll(pictures.Select(p => Look(p.Image, folder, workers, PictureAsk.Print | PictureAsk.Drawing | PictureAsk.Words | PictureAsk.Fine, problems, stop)));
        return [.. pictures.Zip(prints).Where(p => p.Second is not null).Select(p => new ReferencePicture(p.First.Mark, Shown(p.First.Image), PrintHead.Of(p.Second!.Print!), () => p.Second.Print) { Lines = p.Second.Lines })];
    }

    static async Task<ExaminedPicture?> Look(string source, string folder, PictureWorkers workers, PictureAsk ask, List<string> problems, CancellationToken stop)
    {
        if (Bytes(source, folder, out var problem) is { } bytes)
        {
            var hash = $"{ask}:{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))}";
            if (Known.TryGetValue(hash, out var known)) return known;
            var seen = await workers.Examine(bytes, ask, stop);
            if (seen.Print is not null)
            {
                if (Known.Count < MostKnown) Known[hash] = seen;
                return seen;
            }

            problem = seen.Refusal;
        }

        if (problem is not null)
            lock (problems) problems.Add($"{Shown(source)}: {problem}");
        return null;
    }

    static string Shown(string source) => source.Length <= 120 ? source : source[..120] + "…";

    static byte[]? FromDataUri(string source, out string? problem)
    {
        problem = null;
        var comma = source.IndexOf(";base64,", StringComparison.OrdinalIgnoreCase);
        if (comma < 0) problem = "a data: URI must be base64";
        else if (source.Length > PictureHeader.LargestFile * 4L / 3) problem = "the picture is too large";
        else
        {
            var bytes = new byte[source.Length];
            if (Convert.TryFromBase64String(source[(comma + 8)..], bytes, out var written)) return bytes[..written];
            problem = "the data: URI is not base64";
        }

        return null;
    }
}
