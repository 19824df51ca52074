using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pictures;
using Wardmark.Imaging.Worker;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Pictures;

/// <summary>A listing that shows a picture.</summary>
/// <param name="FirstSeenAt">When the picture was first seen in that listing.</param>
/// <param name="SamePicture">How sure it is that it is the same picture, 0 to 1.</param>
public sealed record PictureUse(string ListingId, string? SellerId, string? Sha256, DateTime FirstSeenAt, double SamePicture, int HashDistance);

/// <summary>Finds the listings that show a picture, whoever the seller: the earliest first, since who had a picture first is what it is asked for.</summary>
public sealed class FindPicture(Db db, PictureStore store, PictureUses uses, PictureWorkers workers)
{
    /// <summary>Most that are answered.</summary>
    public const int Most = 200;

    // Wider than a match: geometry has the last word.
    const int LookWithin = 47;

    /// <summary>Looks; the picture itself is not kept. Copies that are cut or framed so much that their hash is another are not found here.</summary>
    public async Task<Outcome<IReadOnlyList<PictureUse>>> Run(byte[] bytes, CancellationToken stop)
    {
        var seen = await workers.Examine(bytes, PictureAsk.Print, stop);
        if (seen.Print is not { } print) return new NotAccepted("picture", seen.Refusal ?? "could not be read");
        if (print.Turns.All(t => t.Quality < Pdq.LowestUsefulQuality)) return new NotAccepted("picture", "is too flat to be told from others");
        var near = db.Read(c => uses.Near(print, LookWithin, Most).Select(n => (n.Distance, Use: PictureUses.Find(c, n.Id))).Where(n => n.Use is not null).Select(n => n.Use! with { HashDistance = n.Distance }).ToList());
        var compared = near.ConvertAll(u => store.PrintOf(new(0, "", u.Sha256, null, 0, null)) is { } theirs
            ? u with { SamePicture = Math.Round(PictureComparison.Compare(theirs, null, print).SamePicture, 3) }
            : u with { SamePicture = u.HashDistance <= Pdq.MatchDistance ? 1 : 0 });
        return compared.Where(u => u.SamePicture >= Likeness.CopyFrom).OrderBy(u => u.FirstSeenAt).ThenBy(u => u.ListingId, StringComparer.Ordinal).ToList();
    }
}
