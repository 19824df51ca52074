using System.Security.Cryptography;
using System.Data.Common;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Webhooks;

/// <summary>An address that wants to be told. The secret signs what it is sent.</summary>
public sealed record Webhook(string Id, Uri Url, string Secret, DateTime CreatedAt);

/// <summary>A message that is due.</summary>
public sealed record DueMessage(long Id, string EventId, string Payload, Uri Url, string Secret, int Tries);

/// <summary>Webhooks and their outbox: at least once, each failure later than the one before, parked after eight.</summary>
public sealed class WebhookDesk(Db db, TimeProvider time)
{
    /// <summary>Tries before a message is put aside for a person.</summary>
    public const int MostTries = 8;

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Registers an address; the secret is told this once.</summary>
    public async Task<Outcome<Webhook>> Add(string url, CancellationToken stop)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.UserInfo.Length > 0 || url.Length > 2_048)
            return new NotAccepted("url", "is an absolute http or https address without a password in it");
        var webhook = new Webhook(Guid.CreateVersion7().ToString(), uri, "whsec_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), time.GetUtcNow().UtcDateTime);
        await db.Write(c => c.Run("INSERT INTO webhooks (id, url, secret, created_at) VALUES (@id, @url, @secret, @at)",
            ("@id", webhook.Id), ("@url", uri.ToString()), ("@secret", webhook.Secret), ("@at", Instants.Write(webhook.CreatedAt))), stop);
        return webhook;
    }

    /// <summary>Tells an address nothing more; what waited for it is dropped.</summary>
    public Task<Outcome<string>> Remove(string id, CancellationToken stop) => db.Write(c =>
    {
        var now = Instants.Write(time.GetUtcNow().UtcDateTime);
        if (c.Run("UPDATE webhooks SET removed_at = @at WHERE id = @id AND removed_at IS NULL", ("@at", now), ("@id", id)) == 0) return new NotFound($"Webhook {id}");
        c.Run("UPDATE outbox SET parked_at = @at, error = 'the webhook was removed' WHERE webhook_id = @id AND sent_at IS NULL AND parked_at IS NULL", ("@at", now), ("@id", id));
        return (Outcome<string>)id;
    }, stop);

    /// <summary>The webhooks in use, without their secrets.</summary>
    public List<Webhook> All() => db.Read(c => c.Rows("SELECT * FROM webhooks WHERE removed_at IS NULL ORDER BY created_at",
        r => new Webhook(r.Text("id")!, new(r.Text("url")!), "", r.Instant("created_at")!.Value)));

    /// <summary>Takes up to <paramref name="count"/> due messages for one minute; nobody else gets them meanwhile.</summary>
    public Task<List<DueMessage>> Take(int count, CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (db.Read(c => c.Scalar<long>("SELECT EXISTS (SELECT 1 FROM outbox WHERE sent_at IS NULL AND parked_at IS NULL AND due_at <= @now)", ("@now", Instants.Write(now)))) == 0)
            return Task.FromResult(new List<DueMessage>());
        return db.Write(c =>
        {
            var ids = c.Rows("""
                UPDATE outbox SET lease_until = @until, tries = tries + 1 WHERE id IN (
                  SELECT id FROM outbox WHERE sent_at IS NULL AND parked_at IS NULL AND due_at <= @now
                    AND (lease_until IS NULL OR lease_until < @now) ORDER BY due_at LIMIT @count) RETURNING id
                """, r => r.GetInt64(0), ("@until", Instants.Write(now + Lease)), ("@now", Instants.Write(now)), ("@count", count));
            return ids.SelectMany(id => Due(c, id)).ToList();
        }, stop);
    }

    static List<DueMessage> Due(DbConnection c, long id) => c.Rows(
        "SELECT o.*, w.url, w.secret FROM outbox o JOIN webhooks w ON w.id = o.webhook_id WHERE o.id = @id",
        r => new DueMessage(r.Number("id"), r.Text("event_id")!, r.Text("payload")!, new(r.Text("url")!), r.Text("secret")!, (int)r.Number("tries")), ("@id", id));

    /// <summary>Marks a message as taken by the other side.</summary>
    public Task Sent(DueMessage message, CancellationToken stop) => db.Write(c =>
        c.Run("UPDATE outbox SET sent_at = @at, lease_until = NULL, error = NULL WHERE id = @id", ("@at", Instants.Write(time.GetUtcNow().UtcDateTime)), ("@id", message.Id)), stop);

    /// <summary>Puts a message off, twice as long each time; the eighth failure parks it.</summary>
    public Task Failed(DueMessage message, string error, CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var due = now + TimeSpan.FromSeconds(15 * Math.Pow(2, message.Tries));
        return db.Write(c => c.Run("""
            UPDATE outbox SET lease_until = NULL, due_at = @due, error = @error, parked_at = CASE WHEN tries >= @most THEN @now END WHERE id = @id
            """, ("@due", Instants.Write(due)), ("@error", error), ("@most", MostTries), ("@now", Instants.Write(now)), ("@id", message.Id)), stop);
    }
}
