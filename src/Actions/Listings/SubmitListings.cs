using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;
using Wardmark.Storage;

namespace Wardmark.Actions.Listings;

/// <summary>What became of a listing.</summary>
/// <param name="Revision">1 for the first version, one more for each change of content.</param>
/// <param name="IsUnchanged">The same content was on record; nothing was written.</param>
public sealed record SubmittedListing(
    string Id, int Revision, Disposition Disposition, int Score, bool IsUnchanged, IReadOnlyList<Finding> Findings);

/// <summary>Takes listings: screens them, keeps them, writes what was found, and tells those who asked to be told.</summary>
public sealed class SubmitListings(Db db, ScreenerPool screeners, TimeProvider time)
{
    /// <summary>Most listings in one call; one transaction holds them all.</summary>
    public const int Most = 1_000;

    /// <summary>When this returns, every listing is on the disk. The same content twice is one revision.</summary>
    public async Task<IReadOnlyList<SubmittedListing>> Run(IReadOnlyList<ListingToScreen> listings, string actor, CancellationToken stop)
    {
        var (basis, screenings) = screeners.Screen(listings);
        var prepared = listings.Select((l, i) => Prepare(l, screenings[i])).ToList();
        return await db.Write(connection =>
        {
            // A register that changed between the screening and this transaction may have been screened against and
            // done with already: what is written now must not be of the one before.
            if (RegisterVersion.Of(connection) is var version && version != basis.Register.Version)
            {
                (basis, screenings) = screeners.Screen(listings, version);
                prepared = [.. prepared.Select((p, i) => p with { Screening = screenings[i] })];
            }

            var now = time.GetUtcNow().UtcDateTime;
            using var record = new ScreeningRecord(connection, basis, now, actor);
            var done = prepared.ConvertAll(p => Keep(connection, record, p));
            record.Finish();
            return done;
        }, stop);
    }

    static SubmittedListing Keep(DbConnection connection, ScreeningRecord record, PreparedListing p)
    {
        var known = ListingTable.Find(connection, p.Listing.Id);
        if (known is not null && known.ContentHash == p.ContentHash)
            return new(p.Listing.Id, known.Revision, known.Disposition, known.Score, true, ListingTable.FindingsOf(connection, p.Listing.Id));
        var revision = (known?.Revision ?? 0) + 1;
        record.Write(p, revision, carryJudgements: false);
        return new(p.Listing.Id, revision, p.Disposition, p.Score, false, p.Findings);
    }

    static PreparedListing Prepare(ListingToScreen one, Screening screening)
    {
        var json = JsonSerializer.Serialize(one.Listing, FindingJson.Wire);
        var pictures = StoredPicture.Write(one.Pictures);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json + "\n" + pictures)));
        return new(one.Listing, json, pictures, hash, screening);
    }
}

/// <summary>A listing, screened and serialised, waiting for its transaction.</summary>
public sealed record PreparedListing(Listing Listing, string Json, string Pictures, string ContentHash, Screening Screening)
{
    /// <summary>What was found.</summary>
    public IReadOnlyList<Finding> Findings => Screening.Findings;

    /// <summary>The strongest of its findings' dispositions.</summary>
    public Disposition Disposition => Findings.Count == 0 ? Disposition.Allow : Findings.Max(f => f.Disposition);

    /// <summary>The highest of its findings' scores; 0 where there is none.</summary>
    public int Score => Findings.Count == 0 ? 0 : Findings.Max(f => f.Score);
}
