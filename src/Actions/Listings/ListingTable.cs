using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;
using Wardmark.Storage;

namespace Wardmark.Actions.Listings;

/// <summary>A listing as it is on record.</summary>
public sealed record StoredListing(
    long Row, Listing Listing, int Revision, string ContentHash, Disposition Disposition, int Score, long RegisterVersion,
    DateTime ReceivedAt, IReadOnlyList<StoredPicture> Pictures);

/// <summary>What a person judged of a mark in a listing, having seen these signals.</summary>
public sealed record Judged(string? Mark, IReadOnlyList<SignalRow> Saw, string Verdict, string? By, string? At, string? Reason);

/// <summary>Named queries over listings and their findings.</summary>
public static class ListingTable
{
    /// <summary>A listing by its id.</summary>
    public static StoredListing? Find(DbConnection connection, string id) =>
        connection.Rows("SELECT * FROM listings WHERE id = @id", Read, ("@id", id)) is [var found] ? found : null;

    /// <summary>A page of listings in the order they came, after a row.</summary>
    public static List<StoredListing> After(DbConnection connection, long row, int count) =>
        connection.Rows("SELECT * FROM listings WHERE row > @row ORDER BY row LIMIT @count", Read, ("@row", row), ("@count", count));

    /// <summary>The findings of a listing, strongest first, as they were screened.</summary>
    public static IReadOnlyList<Finding> FindingsOf(DbConnection connection, string id) =>
        connection.Rows("SELECT mark, signals, disposition FROM findings WHERE listing_id = @id ORDER BY score DESC, id", r => new Finding
        {
            MarkIndex = -1,
            Mark = r.Text("mark"),
            Signals = FindingJson.ReadRows(r.GetString(1)),
            Disposition = (Disposition)r.GetInt32(2),
        }, ("@id", id));

    /// <summary>What people judged of a listing.</summary>
    public static List<Judged> JudgementsOf(DbConnection connection, string id) => connection.Rows(
        "SELECT * FROM findings WHERE listing_id = @id AND judgement IS NOT NULL",
        r => new Judged(r.Text("mark"), FindingJson.ReadRows(r.Text("signals")!), r.Text("judgement")!, r.Text("judged_by"), r.Text("judged_at"), r.Text("reason")), ("@id", id));

    static StoredListing Read(DbDataReader r) => new(
        r.Number("row"), JsonSerializer.Deserialize<Listing>(r.Text("json")!, FindingJson.Wire)!, (int)r.Number("revision"),
        r.Text("content_hash")!, (Disposition)r.Number("disposition"), (int)r.Number("score"), r.Number("register_version"),
        r.Instant("received_at")!.Value, StoredPicture.Read(r.Text("pictures")!));
}
