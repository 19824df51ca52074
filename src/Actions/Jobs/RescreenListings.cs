using System.Data.Common;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Actions.Jobs;

/// <summary>How far a pass over the stored listings has come.</summary>
public sealed record JobProgress(long Id, string Kind, long Version, long Done, long Total, DateTime StartedAt, DateTime? FinishedAt);

/// <summary>
/// Screens every stored listing again after the register or the live policy changed. The place reached is kept with the work, so that a
/// crash or another worker goes on from there; a lease keeps two workers apart.
/// </summary>
public sealed class RescreenListings(Db db, ScreenerPool screeners, PictureStore store, TimeProvider time)
{
    const int Batch = 500;
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Does one batch of the pass that is due; false where there is nothing to do.</summary>
    public async Task<bool> RunBatch(CancellationToken stop)
    {
        if (await Take(stop) is not { } job) return false;
        var batch = db.Read(c => ListingTable.After(c, job.Cursor, Batch));
        screeners.Ready(job.Version);
        await Parallel.ForEachAsync(batch.SelectMany(l => l.Pictures).DistinctBy(p => p.Sha256), stop, async (picture, token) => await store.Renew(picture, token));
        var toScreen = batch.ConvertAll(l => new ListingToScreen(l.Listing, l.Pictures));
        var (basis, screenings) = screeners.Screen(toScreen, atLeast: job.Version);
        await db.Write(connection =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            using var record = new ScreeningRecord(connection, basis, now, "rescreen");
            for (var i = 0; i < batch.Count; i++) Keep(connection, record, batch[i], screenings[i]);
            record.Finish();
            return connection.Run(batch.Count < Batch
                ? "UPDATE jobs SET done = total, finished_at = @now, lease_until = NULL WHERE id = @id"
                : "UPDATE jobs SET done = done + @count, cursor = @cursor, lease_until = NULL WHERE id = @id",
                ("@now", Instants.Write(now)), ("@id", job.Id), ("@count", batch.Count), ("@cursor", batch.Count == 0 ? 0 : batch[^1].Row));
        }, stop);
        return true;
    }

    // The seller may have changed the listing meanwhile; the newer revision was screened on arrival. What is found as
    // before is not written again.
    static void Keep(DbConnection connection, ScreeningRecord record, StoredListing was, Screening screening)
    {
        if (ListingTable.Find(connection, was.Listing.Id) is not { } now || now.ContentHash != was.ContentHash) return;
        // A picture arrived meanwhile: the listing was screened with it, against this register.
        if (StoredPicture.Write(now.Pictures) != StoredPicture.Write(was.Pictures)) return;
        var json = System.Text.Json.JsonSerializer.Serialize(was.Listing, FindingJson.Wire);
        record.WriteAgain(new(was.Listing, json, StoredPicture.Write(was.Pictures), was.ContentHash, screening), was.Revision);
    }

    Task<(long Id, long Cursor, long Version)?> Take(CancellationToken stop)
    {
        // Looking costs no write: most of the time there is nothing to do.
        if (db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM jobs WHERE finished_at IS NULL")) == 0) return Task.FromResult<(long, long, long)?>(null);
        var now = time.GetUtcNow().UtcDateTime;
        return db.Write<(long, long, long)?>(c => c.Rows("""
            UPDATE jobs SET lease_until = @until WHERE id = (
              SELECT id FROM jobs WHERE kind = 'rescreen' AND finished_at IS NULL AND (lease_until IS NULL OR lease_until < @now) LIMIT 1)
            RETURNING id, cursor, version
            """, r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2)), ("@until", Instants.Write(now + Lease)), ("@now", Instants.Write(now))) is [var job] ? job : null, stop);
    }

    /// <summary>The passes, newest first.</summary>
    public static List<JobProgress> Progress(DbConnection connection) =>
        connection.Rows("SELECT * FROM jobs ORDER BY id DESC LIMIT 20", r => new JobProgress(r.Number("id"), r.Text("kind")!,
            r.Number("version"), r.Number("done"), r.Number("total"), r.Instant("started_at")!.Value, r.Instant("finished_at")));
}
