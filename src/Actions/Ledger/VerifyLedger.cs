using System.Text.Json;
using Wardmark.Registry.Ledger;
using Wardmark.Storage;

namespace Wardmark.Actions.Ledger;

/// <summary>What was found: how far the chain holds, and the first entry where it does not.</summary>
public sealed record LedgerReport(long Entries, string Head, string? Problem);

/// <summary>The end of a ledger at some moment. Kept elsewhere, it betrays a ledger that was cut short or written anew.</summary>
public sealed record LedgerCheckpoint(long Seq, string Hash);

/// <summary>
/// Recomputes every hash, and every score from its rows. A chain alone cannot tell that its end was cut off or that all
/// of it was rewritten: that takes a checkpoint kept outside the store.
/// </summary>
public sealed class VerifyLedger(Db db)
{
    const int Page = 5_000;

    /// <summary>Verifies, against a checkpoint where one is given.</summary>
    public LedgerReport Run(LedgerCheckpoint? checkpoint, Action<long>? progress = null)
    {
        var (seq, hash) = (0L, LedgerEntry.Origin);
        var met = checkpoint is null || checkpoint.Seq == 0;
        while (true)
        {
            var page = db.Read(c => LedgerTable.After(c, seq, Page));
            foreach (var entry in page)
            {
                if (ProblemOf(entry, seq, hash) is { } problem) return new(seq, hash, problem);
                (seq, hash) = (entry.Seq, entry.Hash);
                if (checkpoint?.Seq != seq) continue;
                if (checkpoint.Hash != hash) return new(seq, hash, $"Entry {seq} is not the one the checkpoint knows: the ledger was written anew.");
                met = true;
            }

            progress?.Invoke(seq);
            if (page.Count < Page) break;
        }

        return met ? FindingsAgree(seq, hash) : new(seq, hash, $"The ledger ends at {seq}, but the checkpoint knows entry {checkpoint!.Seq}: its end was cut off.");
    }

    static string? ProblemOf(LedgerEntry e, long seq, string hash) =>
        e.Seq != seq + 1 ? $"After entry {seq} comes {e.Seq}: an entry is missing."
        : e.PreviousHash != hash ? $"Entry {e.Seq} does not follow from entry {seq}."
        : e.Hash != e.Compute() ? $"Entry {e.Seq} ({e.Kind}, {e.Subject}) was altered."
        : e.Kind == "listing.screened" && !ScoresAreSums(e.Payload) ? $"Entry {e.Seq}: a score is not the sum of its rows."
        : null;

    static bool ScoresAreSums(string payload)
    {
        using var json = JsonDocument.Parse(payload);
        return json.RootElement.GetProperty("findings").EnumerateArray().All(f =>
            f.GetProperty("score").GetInt64() == f.GetProperty("signals").EnumerateArray().Sum(s => s.GetProperty("weight").GetInt64()));
    }

    // The queue is drawn from the ledger; a finding that says otherwise was changed behind it.
    LedgerReport FindingsAgree(long seq, string hash)
    {
        var strangers = db.Read(c => c.Rows("""
            SELECT f.id FROM findings f LEFT JOIN ledger g ON g.seq = f.ledger_seq
            WHERE g.seq IS NULL OR instr(g.payload, f.signals) = 0 OR g.subject <> f.listing_id LIMIT 1
            """, r => r.GetInt64(0)));
        return new(seq, hash, strangers is [var id] ? $"Finding {id} differs from the ledger entry it was written with." : null);
    }
}
