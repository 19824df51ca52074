using Wardmark.Actions.Pictures;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>
/// Takes the prints of marks' reference pictures again that an earlier version left without one: until then they meet
/// nothing. Runs once through the register after a start; marks that gained a print are loaded anew and listings screened again.
/// </summary>
public sealed class RenewReferences(Db db, PictureStore store, LiveRegister live, TimeProvider time)
{
    const int Batch = 50;
    long? _cursor = 0;

    /// <summary>Does one batch; false where all have been looked at.</summary>
    public async Task<bool> RunBatch(CancellationToken stop)
    {
        if (_cursor is not { } after) return false;
        var batch = db.Read(c => c.Rows("SELECT id, pictures FROM marks WHERE id > @after AND pictures <> '[]' ORDER BY id LIMIT @count",
            r => (Id: r.GetInt64(0), Pictures: StoredPicture.Read(r.GetString(1))), ("@after", after), ("@count", Batch)));
        var renewed = new List<long>();
        foreach (var (id, pictures) in batch)
        {
            var lacking = pictures.Where(p => p.Sha256 is not null && store.HeadOf(p) is null).ToList();
            foreach (var picture in lacking) await store.Renew(picture, stop);
            if (lacking.Exists(p => store.HeadOf(p) is not null)) renewed.Add(id);
        }

        if (renewed.Count > 0)
        {
            await db.Write(connection =>
            {
                foreach (var id in renewed) connection.Run("UPDATE marks SET version = @version WHERE id = @id", ("@version", RegisterVersion.Of(connection) + 1), ("@id", id));
                RescreenRequest.Write(connection, time.GetUtcNow().UtcDateTime);
                return 0;
            }, stop);
            live.Changed();
        }

        _cursor = batch.Count < Batch ? null : batch[^1].Id;
        return _cursor is not null;
    }
}
