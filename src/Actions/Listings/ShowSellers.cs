using System.Data.Common;
using Wardmark.Storage;

namespace Wardmark.Actions.Listings;

/// <summary>A seller with what was found. Findings judged wrong do not count against anybody.</summary>
public sealed record SellerView(string Id, string? Name, string? Country, DateTime? JoinedAt, long Listings, long Findings, long Confirmed);

/// <summary>Sellers by what was found in their listings.</summary>
public static class ShowSellers
{
    /// <summary>A page, most findings above "allow" first.</summary>
    public static List<SellerView> Page(DbConnection connection, int skip, int count) => connection.Rows("""
        SELECT l.seller_id AS id, s.name, s.country, s.joined_at, COUNT(DISTINCT l.id) AS listings,
          COUNT(f.id) FILTER (WHERE f.disposition > 0 AND COALESCE(f.judgement, '') <> 'dismissed') AS findings,
          COUNT(f.id) FILTER (WHERE f.judgement = 'confirmed') AS confirmed
        FROM listings l LEFT JOIN sellers s ON s.id = l.seller_id LEFT JOIN findings f ON f.listing_id = l.id
        WHERE l.seller_id IS NOT NULL GROUP BY l.seller_id, s.name, s.country, s.joined_at ORDER BY findings DESC, l.seller_id LIMIT @count OFFSET @skip
        """, r => new SellerView(r.Text("id")!, r.Text("name"), r.Text("country"), r.Instant("joined_at"), r.Number("listings"), r.Number("findings"), r.Number("confirmed")),
        ("@count", count), ("@skip", skip));
}
