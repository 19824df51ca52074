using System.Data.Common;
using Wardmark.Registry.Ledger;

namespace Wardmark.Storage;

/// <summary>Appends to the ledger within the transaction of the change it records.</summary>
public sealed class LedgerAppender : IDisposable
{
    readonly DbCommand _insert;
    readonly DateTime _at;
    readonly string _actor;
    long _seq;
    string _hash;

    /// <summary>Begins where the ledger ends. Only inside a write transaction.</summary>
    public LedgerAppender(DbConnection connection, DateTime at, string actor)
    {
        (_at, _actor) = (at, actor);
        (_seq, _hash) = LedgerTable.Head(connection);
        _insert = connection.Prepare(
            "INSERT INTO ledger VALUES (@seq, @at, @actor, @kind, @subject, @payload, @previous, @hash)",
            "@seq", "@at", "@actor", "@kind", "@subject", "@payload", "@previous", "@hash");
    }

    /// <summary>Appends one entry and gives its place.</summary>
    public long Append(string kind, string subject, string payload)
    {
        var e = LedgerEntry.After(_seq, _hash, _at, _actor, kind, subject, payload);
        _insert.With(e.Seq, e.At, e.Actor, e.Kind, e.Subject, e.Payload, e.PreviousHash, e.Hash);
        (_seq, _hash) = (e.Seq, e.Hash);
        return e.Seq;
    }

    /// <inheritdoc/>
    public void Dispose() => _insert.Dispose();
}

/// <summary>Reads the ledger.</summary>
public static class LedgerTable
{
    /// <summary>The last place and hash.</summary>
    public static (long Seq, string Hash) Head(DbConnection connection) =>
        connection.Rows("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1", r => (r.GetInt64(0), r.GetString(1)))
            is [var head] ? head : (0, LedgerEntry.Origin);

    /// <summary>The entries of a subject, oldest first.</summary>
    public static List<LedgerEntry> Of(DbConnection connection, string subject) =>
        connection.Rows("SELECT * FROM ledger WHERE subject = @subject ORDER BY seq", Row, ("@subject", subject));

    /// <summary>A page of entries after a place.</summary>
    public static List<LedgerEntry> After(DbConnection connection, long seq, int count) =>
        connection.Rows("SELECT * FROM ledger WHERE seq > @seq ORDER BY seq LIMIT @count", Row, ("@seq", seq), ("@count", count));

    static LedgerEntry Row(DbDataReader r) => new(r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3),
        r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7));
}
