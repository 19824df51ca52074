using System.Data.Common;
using Wardmark.Storage;

namespace Wardmark.Actions.Alarms;

/// <summary>What waits and what was given up after eight tries, of one way out.</summary>
/// <param name="Way">webhooks, mail or statements.</param>
/// <param name="LastError">Of what was parked last.</param>
public sealed record ParkedWork(string Way, long Waiting, long Parked, string? LastError)
{
    // Messages of a webhook that was removed, and statements that are not the EU's, wait for nobody.
    static readonly (string Way, string Table, string Only)[] Ways =
        [("webhooks", "outbox", "webhook_id IN (SELECT id FROM webhooks WHERE removed_at IS NULL)"), ("mail", "mails", "0 = 0"), ("statements", "statements", "due_at IS NOT NULL")];

    /// <summary>Every way out. Nothing that is parked goes out by itself any more: a person has to look.</summary>
    public static List<ParkedWork> Of(DbConnection connection) => [.. Ways.Select(w => new ParkedWork(w.Way,
        connection.Scalar<long>($"SELECT COUNT(*) FROM {w.Table} WHERE sent_at IS NULL AND parked_at IS NULL AND {w.Only}"),
        connection.Scalar<long>($"SELECT COUNT(*) FROM {w.Table} WHERE parked_at IS NOT NULL AND {w.Only}"),
        connection.Scalar<string>($"SELECT error FROM {w.Table} WHERE parked_at IS NOT NULL AND {w.Only} ORDER BY parked_at DESC LIMIT 1")))];

    /// <summary>Sends what is parked once more, from the first try on; how many.</summary>
    public static Task<int> TryAgain(Db db, string way, DateTime now, CancellationToken stop) => Ways.FirstOrDefault(w => w.Way == way) is not { Table: { } table } found ? Task.FromResult(0)
        : db.Write(c => c.Run($"UPDATE {table} SET parked_at = NULL, tries = 0, error = NULL, lease_until = NULL, due_at = @now WHERE parked_at IS NOT NULL AND {found.Only}", ("@now", Instants.Write(now))), stop);
}
