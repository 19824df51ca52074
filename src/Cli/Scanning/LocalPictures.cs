using Wardmark.Detection.Images;
using Wardmark.Detection.Scoring;
using Wardmark.Imaging.Pictures;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Cli.Scanning;

/// <summary>Pictures that lie beside a file or inside it as data: URIs. Addresses are not fetched, and paths that leave the folder not followed.</summary>
public static class LocalPictures
{
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
        else if (new FileInfo(path).Length > PictureDecoder.LargestFile) problem = "the file is too large";
        return problem is null ? File.ReadAllBytes(path) : null;
    }

    /// <summary>The hashed pictures of a listing; those that cannot be read are named in <paramref name="problems"/>.</summary>
    public static IReadOnlyList<HashedPicture> Of(Listing listing, string folder, List<string> problems)
    {
        var hashed = new List<HashedPicture>();
        for (var i = 0; i < listing.Images.Count; i++)
            if (Hash(listing.Images[i], folder, problems) is { } hash)
                hashed.Add(new(i, Shown(listing.Images[i]), hash));
        return hashed;
    }

    /// <summary>The reference pictures of a register.</summary>
    public static IEnumerable<ReferencePicture> References(IReadOnlyList<Trademark> marks, string folder, List<string> problems)
    {
        for (var i = 0; i < marks.Count; i++)
            foreach (var image in marks[i].Images)
                if (Hash(image, folder, problems) is { } hash)
                    yield return new(i, Shown(image), hash);
    }

    static PdqHash? Hash(string source, string folder, List<string> problems)
    {
        if (Bytes(source, folder, out var problem) is { } bytes)
        {
            var decoded = PictureDecoder.Decode(bytes);
            if (decoded.Refusal is null) return decoded.Hash;
            problem = decoded.Refusal;
        }

        if (problem is not null) problems.Add($"{Shown(source)}: {problem}");
        return null;
    }

    static string Shown(string source) => source.Length <= 120 ? source : source[..120] + "…";

    static byte[]? FromDataUri(string source, out string? problem)
    {
        problem = null;
        var comma = source.IndexOf(";base64,", StringComparison.OrdinalIgnoreCase);
        if (comma < 0) problem = "a data: URI must be base64";
        else if (source.Length > PictureDecoder.LargestFile * 4L / 3) problem = "the picture is too large";
        else
        {
            var bytes = new byte[source.Length];
            if (Convert.TryFromBase64String(source[(comma + 8)..], bytes, out var written)) return bytes[..written];
            problem = "the data: URI is not base64";
        }

        return null;
    }
}
