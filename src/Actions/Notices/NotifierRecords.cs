using System.Text.Json;
using System.Data.Common;
using Wardmark.Procedure.Standing;
using Wardmark.Procedure.Statements;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>A complaint of a notifier about a warning, a cap or a suspension.</summary>
public sealed record StandingComplaint(string Text, DateTime At, string? DecidedBy = null, bool? IsGranted = null, string? Reason = null, DateTime? DecidedAt = null);

/// <summary>What people have given or taken from a notifier.</summary>
/// <param name="SuspendedBy">Who suspended; somebody else hears the complaint.</param>
/// <param name="WarnedBy">Who warned, likewise.</param>
public sealed record Standing(string Notifier, bool IsTrusted, DateTime? WarnedAt, DateTime? SuspendedUntil, string? Why, string? SuspendedBy, IReadOnlyList<StandingComplaint> Complaints, string? WarnedBy = null)
{
    /// <summary>A notifier of whom nothing is noted.</summary>
    public static Standing Of(string notifier) => new(notifier, false, null, null, null, null, []);
}

/// <summary>A notifier with record and tier.</summary>
public sealed record NotifierView(string Notifier, string? PartyName, NotifierTier Tier, NotifierRecord Record, string Sentence, Standing Standing);

/// <summary>Records and tiers of notifiers, counted from the claims that have ended.</summary>
public static class NotifierRecords
{
    /// <summary>The record within the window.</summary>
    public static NotifierRecord Of(DbConnection connection, string notifier, DateTime now)
    {
        var ended = connection.Rows("SELECT ended, COUNT(*) AS n FROM claims WHERE notifier = @notifier AND ended IS NOT NULL AND ended_at > @since GROUP BY ended", r => (r.GetString(0), (int)r.GetInt64(1)),
            ("@notifier", notifier), ("@since", Instants.Write(now.AddDays(-StandingRules.Current.WindowDays)))).ToDictionary(x => x.Item1, x => x.Item2);
        return new(ended.GetValueOrDefault("upheld"), ended.GetValueOrDefault("reversed"), ended.GetValueOrDefault("dismissed"), ended.GetValueOrDefault("withdrawn"), ended.GetValueOrDefault("silent"));
    }

    /// <summary>The tier: what people decided first, then the numbers. Who has no account has no fast lane.</summary>
    public static NotifierTier Tier(NotifierRecord record, Standing standing, DateTime now) =>
        standing.SuspendedUntil > now ? NotifierTier.Suspended
        : standing.IsTrusted ? NotifierTier.TrustedFlagger
        : record.Tier() is var tier && tier > NotifierTier.Standard && !standing.Notifier.StartsWith("party:", StringComparison.Ordinal) ? NotifierTier.Standard : record.Tier();

    /// <summary>What people have noted.</summary>
    public static Standing StandingOf(DbConnection connection, string notifier) =>
        connection.Rows("SELECT json FROM standings WHERE notifier = @notifier", r => JsonSerializer.Deserialize<Standing>(r.GetString(0), ClaimTable.Json)!, ("@notifier", notifier)) is [var found] ? found : Standing.Of(notifier);

    /// <summary>All of it.</summary>
    public static NotifierView View(DbConnection connection, string notifier, DateTime now)
    {
        var (record, standing) = (Of(connection, notifier, now), StandingOf(connection, notifier));
        var name = notifier.StartsWith("party:", StringComparison.Ordinal) ? Parties.PartyDesk.Find(connection, notifier["party:".Length..])?.Name : null;
        return new(notifier, name, Tier(record, standing, now), record, StatementLetters.Record(record), standing);
    }

    /// <summary>Notifiers by how many claims they have made, most first.</summary>
    public static List<NotifierView> Page(DbConnection connection, int skip, int count, DateTime now) =>
        connection.Rows("SELECT notifier FROM claims GROUP BY notifier ORDER BY COUNT(*) DESC, notifier LIMIT @count OFFSET @skip", r => r.GetString(0), ("@count", count), ("@skip", skip)).ConvertAll(n => View(connection, n, now));

    internal static void Keep(DbConnection connection, Standing s) => connection.Run("""
        INSERT INTO standings (notifier, is_trusted, warned_at, suspended_until, json) VALUES (@notifier, @trusted, @warned, @until, @json)
        ON CONFLICT (notifier) DO UPDATE SET is_trusted = excluded.is_trusted, warned_at = excluded.warned_at, suspended_until = excluded.suspended_until, json = excluded.json
        """, ("@notifier", s.Notifier), ("@trusted", s.IsTrusted ? 1 : 0),
        ("@warned", s.WarnedAt is { } w ? Instants.Write(w) : null), ("@until", s.SuspendedUntil is { } u ? Instants.Write(u) : null), ("@json", JsonSerializer.Serialize(s, ClaimTable.Json)));
}
