using System.Data.Common;
using Wardmark.Detection.Floods;
using Wardmark.Procedure.Claims;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>Looks once a minute for campaigns among the notices of two days. Their claims are flagged and wait behind everybody else's, so that nobody honest waits longer for them.</summary>
public sealed class SeeCampaigns(Db db, TimeProvider time)
{
    /// <summary>The place of a campaign's claims in the queue: the last.</summary>
    public const int LastRank = 5;

    const int Batch = 500;
    static readonly TimeSpan Window = TimeSpan.FromDays(2);
    static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    DateTime _lookedAt;

    /// <summary>Looks, where a minute has passed; true where claims were put behind.</summary>
    public async Task<bool> RunBatch(CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (now - _lookedAt < Every) return false;
        var campaigns = FloodDetector.Of(db.Read(c => c.Rows(
            "SELECT n.notifier, n.network, n.print, c.seller_id FROM notices n JOIN claims c ON c.notice_id = n.id WHERE n.received_at > @since AND c.seller_id IS NOT NULL",
            r => new NoticeTrace(r.GetString(0), r.Text("network"), r.Text("print"), [r.GetString(3)]), ("@since", Instants.Write(now - Window)))));
        var behind = 0;
        foreach (var campaign in campaigns)
            foreach (var notifier in campaign.Notifiers)
                behind += await db.Write(c => PutBehind(c, notifier, campaign.Why, now), stop);
        // What is left over is put behind at once; otherwise a minute is waited.
        if (behind < Batch) _lookedAt = now;
        return behind > 0;
    }

    static int PutBehind(DbConnection connection, string notifier, string why, DateTime now)
    {
        var ids = connection.Rows("SELECT id FROM claims WHERE notifier = @n AND rank < @last AND state IN ('deficient', 'open') LIMIT @count", r => r.GetString(0), ("@n", notifier), ("@last", LastRank), ("@count", Batch));
        if (ids.Count == 0) return 0;
        using var ledger = new LedgerAppender(connection, now, "the flood detector");
        foreach (var id in ids)
        {
            var marked = ClaimTable.Find(connection, id)!.Mark(new Flag("CAMPAIGN", why, "the notices of two days"));
            ClaimTable.Keep(connection, marked, notifier, LastRank);
            ledger.Append("claim.flagged", id, NoticeDesk.Ledgered(marked));
        }

        return ids.Count;
    }
}
