using System.Data.Common;
using System.Text.Json;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Signals;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>A reference picture or logo that met so many sellers that a person has to look at it, or that a person set aside.</summary>
/// <param name="Sellers">Sellers met within <see cref="ReferenceFloods.Span"/> when it was set aside; 0 where a person did.</param>
/// <param name="TrustedAt">When a person said that it counts again; nothing while it is set aside.</param>
public sealed record ReferenceSetAside(long MarkId, string Mark, string Reference, long Sellers, DateTime SetAsideAt, DateTime? TrustedAt, string? TrustedBy, string? Why)
{
    /// <summary>Who set it aside; nothing where it met too many sellers.</summary>
    public string? SetAsideBy { get; init; }

    /// <summary>Why that person did.</summary>
    public string? Doubt { get; init; }
}

/// <summary>
/// Watches what each reference picture and logo meets. One that meets very many sellers at once is more often a maker's photo
/// that every dealer shows, or a form that is nobody's, than a wave of counterfeits: it is set aside, so that by itself it
/// leads to no more than a look by a person, until a person of the marketplace says that it counts.
/// </summary>
public static class ReferenceFloods
{
    /// <summary>Sellers from which a reference is set aside.</summary>
    public const int Sellers = 30;

    /// <summary>The time in which they were met.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromDays(7);

    /// <summary>Notes what the rows of a finding met; true where a reference was set aside by it.</summary>
    internal static bool Met(DbConnection connection, LedgerAppender ledger, long markId, string sellerId, IReadOnlyList<SignalRow> rows, DateTime now)
    {
        var isFlood = false;
        foreach (var row in rows.Where(r => r.Weight > 0 && r.IsSetAside is null && r.Signal is ReferencePictureCopied.SignalName or LogoInPicture.SignalName))
        {
            connection.Run("""
                INSERT INTO reference_meetings (mark_id, reference, seller_id, met_at) VALUES (@mark, @reference, @seller, @now)
                ON CONFLICT (mark_id, reference, seller_id) DO UPDATE SET met_at = excluded.met_at
                """, ("@mark", markId), ("@reference", row.Meets), ("@seller", sellerId), ("@now", Instants.Write(now)));
            var sellers = connection.Scalar<long>("SELECT COUNT(*) FROM reference_meetings WHERE mark_id = @mark AND reference = @reference AND met_at > @since",
                ("@mark", markId), ("@reference", row.Meets), ("@since", Instants.Write(now - Span)));
            if (sellers < Sellers || connection.Run("""
                INSERT INTO references_set_aside (mark_id, reference, sellers, set_aside_at) VALUES (@mark, @reference, @sellers, @now) ON CONFLICT DO NOTHING
                """, ("@mark", markId), ("@reference", row.Meets), ("@sellers", sellers), ("@now", Instants.Write(now))) == 0) continue;
            ledger.Append("brand.reference_set_aside", KeyOf(connection, markId), JsonSerializer.Serialize(new { reference = row.Meets, sellers }, FindingJson.Wire));
            isFlood = true;
        }

        return isFlood;
    }

    /// <summary>Forgets meetings that no longer count.</summary>
    internal static void Forget(DbConnection connection, DateTime now) => connection.Run("DELETE FROM reference_meetings WHERE met_at <= @since", ("@since", Instants.Write(now - Span)));

    /// <summary>What is set aside, by number of mark and name of reference.</summary>
    internal static HashSet<(long Mark, string Reference)> SetAside(DbConnection connection) =>
        [.. connection.Rows("SELECT mark_id, reference FROM references_set_aside WHERE trusted_at IS NULL", r => (r.GetInt64(0), r.GetString(1)))];

    /// <summary>What is or was set aside, of one mark or of all, what waits for a person first.</summary>
    public static List<ReferenceSetAside> Of(DbConnection connection, long? markId = null, int most = 200) => connection.Rows("""
        SELECT s.*, m.mark FROM references_set_aside s JOIN marks m ON m.id = s.mark_id
        WHERE (CAST(@mark AS BIGINT) IS NULL OR s.mark_id = @mark) ORDER BY CASE WHEN s.trusted_at IS NULL THEN 0 ELSE 1 END, s.set_aside_at DESC, s.mark_id, s.reference LIMIT @most
        """, r => new ReferenceSetAside(r.Number("mark_id"), r.Text("mark")!, r.Text("reference")!, r.Number("sellers"), r.Instant("set_aside_at")!.Value, r.Instant("trusted_at"), r.Text("trusted_by"), r.Text("why"))
        { SetAsideBy = r.Text("set_aside_by"), Doubt = r.Text("doubt") },
        ("@mark", markId), ("@most", most));

    /// <summary>The mark's key in the ledger.</summary>
    internal static string KeyOf(DbConnection connection, long markId) => connection.Scalar<string>("SELECT key FROM marks WHERE id = @id", ("@id", markId))!;
}
