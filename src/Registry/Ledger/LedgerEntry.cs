using System.Security.Cryptography;
using System.Text;

namespace Wardmark.Registry.Ledger;

/// <summary>Who did what, when, to what; chained to the entry before it, so that no entry changes unnoticed.</summary>
/// <param name="Seq">Place in the ledger, from 1, without gaps.</param>
/// <param name="At">UTC, to the millisecond.</param>
/// <param name="Actor">The account, key or part of the program that acted.</param>
/// <param name="Kind">What was done: listing.screened, finding.judged, register.imported.</param>
/// <param name="Subject">To what: a listing's id, a mark.</param>
/// <param name="Payload">What was seen and decided, as JSON, exactly as it was hashed.</param>
/// <param name="PreviousHash">Hash of the entry before; 64 zeros for the first.</param>
/// <param name="Hash">SHA-256 over all of the above, in lower-case hex.</param>
public sealed record LedgerEntry(
    long Seq, string At, string Actor, string Kind, string Subject, string Payload, string PreviousHash, string Hash)
{
    /// <summary>What stands before the first entry.</summary>
    public static string Origin { get; } = new('0', 64);

    /// <summary>The next entry of a chain.</summary>
    public static LedgerEntry After(
        long seq, string hash, DateTime at, string actor, string kind, string subject, string payload)
    {
        var entry = new LedgerEntry(seq + 1, at.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", null), actor, kind, subject, payload, hash, "");
        return entry with { Hash = entry.Compute() };
    }

    /// <summary>The hash this entry ought to have. Lengths stand before the texts, so that no two entries read alike.</summary>
    public string Compute()
    {
        var text = new StringBuilder();
        foreach (var part in (string[])[Seq.ToString(null, null), At, Actor, Kind, Subject, Payload, PreviousHash])
            text.Append(part.Length).Append(':').Append(part).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
