using System.Text.Json;
using System.Data.Common;
using Wardmark.Procedure.Statements;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>A statement that is due at the EU's database.</summary>
public sealed record DueStatement(string Id, string Json, int Tries);

/// <summary>
/// The way of statements of reasons to the EU's database (Art. 24(5) DSA): checked here at least as strictly as there, leased, sent
/// until taken, parked for a person after eight tries or where sending again would change nothing.
/// </summary>
public sealed class StatementDesk(Db db, TimeProvider time)
{
    /// <summary>Tries before a statement is put aside for a person.</summary>
    public const int MostTries = 8;

    const int Batch = 100;
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Takes what is due; what breaks a rule, or holds personal data, is parked and never leaves.</summary>
    public Task<List<DueStatement>> Take(CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (db.Read(c => c.Scalar<long>("SELECT EXISTS (SELECT 1 FROM statements WHERE sent_at IS NULL AND parked_at IS NULL AND due_at <= @now)", ("@now", Instants.Write(now)))) == 0)
            return Task.FromResult(new List<DueStatement>());
        return db.Write(c => c.Rows("""
            UPDATE statements SET lease_until = @until, tries = tries + 1 WHERE id IN (
              SELECT id FROM statements WHERE sent_at IS NULL AND parked_at IS NULL AND due_at <= @now
                AND (lease_until IS NULL OR lease_until < @now) ORDER BY due_at LIMIT @count) RETURNING id, json, personal, tries
            """, r => (Id: r.GetString(0), Json: r.GetString(1), Personal: r.GetString(2), Tries: r.GetInt32(3)), ("@until", Instants.Write(now + Lease)), ("@now", Instants.Write(now)), ("@count", Batch))
            .Select(r => Checked(c, r.Id, r.Json, r.Personal, r.Tries, now)).OfType<DueStatement>().ToList(), stop);
    }

    /// <summary>Notes what became of one.</summary>
    /// <param name="uuid">The database's number; nothing where it was not taken.</param>
    /// <param name="isFinal">Sending it again changes nothing.</param>
    public Task Answered(DueStatement statement, string? uuid, string? error, bool isFinal, CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return db.Write(c => c.Run("""
            UPDATE statements SET lease_until = NULL, error = @error, uuid = COALESCE(@uuid, uuid), sent_at = CASE WHEN CAST(@error AS TEXT) IS NULL THEN @now END,
              parked_at = CASE WHEN CAST(@error AS TEXT) IS NOT NULL AND (@final = 1 OR tries >= @most) THEN @now END, due_at = @due WHERE id = @id
            """, ("@error", error), ("@uuid", uuid), ("@now", Instants.Write(now)), ("@final", isFinal ? 1 : 0), ("@most", MostTries),
            ("@due", Instants.Write(now + TimeSpan.FromSeconds(30 * Math.Pow(2, statement.Tries)))), ("@id", statement.Id)), stop);
    }

    static DueStatement? Checked(DbConnection connection, string id, string json, string personal, int tries, DateTime now)
    {
        var wire = DsaStatement.Write(JsonSerializer.Deserialize<Statement>(json, ClaimTable.Json)!);
        using var document = JsonDocument.Parse(wire);
        if (DsaRules.Check(document.RootElement, JsonSerializer.Deserialize<List<string>>(personal, ClaimTable.Json)!) is not { Count: > 0 } wrong) return new(id, wire, tries);
        connection.Run("UPDATE statements SET parked_at = @now, lease_until = NULL, error = @error WHERE id = @id",
            ("@now", Instants.Write(now)), ("@error", string.Join(" ", wrong.Select(w => $"{w.Field}: {w.Reason}."))), ("@id", id));
        return null;
    }
}
