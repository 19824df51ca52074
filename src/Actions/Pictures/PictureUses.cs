using System.Data.Common;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Signals;
using Wardmark.Storage;

namespace Wardmark.Actions.Pictures;

/// <summary>Every picture that listings have shown, found again by hash and by look: the index over them lies in memory and is brought up to date when it is asked.</summary>
public sealed class PictureUses(Db db)
{
    // A maker's own picture stands with many sellers, and lawfully.
    const int MostSellers = 5;
    const int MostLooked = 500;

    readonly Lock _reading = new();
    readonly HashIndex _index = new();
    readonly LookIndex _looks = new();
    readonly List<long> _ids = [];

    /// <summary>The uses within a distance of a picture, in any turn of it, the nearest first.</summary>
    public IReadOnlyList<(long Id, int Distance)> Near(PicturePrint print, int distance, int most)
    {
        lock (_reading)
        {
            CatchUp();
            return [.. print.Turns.Where(t => t.Quality >= Pdq.LowestUsefulQuality).SelectMany(t => _index.Within(t, distance)).GroupBy(n => n.Number)
                .Select(g => (Id: _ids[g.Key], Distance: g.Min(n => n.Distance))).OrderBy(n => n.Distance).ThenBy(n => n.Id).Take(most)];
        }
    }

    /// <summary>The uses that look most like a picture, best first.</summary>
    public IReadOnlyList<(long Id, double Likeness)> Alike(PictureLook look, int most, double least)
    {
        lock (_reading)
        {
            CatchUp();
            return [.. _looks.Nearest(look, most, least).Select(n => (_ids[n.Number], n.Likeness))];
        }
    }

    /// <summary>The use of a number.</summary>
    public static PictureUse? Find(DbConnection connection, long id) => connection.Rows("SELECT listing_id, seller_id, sha256, first_seen_at FROM picture_uses WHERE id = @id",
        r => new PictureUse(r.GetString(0), r.Text("seller_id"), r.Text("sha256"), r.Instant("first_seen_at")!.Value), ("@id", id)) is [var found] ? found : null;

    /// <summary>The earliest listing of another seller that showed one of these pictures first; nothing where so many sellers show it that it is nobody's.</summary>
    public PictureTwin? TwinOf(DbConnection connection, string listingId, string? sellerId, IEnumerable<(int Index, PicturePrint Print)> pictures)
    {
        if (sellerId is null) return null;
        foreach (var (index, print) in pictures)
        {
            var uses = Near(print, Pdq.MatchDistance, MostLooked).Select(n => Find(connection, n.Id)).OfType<PictureUse>().ToList();
            var own = uses.Where(u => u.ListingId == listingId || u.SellerId == sellerId).Select(u => u.FirstSeenAt).DefaultIfEmpty(DateTime.MaxValue).Min();
            var others = uses.Where(u => u.SellerId is not null && u.SellerId != sellerId && u.FirstSeenAt < own).OrderBy(u => u.FirstSeenAt).ThenBy(u => u.ListingId, StringComparer.Ordinal).ToList();
            var sellers = others.Select(u => u.SellerId).Distinct().Count();
            if (sellers is > 0 and <= MostSellers) return new(index, others[0].ListingId, others[0].SellerId!, others[0].FirstSeenAt, sellers);
        }

        return null;
    }

    void CatchUp()
    {
        var last = _ids.Count == 0 ? 0 : _ids[^1];
        foreach (var (id, pdq, look) in db.Read(c => c.Rows("SELECT id, pdq, look FROM picture_uses WHERE id > @last ORDER BY id", r => (r.GetInt64(0), r.GetString(1), r.Text("look")), ("@last", last))))
        {
            _index.Add(PdqHash.Parse(pdq));
            if (PictureLook.Read(look) is { } seen) _looks.Add(_ids.Count, seen);
            _ids.Add(id);
        }
    }
}
