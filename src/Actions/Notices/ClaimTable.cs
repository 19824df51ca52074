using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Data.Common;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Notices;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>Which claims to show.</summary>
/// <param name="Notifier">Only those of one notifier.</param>
/// <param name="Queue">Only those that wait for one of the marketplace's people, in the order in which they are to be looked at.</param>
public sealed record ClaimFilter(string? State = null, bool Queue = false, string? Notifier = null, string? ListingId = null, string? SellerId = null, string? RightKey = null, string? NoticeId = null);

/// <summary>Claims and notices on record.</summary>
public static class ClaimTable
{
    /// <summary>How claims, notices and statements are written.</summary>
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>One claim.</summary>
    public static Claim? Find(DbConnection connection, string id) => connection.Rows("SELECT json FROM claims WHERE id = @id", ReadClaim, ("@id", id)) is [var found] ? found : null;

    /// <summary>The claim that stands for a right, a listing and a theory.</summary>
    public static Claim? Live(DbConnection connection, string rightKey, string listingId, string theory) => connection.Rows(
        "SELECT json FROM claims WHERE right_key = @right AND listing_id = @listing AND theory = @theory AND state IN ('open', 'upheld')", ReadClaim, ("@right", rightKey), ("@listing", listingId), ("@theory", theory)) is [var found] ? found : null;

    /// <summary>A notice.</summary>
    public static Notice? Notice(DbConnection connection, string id) => connection.Rows("SELECT json FROM notices WHERE id = @id", r => JsonSerializer.Deserialize<Notice>(r.GetString(0), Json)!, ("@id", id)) is [var found] ? found : null;

    /// <summary>A page of claims: the queue by rank and age, everything else newest first.</summary>
    /// <param name="skip">Rows before the page.</param>
    public static List<Claim> Page(DbConnection connection, ClaimFilter filter, int skip, int count) => connection.Rows($"""
        SELECT json FROM claims c WHERE (CAST(@state AS TEXT) IS NULL OR state = @state) AND (@queue = 0 OR needs_person = 1) AND (CAST(@notifier AS TEXT) IS NULL OR notifier = @notifier)
          AND (CAST(@listing AS TEXT) IS NULL OR listing_id = @listing) AND (CAST(@seller AS TEXT) IS NULL OR seller_id = @seller) AND (CAST(@right AS TEXT) IS NULL OR right_key = @right)
          AND (CAST(@notice AS TEXT) IS NULL OR notice_id = @notice OR id IN (SELECT claim_id FROM claim_notices WHERE notice_id = @notice))
        ORDER BY {(filter.Queue ? "rank, id" : "id DESC")} LIMIT @count OFFSET @skip
        """, ReadClaim,
        ("@state", filter.State), ("@queue", filter.Queue ? 1 : 0), ("@notifier", filter.Notifier), ("@listing", filter.ListingId), ("@seller", filter.SellerId), ("@right", filter.RightKey), ("@notice", filter.NoticeId),
        ("@count", count), ("@skip", skip));

    /// <summary>How many claims are in each state, and how many wait for a person.</summary>
    public static (IReadOnlyDictionary<string, long> States, long Queue) Counts(DbConnection connection) => (
        connection.Rows("SELECT state, COUNT(*) AS n FROM claims GROUP BY state", r => (r.GetString(0), r.GetInt64(1))).ToDictionary(x => x.Item1, x => x.Item2),
        connection.Scalar<long>("SELECT COUNT(*) FROM claims WHERE needs_person = 1"));

    /// <summary>Writes a claim as it stands; the columns are read off it and nothing else.</summary>
    internal static void Keep(DbConnection connection, Claim c, string notifier, int rank)
    {
        var (ended, at) = Ended(c);
        connection.Run("""
            INSERT INTO claims (id, notice_id, notifier, right_key, listing_id, seller_id, theory, regime, state, needs_person, rank, due_at, received_at, ended, ended_at, strike_at, json)
            VALUES (@id, @notice, @notifier, @right, @listing, @seller, @theory, @regime, @state, @person, @rank, @due, @received, @ended, @ended_at, @strike, @json)
            ON CONFLICT (id) DO UPDATE SET right_key = excluded.right_key, listing_id = excluded.listing_id, seller_id = excluded.seller_id, state = excluded.state, regime = excluded.regime,
                needs_person = excluded.needs_person, rank = excluded.rank, due_at = excluded.due_at,
              ended = excluded.ended, ended_at = COALESCE(excluded.ended_at, claims.ended_at), strike_at = excluded.strike_at, json = excluded.json
            """,
            ("@id", c.Id), ("@notice", c.NoticeId), ("@notifier", notifier), ("@right", c.RightKey), ("@listing", c.ListingId), ("@seller", c.SellerId), ("@theory", Word(c.Theory)), ("@regime", c.Regime),
            ("@state", Word(c.State)), ("@person", c.WaitsForPerson() ? 1 : 0), ("@rank", rank), ("@due", DueAt(c)), ("@received", Instants.Write(c.ReceivedAt)),
            ("@ended", ended), ("@ended_at", at is null ? null : Instants.Write(at.Value)), ("@strike", c.CountsAsStrike() ? Instants.Write(c.LastDecision()!.At) : null), ("@json", Write(c)));
        foreach (var person in c.Heard().Where(p => p != "the seller"))
            connection.Run("INSERT INTO claim_people (claim_id, person, did) VALUES (@claim, @person, 'spoke') ON CONFLICT DO NOTHING", ("@claim", c.Id), ("@person", person));
    }

    /// <summary>A claim as it is written.</summary>
    internal static string Write(Claim c) => JsonSerializer.Serialize(c, Json);

    /// <summary>An enumeration's value as wires and columns spell it.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // A calendar that has run out is a person's to mend; the claim is looked at again tomorrow.
    static string? DueAt(Claim c)
    {
        try
        {
            return ClaimClock.Next(c) is { } due ? Instants.Write(due.At) : null;
        }
        catch (InvalidDataException)
        {
            return Instants.Write(c.ReceivedAt);
        }
    }

    // What the notifier's record counts it as, once it has come to an end.
    static (string? Ended, DateTime? At) Ended(Claim c) => c switch
    {
        { State: ClaimState.Lapsed } => ("silent", c.Fired.Count > 0 ? c.Fired[^1].At : c.ReceivedAt),
        { State: ClaimState.Retracted } => ("withdrawn", c.Happened[^1].At),
        { State: ClaimState.Upheld, IsFinal: true } => ("upheld", c.LastDecision()!.At),
        { State: ClaimState.Dismissed } when c.Decisions.Any(d => d.Ruling == Ruling.Uphold) => ("reversed", c.LastDecision()!.At),
        { State: ClaimState.Dismissed, IsFinal: true } => (c.LastDecision()!.IsByClock ? "silent" : "dismissed", c.LastDecision()!.At),
        _ => (null, null),
    };

    static Claim ReadClaim(DbDataReader r) => JsonSerializer.Deserialize<Claim>(r.GetString(0), Json)!;
}
