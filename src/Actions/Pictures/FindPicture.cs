using System.Data.Common;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pictures;
using Wardmark.Imaging.Worker;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Pictures;

/// <summary>A listing that shows a picture, or one like it.</summary>
/// <param name="FirstSeenAt">When the picture was first seen in that listing.</param>
public sealed record PictureUse(string ListingId, string? SellerId, string? Sha256, DateTime FirstSeenAt)
{
    /// <summary>How sure it is that it is the same picture, 0 to 1.</summary>
    public double SamePicture { get; init; }

    /// <summary>How sure it is that it is another photo of the same print or object, 0 to 1.</summary>
    public double SameObject { get; init; }

    /// <summary>How alike both look as a whole, -1 to 1; nothing where it was found by its hash. It proposes, it decides nothing.</summary>
    public double? Likeness { get; init; }

    /// <summary>Bits of 256 in which the hashes differ; nothing where it was not found by its hash.</summary>
    public int? HashDistance { get; init; }
}

/// <summary>What a picture leads to.</summary>
/// <param name="Uses">Listings that show it, the earliest first.</param>
/// <param name="Alike">Listings whose picture shows the same object or only looks like it, the most alike first.</param>
public sealed record PictureFindings(IReadOnlyList<PictureUse> Uses, IReadOnlyList<PictureUse> Alike);

/// <summary>
/// Finds the listings that show a picture, whoever the seller: by hash in all turns, and among what looks alike by geometry, so
/// that copies that are cut or framed are found as well. The earliest first, since who had a picture first is what it is asked for.
/// </summary>
public sealed class FindPicture(Db db, PictureStore store, PictureUses uses, PictureWorkers workers)
{
    /// <summary>Most that are answered.</summary>
    public const int Most = 200;

    /// <summary>Most that only look alike.</summary>
    public const int MostAlike = 40;

    // Photos of one kind of fruit lie at .3 to .4, of other goods below .15.
    const double LeastAlike = 0.3;

    // Wider than a match: geometry has the last word.
    const int LookWithin = 47;

    /// <summary>Looks; the picture itself is not kept.</summary>
    public async Task<Outcome<PictureFindings>> Run(byte[] bytes, CancellationToken stop)
    {
        var seen = await workers.Examine(bytes, PictureAsk.Print, stop);
        if (seen.Print is not { } print) return new NotAccepted("picture", seen.Refusal ?? "could not be read");
        if (print.Turns.All(t => t.Quality < Pdq.LowestUsefulQuality)) return new NotAccepted("picture", "is too flat to be told from others");
        var near = db.Read(c => ByHash(c, print).Concat(ByLook(c, print)).DistinctBy(u => (u.ListingId, u.Sha256)).ToList());
        var mirrored = print.Features.Mirrored();
        var compared = near.ConvertAll(u => store.PrintOf(new(0, "", u.Sha256, null, 0, null)) is { } theirs ? Compared(u, PictureComparison.Compare(print, mirrored, theirs))
            : u with { SamePicture = u.HashDistance <= Pdq.MatchDistance ? 1 : 0 });
        var shown = compared.FindAll(u => u.SamePicture >= Likeness.CopyFrom);
        return new PictureFindings(
            [.. shown.OrderBy(u => u.FirstSeenAt).ThenBy(u => u.ListingId, StringComparer.Ordinal)],
            [.. compared.Except(shown).Where(u => u.Likeness is not null || u.SameObject >= Likeness.ObjectFrom)
                .OrderByDescending(u => u.SameObject >= Likeness.ObjectFrom).ThenByDescending(u => u.Likeness).ThenBy(u => u.ListingId, StringComparer.Ordinal).Take(MostAlike)]);
    }

    static PictureUse Compared(PictureUse use, Resemblance found) => use with { SamePicture = Math.Round(found.SamePicture, 3), SameObject = Math.Round(found.SameObject, 3) };

    IEnumerable<PictureUse> ByHash(DbConnection c, PicturePrint print) =>
        uses.Near(print, LookWithin, Most).Select(n => PictureUses.Find(c, n.Id) is { } use ? use with { HashDistance = n.Distance } : null).OfType<PictureUse>();

    IEnumerable<PictureUse> ByLook(DbConnection c, PicturePrint print) => print.Look is not { } look ? []
        : uses.Alike(look, MostAlike * 2, LeastAlike).Select(n => PictureUses.Find(c, n.Id) is { } use ? use with { Likeness = Math.Round(n.Likeness, 3) } : null).OfType<PictureUse>();
}
