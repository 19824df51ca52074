using Wardmark.Actions.Mail;
using Wardmark.Storage;

namespace Wardmark.Actions.Enrolments;

/// <summary>Lets time do its part: cooling-offs that end, authorities that end, cases nobody proves. Due rows, so that a restart loses none.</summary>
public sealed class SettleEnrolments(Db db, MailDesk mail, TimeProvider time)
{
    const int Batch = 200;

    /// <summary>Settles what is due; false where nothing was.</summary>
    public async Task<bool> RunBatch(CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (db.Read(c => c.Scalar<long>("SELECT EXISTS (SELECT 1 FROM enrolments WHERE due_at <= @now)", ("@now", Instants.Write(now)))) == 0) return false;
        return await db.Write(connection =>
        {
            var due = connection.Rows("SELECT id FROM enrolments WHERE due_at <= @now ORDER BY due_at LIMIT @count", r => r.GetString(0), ("@now", Instants.Write(now)), ("@count", Batch));
            foreach (var id in due)
            {
                var e = EnrolmentTable.Find(connection, id, new("clock", null))!;
                if (e.Settle(now) == e) EnrolmentTable.Keep(connection, e, now);
                else EnrolmentTable.Change(connection, mail, e, x => x, "settled", "clock", now);
            }

            return due.Count > 0;
        }, stop);
    }
}
