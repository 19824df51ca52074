using System.Security.Cryptography;
using System.Text;
using System.Data.Common;
using Wardmark.Storage;

namespace Wardmark.Actions.Mail;

/// <summary>Where people reach this server, and from whom its mail comes.</summary>
public sealed record Site(Uri Address, string MailFrom)
{
    /// <summary>This machine, in development.</summary>
    public static Site Local { get; } = new(new("http://localhost:5080"), "wardmark@localhost");
}

/// <summary>A mail to be written.</summary>
/// <param name="Kind">What it tells, as enrolment.code.</param>
/// <param name="SubjectId">What it is about: an enrolment, a party.</param>
/// <param name="Text">Plain words, with <c>{site}</c> and <c>{secret}</c> where those go.</param>
/// <param name="Secret">A code or the token of a link. It is forgotten once the mail has gone.</param>
public sealed record Letter(string Recipient, string Kind, string SubjectId, string Subject, string Text, string? Secret = null);

/// <summary>A mail that is due, as it is to be sent.</summary>
public sealed record DueMail(long Id, string Recipient, string Subject, string Text, string? Secret, string MessageId, int Tries, DateTime CreatedAt);

/// <summary>A mail on record.</summary>
/// <param name="Message">What went out, with secrets masked; its hash is of the bytes that went.</param>
public sealed record MailView(long Id, string Recipient, string Kind, string SubjectId, string Subject, string Text, DateTime CreatedAt, DateTime? SentAt, DateTime? ParkedAt, int Tries, string? Error, string? Message, string? Sha256);

/// <summary>Mail, written with the change it tells of, sent until it is taken or parked, and kept as it was sent.</summary>
public sealed class MailDesk(Db db, Site site, TimeProvider time)
{
    /// <summary>Tries before a mail is put aside for a person.</summary>
    public const int MostTries = 8;

    /// <summary>What stands for a secret in the copy that is kept.</summary>
    public const string Mask = "········";

    static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Puts a mail into the transaction of the change.</summary>
    public void Queue(DbConnection connection, Letter letter, DateTime now) => connection.Run("""
        INSERT INTO mails (recipient, kind, subject_id, subject, text, secret, message_id, due_at, created_at)
        VALUES (@recipient, @kind, @about, @subject, @text, @secret, @message, @at, @at)
        """,
        ("@recipient", letter.Recipient), ("@kind", letter.Kind), ("@about", letter.SubjectId), ("@subject", OneLine(letter.Subject)),
        ("@text", letter.Text.Replace("{site}", site.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)), ("@secret", letter.Secret),
        ("@message", $"{Guid.CreateVersion7():n}@{site.Address.Host}"), ("@at", Instants.Write(now)));

    /// <summary>Takes up to so many due mails; nobody else gets them meanwhile.</summary>
    public Task<List<DueMail>> Take(int count, CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (db.Read(c => c.Scalar<long>("SELECT EXISTS (SELECT 1 FROM mails WHERE sent_at IS NULL AND parked_at IS NULL AND due_at <= @now)", ("@now", Instants.Write(now)))) == 0)
            return Task.FromResult(new List<DueMail>());
        return db.Write(c => c.Rows("""
            UPDATE mails SET lease_until = @until, tries = tries + 1 WHERE id IN (
              SELECT id FROM mails WHERE sent_at IS NULL AND parked_at IS NULL AND due_at <= @now
                AND (lease_until IS NULL OR lease_until < @now) ORDER BY due_at LIMIT @count) RETURNING *
            """, r => new DueMail(r.Number("id"), r.Text("recipient")!, r.Text("subject")!, r.Text("text")!, r.Text("secret"), r.Text("message_id")!, (int)r.Number("tries"), r.Instant("created_at")!.Value),
            ("@until", Instants.Write(now + Lease)), ("@now", Instants.Write(now)), ("@count", count)), stop);
    }

    /// <summary>Keeps what went out: the hash of its bytes, and the same message with the secret masked. The secret is forgotten.</summary>
    public Task Sent(DueMail mail, string message, string kept, CancellationToken stop) =>
        db.Write(c => c.Run("UPDATE mails SET sent_at = @at, lease_until = NULL, error = NULL, secret = NULL, message = @message, sha256 = @hash WHERE id = @id",
            ("@at", Instants.Write(time.GetUtcNow().UtcDateTime)), ("@message", kept), ("@hash", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message)))), ("@id", mail.Id)), stop);

    /// <summary>Puts a mail off, twice as long each time; the eighth failure parks it.</summary>
    public Task Failed(DueMail mail, string error, CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return db.Write(c => c.Run("""
            UPDATE mails SET lease_until = NULL, due_at = @due, error = @error, parked_at = CASE WHEN tries >= @most THEN @now END,
              secret = CASE WHEN tries >= @most THEN NULL ELSE secret END WHERE id = @id
            """, ("@due", Instants.Write(now + TimeSpan.FromSeconds(15 * Math.Pow(2, mail.Tries)))), ("@error", error), ("@most", MostTries), ("@now", Instants.Write(now)), ("@id", mail.Id)), stop);
    }

    /// <summary>Mail on record, newest first; of one subject where it is given.</summary>
    public static List<MailView> Page(DbConnection connection, string? subjectId, long before, int count) => connection.Rows(
        "SELECT * FROM mails WHERE id < @before AND (CAST(@about AS TEXT) IS NULL OR subject_id = @about) ORDER BY id DESC LIMIT @count",
        r => new MailView(r.Number("id"), r.Text("recipient")!, r.Text("kind")!, r.Text("subject_id")!, r.Text("subject")!, r.Text("text")!.Replace("{secret}", Mask, StringComparison.Ordinal),
            r.Instant("created_at")!.Value, r.Instant("sent_at"), r.Instant("parked_at"), (int)r.Number("tries"), r.Text("error"), r.Text("message"), r.Text("sha256")),
        ("@before", before), ("@about", subjectId), ("@count", count));

    // A line break in a name must not become a header.
    static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
