using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Actions.Listings;

/// <summary>A picture that is to be fetched.</summary>
public sealed record AwaitedPicture(long Id, string ListingId, int Place, string Url, int Tries);

/// <summary>
/// Pictures that listings name by address: they wait in the store, are fetched soon after the listing came, kept, and the
/// listing is screened again with them. What could not be had is said at the picture.
/// </summary>
public sealed class AwaitedPictures(Db db, PictureStore store, ScreenerPool screeners, TimeProvider time)
{
    /// <summary>Tries before a picture is given up.</summary>
    public const int MostTries = 5;

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Takes up to <paramref name="count"/> that are due; nobody else gets them meanwhile.</summary>
    public Task<List<AwaitedPicture>> Take(int count, CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        // Looking costs no write: most of the time there is nothing to do.
        if (db.Read(c => c.Scalar<long>("SELECT EXISTS (SELECT 1 FROM picture_fetches WHERE due_at <= @now)", ("@now", Instants.Write(now)))) == 0)
            return Task.FromResult(new List<AwaitedPicture>());
        return db.Write(c => c.Rows("""
            UPDATE picture_fetches SET lease_until = @until, tries = tries + 1 WHERE id IN (
              SELECT id FROM picture_fetches WHERE due_at <= @now AND (lease_until IS NULL OR lease_until < @now) ORDER BY due_at LIMIT @count)
            RETURNING id, listing_id, place, url, tries
            """, r => new AwaitedPicture(r.GetInt64(0), r.GetString(1), r.GetInt32(2), r.GetString(3), r.GetInt32(4)),
            ("@until", Instants.Write(now + Lease)), ("@now", Instants.Write(now)), ("@count", count)), stop);
    }

    /// <summary>Keeps what was fetched and screens the listing with it.</summary>
    public async Task Arrived(AwaitedPicture awaited, byte[] bytes, CancellationToken stop)
    {
        screeners.Ready();
        await Settle(awaited, await store.Keep(awaited.Place, awaited.Url, bytes, stop), stop);
    }

    /// <summary>It was not to be had: it is tried again later, or given up and said so.</summary>
    public Task Failed(AwaitedPicture awaited, string reason, bool mayComeLater, CancellationToken stop)
    {
        if (!mayComeLater || awaited.Tries >= MostTries) return Settle(awaited, new(awaited.Place, awaited.Url, null, null, 0, $"the address {reason}"), stop);
        var due = time.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(Math.Pow(4, awaited.Tries - 1));
        return db.Write(c => c.Run("UPDATE picture_fetches SET due_at = @due, lease_until = NULL WHERE id = @id", ("@due", Instants.Write(due)), ("@id", awaited.Id)), stop);
    }

    Task Settle(AwaitedPicture awaited, StoredPicture picture, CancellationToken stop) => db.Write(connection =>
    {
        // A row that is gone belonged to an older revision.
        if (connection.Run("DELETE FROM picture_fetches WHERE id = @id", ("@id", awaited.Id)) == 0 || ListingTable.Find(connection, awaited.ListingId) is not { } listing) return false;
        var pictures = listing.Pictures.Select(p => p.Index == awaited.Place ? picture : p).ToList();
        var json = StoredPicture.Write(pictures);
        connection.Run("UPDATE listings SET pictures = @pictures WHERE id = @id", ("@pictures", json), ("@id", awaited.ListingId));
        if (picture.Sha256 is null) return true;
        var (basis, screenings) = screeners.Screen([new(listing.Listing, pictures)], RegisterVersionOf(connection));
        using var record = new ScreeningRecord(connection, basis, time.GetUtcNow().UtcDateTime, "pictures");
        record.WriteAgain(new(listing.Listing, JsonSerializer.Serialize(listing.Listing, FindingJson.Wire), json, listing.ContentHash, screenings[0]), listing.Revision);
        record.Finish();
        return true;
    }, stop);

    static long RegisterVersionOf(DbConnection connection) => Register.RegisterVersion.Of(connection);

    /// <summary>Lets the pictures of a listing wait that are named by address; those of its earlier revision no longer.</summary>
    internal static void Await(DbConnection connection, string listingId, IEnumerable<StoredPicture> pictures, string now)
    {
        connection.Run("DELETE FROM picture_fetches WHERE listing_id = @id", ("@id", listingId));
        foreach (var p in pictures.Where(p => p.Problem == StoredPicture.IsAwaited))
            connection.Run("INSERT INTO picture_fetches (listing_id, place, url, due_at) VALUES (@id, @place, @url, @now)", ("@id", listingId), ("@place", p.Index), ("@url", p.Source), ("@now", now));
    }
}
