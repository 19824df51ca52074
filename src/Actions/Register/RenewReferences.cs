using Wardmark.Actions.Pictures;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>
/// Looks again at marks' reference pictures that an earlier version left without a print, until which they meet nothing, or
/// without their words, until which it is not known where they show the mark. Runs once through the register after a start;
/// marks that gained something are loaded anew, and once all have been looked at, listings are screened again.
/// </summary>
public sealed class RenewReferences(Db db, PictureStore store, LiveRegister live, TimeProvider time)
{
    const int Batch = 50;
    const string Gained = "references_gained";
    long? _cursor = 0;

    /// <summary>Does one batch; false where all have been looked at.</summary>
    public async Task<bool> RunBatch(CancellationToken stop)
    {
        if (_cursor is not { } after) return false;
        var batch = db.Read(c => c.Rows("SELECT id, pictures FROM marks WHERE id > @after AND pictures <> '[]' ORDER BY id LIMIT @count",
            r => (Id: r.GetInt64(0), Pictures: r.GetString(1)), ("@after", after), ("@count", Batch)));
        var renewed = new List<(long Id, string Was, string Now)>();
        foreach (var (id, was) in batch)
        {
            var pictures = StoredPicture.Read(was);
            var now = new List<StoredPicture>();
            foreach (var picture in pictures) now.Add(await store.RenewReference(picture, stop));
            if (now.Where((picture, i) => !ReferenceEquals(picture, pictures[i])).Any()) renewed.Add((id, was, StoredPicture.Write(now)));
        }

        if (renewed.Count > 0)
        {
            await db.Write(connection =>
            {
                // Pictures that were changed meanwhile were looked at on arrival.
                foreach (var (id, was, now) in renewed)
                    connection.Run("UPDATE marks SET pictures = @now, version = @version WHERE id = @id AND pictures = @was", ("@id", id), ("@was", was), ("@now", now), ("@version", RegisterVersion.Of(connection) + 1));
                RegisterVersion.Raise(connection);
                connection.Run("INSERT INTO meta (name, value) VALUES (@name, '1') ON CONFLICT DO NOTHING", ("@name", Gained));
                return 0;
            }, stop);
            live.Changed();
        }

        _cursor = batch.Count < Batch ? null : batch[^1].Id;
        if (_cursor is null) await ScreenAgain(stop);
        return _cursor is not null;
    }

    // That something was gained is kept in the store: a pass that is broken off begins again at the next start and finds
    // nothing more to gain, but listings have not met yet what it found.
    Task ScreenAgain(CancellationToken stop) => db.Write(connection =>
    {
        if (connection.Run("DELETE FROM meta WHERE name = @name", ("@name", Gained)) > 0) RescreenRequest.Write(connection, time.GetUtcNow().UtcDateTime);
        return 0;
    }, stop);
}
