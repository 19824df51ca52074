using System.Text.Json;
using System.Data.Common;
using Wardmark.Detection.Signals;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;
using Wardmark.Storage;

namespace Wardmark.Actions.Listings;

/// <summary>Finds, for listings in which something was found, earlier ones of other sellers with nearly the same description.</summary>
static class TextTwins
{
    // A maker's own words stand in thousands of listings; a few of them tell as much.
    const int MostPerPrint = 50;

    /// <summary>The prints of a listing's description; none where it is short or nobody is named as its seller.</summary>
    public static long[] PrintsOf(Listing listing) =>
        listing is { SellerId: not null, Description.Length: > 0 } ? TextPrint.Of(new FoldedText().Read(listing.Description)) : [];

    /// <summary>The earliest twin of each listing by its place in the list; those on record come before those of the list itself.</summary>
    public static Dictionary<int, TextTwin> Find(DbConnection connection, IReadOnlyList<(int At, Listing Listing, long[] Prints)> listings)
    {
        var known = OnRecord(connection, listings);
        var twins = new Dictionary<int, TextTwin>();
        foreach (var (at, listing, prints) in listings)
        {
            var twin = prints.SelectMany(p => known.GetValueOrDefault(p) ?? []).Where(t => t.SellerId != listing.SellerId && t.ListingId != listing.Id)
                .GroupBy(t => t.ListingId).FirstOrDefault(g => g.Count() >= TextPrint.Shared);
            if (twin is not null) twins[at] = twin.First();
            foreach (var print in prints)
            {
                if (!known.TryGetValue(print, out var list)) known[print] = list = [];
                if (list.Count < MostPerPrint) list.Add(new(listing.Id, listing.SellerId!));
            }
        }

        return twins;
    }

    static Dictionary<long, List<TextTwin>> OnRecord(DbConnection connection, IReadOnlyList<(int At, Listing Listing, long[] Prints)> listings) => connection.Rows("""
        SELECT t.print, t.listing_id, t.seller_id FROM json_each(@prints) p
        JOIN text_prints t ON t.print = CAST(p.value AS BIGINT) AND t.place < COALESCE((SELECT place FROM text_prints WHERE print = CAST(p.value AS BIGINT) ORDER BY place LIMIT 1 OFFSET @most), 9223372036854775807)
        ORDER BY t.place
        """, r => (Print: r.GetInt64(0), Twin: new TextTwin(r.GetString(1), r.GetString(2))),
        ("@prints", JsonSerializer.Serialize(listings.SelectMany(l => l.Prints).Distinct())), ("@most", MostPerPrint))
        .GroupBy(r => r.Print).ToDictionary(g => g.Key, g => g.Select(r => r.Twin).ToList());
}
