using System.Data.Common;
using Wardmark.Procedure.Claims;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>
/// Lets time do its part in claims. What is due is a row; what was done is written with the claim, so that a restart, a second
/// process or a clock that was put back does nothing twice. A clock that leaps ahead is not believed.
/// </summary>
public sealed class SettleClaims(Db db, ClaimDesk desk, TimeProvider time)
{
    const int Batch = 200;

    // A wall clock that runs ahead of the machine's own count by more than this was set by somebody or something.
    static readonly TimeSpan MostLeap = TimeSpan.FromMinutes(10);

    readonly DateTimeOffset _startedAt = time.GetUtcNow();
    readonly long _startedCount = time.GetTimestamp();

    /// <summary>True while the wall clock and the machine's own count agree; nothing is done of itself while they do not.</summary>
    public bool IsClockBelieved => (time.GetUtcNow() - _startedAt - time.GetElapsedTime(_startedCount)) < MostLeap;

    /// <summary>Does what is due; false where nothing was.</summary>
    public async Task<bool> RunBatch(CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (!IsClockBelieved || db.Read(c => c.Scalar<long>("SELECT EXISTS (SELECT 1 FROM claims WHERE due_at <= @now)", ("@now", Instants.Write(now)))) == 0) return false;
        return await db.Write(connection =>
        {
            var due = connection.Rows("SELECT id FROM claims WHERE due_at <= @now ORDER BY due_at LIMIT @count", r => r.GetString(0), ("@now", Instants.Write(now)), ("@count", Batch));
            return due.ConvertAll(id => Settle(connection, id, now)).Contains(true);
        }, stop);
    }

    bool Settle(DbConnection connection, string id, DateTime now)
    {
        var was = ClaimTable.Find(connection, id)!;
        try
        {
            return desk.Keep(connection, was, StandStill.Look(connection, was, now).Settle(now), "settled", "clock", now).Match(_ => true, _ => false);
        }
        catch (InvalidDataException)
        {
            // The calendar knows no such year: a person brings it up to date. Until then the claim is looked at once a day, and says so.
            connection.Run("UPDATE claims SET due_at = @due, needs_person = 1 WHERE id = @id", ("@due", Instants.Write(now.AddDays(1))), ("@id", id));
            return false;
        }
    }
}
