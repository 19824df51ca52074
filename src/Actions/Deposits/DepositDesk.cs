using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Detection.Images;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Actions.Deposits;

/// <summary>What a creator deposits.</summary>
/// <param name="Kind">copyright for pictures and texts shown in them, unregistered_design for the look of a product.</param>
/// <param name="IsOwn">The creator says that the work is their own, or that they hold the rights in it.</param>
public sealed record DepositRequest(string? Title, string? Kind, string? Author, DateOnly? CreatedOn, bool IsOwn, IReadOnlyList<(string Name, byte[] Bytes)> Pictures);

/// <summary>A deposit on record.</summary>
/// <param name="Manifest">What was hashed, byte for byte.</param>
/// <param name="Sha256">Of the manifest.</param>
/// <param name="LedgerHash">Of the ledger's entry, which chains it to all that came before.</param>
/// <param name="Stamp">The token of a time-stamp authority, DER in base64; nothing where none is set or it has not answered yet.</param>
public sealed record Deposit(
    string Id, string PartyId, string Kind, string Title, string Manifest, string Sha256, IReadOnlyList<StoredPicture> Pictures, long LedgerSeq, string LedgerHash,
    DateTime DepositedAt, string? Stamp, DateTime? StampedAt, string? StampError, long SearchedTo);

/// <summary>Where a deposited picture was found.</summary>
/// <param name="Distance">Bits of 256 that differ.</param>
/// <param name="IsEarlier">The listing showed it before it was deposited.</param>
public sealed record DepositUse(int Picture, string ListingId, string? SellerId, int Distance, DateTime FirstSeenAt, bool IsEarlier);

/// <summary>
/// Deposits of own pictures and designs: a lane to copyright without a registered right. A deposit proves that the party had
/// the work at a time, not that they made it; so what showed it earlier is looked for and shown beside it.
/// </summary>
public sealed class DepositDesk(Db db, PictureStore pictures, TimeProvider time, IStampAuthority? stamps = null)
{
    /// <summary>Most pictures of one deposit.</summary>
    public const int MostPictures = 50;

    /// <summary>Most bytes of one picture.</summary>
    public const int LargestPicture = 10 * 1024 * 1024;

    /// <summary>What can be deposited.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["copyright", "unregistered_design"];

    const int LongestTitle = 300;
    const int SearchBatch = 50_000;
    static readonly JsonSerializerOptions Plain = new(FindingJson.Wire) { WriteIndented = true };

    /// <summary>Takes a deposit: hashes it, puts it into the ledger, and lets it be stamped and searched for.</summary>
    public async Task<Outcome<Deposit>> Run(DepositRequest request, Caller caller, CancellationToken stop)
    {
        if (caller.PartyId is not { } partyId) return new NotAccepted("party", "only a party deposits; sign in as one, or use a key of one");
        if (Problem(request) is { } problem) return problem;
        var kept = (await Task.WhenAll(request.Pictures.Select((p, i) => pictures.Keep(i, p.Name, p.Bytes, stop)))).ToList();
        if (kept.Find(k => k.Problem is not null) is { } bad) return new NotAccepted($"pictures/{bad.Index}", bad.Problem!);
        return await db.Write<Outcome<Deposit>>(connection =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (PartyDesk.Find(connection, partyId) is not { ConfirmedAt: not null, FrozenAt: null } party) return new NotAccepted("party", "has not confirmed its address, or stands still after a challenge");
            var id = Guid.CreateVersion7().ToString();
            var manifest = JsonSerializer.Serialize(new
            {
                deposit = id, kind = request.Kind, title = request.Title!.Trim(), author = request.Author!.Trim(), created_on = request.CreatedOn, holder = party.Name, party = partyId,
                deposited_at = Instants.Write(now), pictures = kept.Select(k => new { name = k.Source, sha256 = k.Sha256, bytes = request.Pictures[k.Index].Bytes.Length }),
            }, Plain);
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(manifest)));
            long seq;
            using (var ledger = new LedgerAppender(connection, now, caller.Name)) seq = ledger.Append("deposit.made", id, $$"""{"manifest_sha256":"{{hash}}"}""");
            connection.Run("""
                INSERT INTO deposits (id, party_id, kind, title, manifest, sha256, pictures, ledger_seq, ledger_hash, deposited_at, stamp_due_at)
                VALUES (@id, @party, @kind, @title, @manifest, @hash, @pictures, @seq, @chain, @at, @at)
                """,
                ("@id", id), ("@party", partyId), ("@kind", request.Kind), ("@title", request.Title.Trim()), ("@manifest", manifest), ("@hash", hash), ("@pictures", StoredPicture.Write(kept)),
                ("@seq", seq), ("@chain", LedgerTable.Head(connection).Hash), ("@at", Instants.Write(now)));
            RightTable.Keep(connection, $"DEPOSIT:{id}", RightOf(request, party, kept, now), caller.Name, now);
            return Find(connection, id, caller)!;
        }, stop);
    }

    /// <summary>A deposit, where the caller may see it.</summary>
    public static Deposit? Find(DbConnection connection, string id, Caller caller) =>
        connection.Rows("SELECT * FROM deposits WHERE id = @id AND (CAST(@party AS TEXT) IS NULL OR party_id = @party)", Read, ("@id", id), ("@party", caller.PartyId)) is [var found] ? found : null;

    /// <summary>Deposits, newest first: a party's own, or all.</summary>
    public static List<Deposit> Page(DbConnection connection, Caller caller, string? before, int count) => connection.Rows(
        "SELECT * FROM deposits WHERE (CAST(@before AS TEXT) IS NULL OR id < @before) AND (CAST(@party AS TEXT) IS NULL OR party_id = @party) ORDER BY id DESC LIMIT @count", Read, ("@before", before), ("@party", caller.PartyId), ("@count", count));

    /// <summary>Where its pictures were found, the earliest first.</summary>
    public static List<DepositUse> Uses(DbConnection connection, Deposit deposit) => connection.Rows(
        "SELECT * FROM deposit_uses WHERE deposit_id = @id ORDER BY first_seen_at LIMIT 1000",
        r => new DepositUse((int)r.Number("picture"), r.Text("listing_id")!, r.Text("seller_id"), (int)r.Number("distance"), r.Instant("first_seen_at")!.Value, r.Instant("first_seen_at") < deposit.DepositedAt), ("@id", deposit.Id));

    /// <summary>How many pictures of listings there are to look at.</summary>
    public static long ToSearch(DbConnection connection) => connection.Scalar<long>("SELECT COALESCE(MAX(id), 0) FROM picture_uses");

    /// <summary>Has one deposit stamped that waits for it; false where none does, or no authority is set.</summary>
    public async Task<bool> StampNext(CancellationToken stop)
    {
        if (stamps is null) return false;
        var now = time.GetUtcNow().UtcDateTime;
        if (db.Read(c => c.Rows(
            "SELECT id, sha256, stamp_tries FROM deposits WHERE stamp IS NULL AND stamp_due_at <= @now ORDER BY stamp_due_at LIMIT 1",
            r => (Id: r.GetString(0), Hash: r.GetString(1), Tries: r.GetInt32(2)), ("@now", Instants.Write(now)))) is not [var due]) return false;
        try
        {
            var stamp = await stamps.Stamp(Convert.FromHexString(due.Hash), stop);
            await db.Write(c =>
            {
                c.Run("UPDATE deposits SET stamp = @stamp, stamped_at = @at, stamp_error = NULL WHERE id = @id", ("@stamp", Convert.ToBase64String(stamp.Token)), ("@at", Instants.Write(stamp.At.UtcDateTime)), ("@id", due.Id));
                using var ledger = new LedgerAppender(c, now, stamp.Authority);
                return ledger.Append("deposit.stamped", due.Id, $$"""{"token_sha256":"{{Convert.ToHexStringLower(SHA256.HashData(stamp.Token))}}"}""");
            }, stop);
        }
        catch (InvalidDataException e)
        {
            // Later each time, at most once a day: an authority may be away for long.
            var wait = TimeSpan.FromSeconds(Math.Min(86_400, 30 * Math.Pow(2, Math.Min(due.Tries, 12))));
            await db.Write(c => c.Run("UPDATE deposits SET stamp_tries = stamp_tries + 1, stamp_error = @error, stamp_due_at = @due WHERE id = @id", ("@error", e.Message), ("@due", Instants.Write(now + wait)), ("@id", due.Id)), stop);
        }

        return true;
    }

    /// <summary>Looks on for one deposit's pictures among those of listings; false where everything was looked at.</summary>
    public async Task<bool> SearchNext(CancellationToken stop)
    {
        var (deposit, uses) = db.Read(c => c.Rows("SELECT * FROM deposits WHERE searched_to < (SELECT COALESCE(MAX(id), 0) FROM picture_uses) ORDER BY searched_to LIMIT 1", Read) is [var next]
            ? (next, c.Rows("SELECT id, listing_id, seller_id, pdq, first_seen_at FROM picture_uses WHERE id > @from ORDER BY id LIMIT @count",
                r => (Id: r.GetInt64(0), Listing: r.GetString(1), Seller: r.Text("seller_id"), Hash: PdqHash.Parse(r.GetString(3)), Seen: r.GetString(4)), ("@from", next.SearchedTo), ("@count", SearchBatch))) : (null, []));
        if (deposit is null) return false;
        var mine = deposit.Pictures.Where(p => p.Pdq is not null && p.Quality >= Pdq.LowestUsefulQuality).ToList();
        var found = uses.SelectMany(u => mine.Select(p => (Use: u, Picture: p.Index, Distance: p.Hash.Distance(u.Hash))).Where(m => m.Distance <= Pdq.MatchDistance)).ToList();
        await db.Write(c =>
        {
            foreach (var (use, picture, distance) in found)
                c.Run("INSERT INTO deposit_uses (deposit_id, picture, listing_id, seller_id, distance, first_seen_at) VALUES (@id, @picture, @listing, @seller, @distance, @seen) ON CONFLICT DO NOTHING",
                    ("@id", deposit.Id), ("@picture", picture), ("@listing", use.Listing), ("@seller", use.Seller), ("@distance", distance), ("@seen", use.Seen));
            return c.Run("UPDATE deposits SET searched_to = @to WHERE id = @id", ("@to", uses[^1].Id), ("@id", deposit.Id));
        }, stop);
        return true;
    }

    static Right RightOf(DepositRequest request, Party party, List<StoredPicture> kept, DateTime now) => new()
    {
        Type = request.Kind == "copyright" ? RightType.Copyright : RightType.UnregisteredDesign,
        Name = request.Title!.Trim(),
        Owner = party.Name,
        RegisteredOn = request.Kind == "copyright" ? null : DateOnly.FromDateTime(now),
        Images = [.. kept.Select(k => $"sha256:{k.Sha256}")],
    };

    static NotAccepted? Problem(DepositRequest r)
    {
        if (string.IsNullOrWhiteSpace(r.Title) || r.Title.Length > LongestTitle) return new("title", $"is required, at most {LongestTitle} characters");
        if (string.IsNullOrWhiteSpace(r.Author) || r.Author.Length > LongestTitle) return new("author", "is required: who made the work");
        if (r.Kind is null || !Kinds.Contains(r.Kind)) return new("kind", $"is one of {string.Join(", ", Kinds)}");
        if (!r.IsOwn) return new("is_own", "is to be affirmed: the work is your own, or you hold the rights in it");
        if (r.Pictures.Count is 0 or > MostPictures) return new("pictures", $"are 1 to {MostPictures}");
        return r.Pictures.FirstOrDefault(p => p.Bytes.Length > LargestPicture) is { Name: { } name } ? new("pictures", $"{name} has more than {LargestPicture / 1024 / 1024} MiB") : null;
    }

    static Deposit Read(DbDataReader r) => new(r.Text("id")!, r.Text("party_id")!, r.Text("kind")!, r.Text("title")!, r.Text("manifest")!, r.Text("sha256")!, StoredPicture.Read(r.Text("pictures")!),
        r.Number("ledger_seq"), r.Text("ledger_hash")!, r.Instant("deposited_at")!.Value, r.Text("stamp"), r.Instant("stamped_at"), r.Text("stamp_error"), r.Number("searched_to"));
}
