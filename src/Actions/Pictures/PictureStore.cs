using System.Security.Cryptography;
using Wardmark.Imaging.Pictures;
using Wardmark.Storage.Sqlite;

namespace Wardmark.Actions.Pictures;

/// <summary>Originals by the hash of their bytes, and a copy of our own making for people to look at.</summary>
public sealed class PictureStore(Db db)
{
    const int ShownSide = 640;

    // The same photo comes again and again: relisted, stolen, or the marketplace's own.
    const int MostKnown = 50_000;
    readonly System.Collections.Concurrent.ConcurrentDictionary<string, StoredPicture> _known = new();

    /// <summary>Keeps a picture's bytes and describes it; a picture that cannot be read is described by its problem.</summary>
    public StoredPicture Keep(int index, string source, byte[] bytes)
    {
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var shown = source.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? $"picture {index + 1}" : source;
        if (_known.TryGetValue(sha, out var known)) return known with { Index = index, Source = shown };
        var decoded = PictureDecoder.Decode(bytes);
        if (decoded.Refusal is { } problem) return new(index, shown, null, null, 0, problem);
        Write(Original(sha), bytes);
        if (!File.Exists(Derivative(sha)) && PictureDecoder.Derive(bytes, ShownSide) is { } copy) Write(Derivative(sha), copy);
        var kept = new StoredPicture(index, shown, sha, decoded.Hash.ToString(), decoded.Hash.Quality, null);
        if (_known.Count < MostKnown) _known[sha] = kept;
        return kept;
    }

    /// <summary>The copy that reviewers see, a JPEG; nothing where the hash names no picture.</summary>
    public string? ShownFile(string sha256) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower) && File.Exists(Derivative(sha256)) ? Derivative(sha256) : null;

    string Original(string sha) => Path.Combine(db.Folder, "pictures", "originals", sha[..2], sha);

    string Derivative(string sha) => Path.Combine(db.Folder, "pictures", "shown", sha[..2], sha + ".jpg");

    // Written aside and moved, so that a crash leaves no half picture under a whole one's name.
    static void Write(string path, byte[] bytes)
    {
        if (File.Exists(path)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.{Guid.CreateVersion7():n}";
        File.WriteAllBytes(aside, bytes);
        File.Move(aside, path, overwrite: true);
    }
}
