using System.Text.Json;
using System.Data.Common;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Actions.Webhooks;

/// <summary>Puts messages where a crash cannot lose them: beside the change they tell of, in its transaction.</summary>
sealed class Outbox : IDisposable
{
    readonly List<string> _webhooks;
    readonly DbCommand _insert;
    readonly string _now;

    public Outbox(DbConnection connection, DateTime now)
    {
        _now = Instants.Write(now);
        _webhooks = connection.Rows("SELECT id FROM webhooks WHERE removed_at IS NULL", r => r.GetString(0));
        _insert = connection.Prepare(
            "INSERT INTO outbox (webhook_id, event_id, kind, payload, due_at) VALUES (@webhook, @event, @kind, @payload, @due)",
            "@webhook", "@event", "@kind", "@payload", "@due");
    }

    /// <summary>Tells every webhook that a listing has findings that ask for something.</summary>
    public void Announce(string listingId, int revision, Disposition disposition, IReadOnlyList<Finding> findings, long ledgerSeq)
    {
        foreach (var webhook in _webhooks)
        {
            var id = Guid.CreateVersion7().ToString();
            Put(webhook, id, "listing.screened", new
            {
                id,
                type = "listing.screened",
                listing_id = listingId,
                revision,
                disposition,
                ledger_seq = ledgerSeq,
                findings = findings.Select(f => new { mark = f.Mark, score = f.Score, disposition = f.Disposition }),
            });
        }
    }

    /// <summary>Tells every webhook what happened to a claim or a measure: type, id, and what the kind has to say.</summary>
    public void Tell(string type, object about)
    {
        foreach (var webhook in _webhooks)
        {
            var id = Guid.CreateVersion7().ToString();
            Put(webhook, id, type, new { id, type, data = about });
        }
    }

    void Put(string webhook, string id, string type, object message) => _insert.With(webhook, id, type, JsonSerializer.Serialize(message, FindingJson.Wire), _now);

    public void Dispose() => _insert.Dispose();
}
