using System.Collections.Concurrent;
using System.Security.Cryptography;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pictures;
using Wardmark.Imaging.Worker;
using Wardmark.Storage;

namespace Wardmark.Actions.Pictures;

/// <summary>
/// Pictures by the hash of their bytes: originals, prints to compare them by, and copies of our own making for people to
/// look at. Bytes are unpacked in worker processes only; what brought a worker down lies in quarantine and is not tried again.
/// </summary>
public sealed class PictureStore(Db db, PictureWorkers workers)
{
    // The same photo comes again and again: relisted, stolen, or the marketplace's own.
    const int MostKnown = 50_000;
    readonly ConcurrentDictionary<(string, PictureAsk), StoredPicture> _known = new();

    /// <summary>The register holds logos: pictures are read with the features in which logos are looked for.</summary>
    public bool LooksForLogos { get; set; }

    const PictureAsk OfReference = PictureAsk.Print | PictureAsk.Drawing | PictureAsk.Words | PictureAsk.Fine;

    PictureAsk WithFine => LooksForLogos ? PictureAsk.Fine : PictureAsk.Nothing;

    /// <summary>Keeps a listing's picture and describes it; a picture that cannot be read is described by its problem.</summary>
    public Task<StoredPicture> Keep(int index, string source, byte[] bytes, CancellationToken stop = default) =>
        Keep(index, source, bytes, PictureAsk.Print | PictureAsk.Copy | PictureAsk.Words | PictureAsk.Codes | WithFine, stop);

    /// <summary>Keeps a rights holder's picture; it may be an SVG drawing. Its words and logos tell where it shows the mark.</summary>
    public Task<StoredPicture> KeepReference(int index, string source, byte[] bytes, CancellationToken stop = default) =>
        Keep(index, source, bytes, PictureAsk.Copy | OfReference, stop);

    async Task<StoredPicture> Keep(int index, string source, byte[] bytes, PictureAsk ask, CancellationToken stop)
    {
        var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var shown = source.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? $"picture {index + 1}" : source;
        if (_known.TryGetValue((sha, ask), out var known)) return known with { Index = index, Source = shown };
        if (File.Exists(Quarantined(sha))) return new(index, shown, null, null, 0, await File.ReadAllTextAsync(Quarantined(sha) + ".txt", stop));
        var seen = await workers.Examine(bytes, ask, stop);
        if (seen is not { Refusal: null, Print: { } print, Copy: { } copy })
        {
            var problem = seen.Refusal ?? "the picture could not be read";
            if (seen.IsDangerous)
            {
                Write(Quarantined(sha) + ".txt", System.Text.Encoding.UTF8.GetBytes(problem));
                Write(Quarantined(sha), bytes);
            }

            return new(index, shown, null, null, 0, problem);
        }

        Write(Original(sha), bytes);
        // One that was kept before the register held logos lacks what they are looked for by.
        Write(Printed(sha), PrintFile.Write(print), replaces: print.Fine is not null);
        Write(Copied(sha), copy);
        var kept = new StoredPicture(index, shown, sha, print.Hash.ToString(), print.Hash.Quality, null) { Look = print.Look?.Write(), Lines = seen.Lines, IsRead = true, Codes = seen.Codes, Origin = seen.Origin };
        if (_known.Count < MostKnown) _known[(sha, ask)] = kept;
        return kept;
    }

    /// <summary>Looks at a picture that is not kept; its print is with it.</summary>
    public async Task<StoredPicture> Look(int index, byte[] bytes, CancellationToken stop = default)
    {
        var seen = await workers.Examine(bytes, PictureAsk.Print | PictureAsk.Words | PictureAsk.Codes | WithFine, stop);
        return seen.Print is { } print
            ? new(index, $"picture {index + 1}", null, print.Hash.ToString(), print.Hash.Quality, null) { Print = print, Lines = seen.Lines, Codes = seen.Codes, Origin = seen.Origin }
            : new(index, $"picture {index + 1}", null, null, 0, seen.Refusal);
    }

    /// <summary>The print of a kept picture; nothing where there is none of this version (see <see cref="Renew"/>).</summary>
    public PicturePrint? PrintOf(StoredPicture picture) =>
        picture.Print ?? (picture.Sha256 is { } sha && File.Exists(Printed(sha)) ? PrintFile.Read(File.ReadAllBytes(Printed(sha))) : null);

    /// <summary>What an index needs of a kept picture's print, read from the beginning of its file.</summary>
    public PrintHead? HeadOf(StoredPicture picture)
    {
        if (picture.Print is { } print) return PrintHead.Of(print);
        if (picture.Sha256 is not { } sha || !File.Exists(Printed(sha))) return null;
        using var file = File.OpenHandle(Printed(sha));
        var head = new byte[PrintFile.LongestHead];
        var count = RandomAccess.Read(file, head, 0);
        return PrintFile.ReadHead(head[..count]);
    }

    /// <summary>Takes the print of a kept picture again from its original, where there is none of this version or logos are to be looked for and it lacks what that needs.</summary>
    public async Task Renew(StoredPicture picture, CancellationToken stop)
    {
        if (picture.Sha256 is not { } sha || !File.Exists(Original(sha)) || (PrintOf(picture) is { } known && (known.Fine is not null || !LooksForLogos))) return;
        var seen = await workers.Examine(await File.ReadAllBytesAsync(Original(sha), stop), PictureAsk.Print | PictureAsk.Drawing | WithFine, stop);
        if (seen.Print is not { } print) return;
        Write(Printed(sha), PrintFile.Write(print), replaces: true);
    }

    /// <summary>
    /// A rights holder's picture looked at again from its original, where it has no print of this version or its words were never
    /// read; the same object where nothing is lacking or it cannot be read.
    /// </summary>
    public async Task<StoredPicture> RenewReference(StoredPicture picture, CancellationToken stop)
    {
        if (picture.Sha256 is not { } sha || !File.Exists(Original(sha)) || (picture.IsRead && HeadOf(picture) is not null)) return picture;
        var seen = await workers.Examine(await File.ReadAllBytesAsync(Original(sha), stop), OfReference, stop);
        if (seen.Print is not { } print) return picture;
        Write(Printed(sha), PrintFile.Write(print), replaces: true);
        return picture with { Lines = seen.Lines, IsRead = true };
    }

    /// <summary>The copy that reviewers see, a JPEG; nothing where the hash names no picture.</summary>
    public string? ShownFile(string sha256) =>
        sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower) && File.Exists(Copied(sha256)) ? Copied(sha256) : null;

    string Original(string sha) => Place("originals", sha);

    string Printed(string sha) => Place("prints", sha);

    string Quarantined(string sha) => Place("quarantine", sha);

    string Copied(string sha) => Place("shown", sha) + ".jpg";

    string Place(string kind, string sha) => Path.Combine(db.Folder, "pictures", kind, sha[..2], sha);

    // Written aside and moved, so that a crash leaves no half picture under a whole one's name.
    static void Write(string path, byte[] bytes, bool replaces = false)
    {
        if (!replaces && File.Exists(path)) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.{Guid.CreateVersion7():n}";
        File.WriteAllBytes(aside, bytes);
        File.Move(aside, path, overwrite: true);
    }
}
