using System.Security.Cryptography;
using System.Text;
using System.Data.Common;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Accounts;

/// <summary>A program's key, without its secret.</summary>
public sealed record ApiKey(string Id, string Name, string Prefix, IReadOnlyList<string> Scopes, DateTime CreatedAt, DateTime? RevokedAt, string? PartyId = null);

/// <summary>A key on the day it is made: the only time its secret is seen.</summary>
public sealed record NewApiKey(ApiKey Key, string Secret);

/// <summary>Keys of programs: 256 random bits behind a prefix that scanners know; the store holds only their hash.</summary>
public sealed class ApiKeys(Db db, TimeProvider time)
{
    const string Mark = "wm_";
    static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    // Only keys that exist are remembered, so that guesses fill nothing.
    readonly System.Collections.Concurrent.ConcurrentDictionary<string, (ApiKey Key, DateTimeOffset At)> _seen = new();

    /// <summary>What a key may be allowed.</summary>
    public static IReadOnlyList<string> AllScopes { get; } = ["listings:write", "listings:read", "findings:write", "register:write", "register:read", "enrolments:read", "enrolments:write", "enrolments:review",
        "deposits:read", "deposits:write", "notices:read", "notices:write", "notices:decide", "sellers:answer", "admin"];

    /// <summary>What a key of a party may be allowed: its own enrolments and rights.</summary>
    public static IReadOnlyList<string> PartyScopes { get; } = ["enrolments:read", "enrolments:write", "deposits:read", "deposits:write", "notices:read", "notices:write"];

    /// <summary>Makes a key.</summary>
    public async Task<Outcome<NewApiKey>> Create(string name, IReadOnlyList<string> scopes, string actor, CancellationToken stop, string? partyId = null)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100) return new NotAccepted("name", "is required, at most 100 characters");
        var allowed = partyId is null ? AllScopes : PartyScopes;
        if (scopes.Count == 0 || scopes.Except(allowed).Any()) return new NotAccepted("scopes", $"are some of {string.Join(", ", allowed)}");
        var secret = Mark + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow().UtcDateTime;
        var key = new ApiKey(Guid.CreateVersion7().ToString(), name, secret[..12], scopes, now, null, partyId);
        return await db.Write(connection =>
        {
            connection.Run("INSERT INTO api_keys (id, name, prefix, hash, scopes, created_at, party_id) VALUES (@id, @name, @prefix, @hash, @scopes, @at, @party)",
                ("@id", key.Id), ("@name", name), ("@prefix", key.Prefix), ("@hash", HashOf(secret)), ("@scopes", string.Join(' ', scopes)), ("@at", Instants.Write(now)), ("@party", partyId));
            using var ledger = new LedgerAppender(connection, now, actor);
            ledger.Append("api_key.created", key.Id, $$"""{"name":{{System.Text.Json.JsonSerializer.Serialize(name)}},"scopes":"{{string.Join(' ', scopes)}}"}""");
            return (Outcome<NewApiKey>)new NewApiKey(key, secret);
        }, stop);
    }

    /// <summary>The key with this secret, where it is not revoked. A revocation by another process is seen within two seconds.</summary>
    public ApiKey? Find(string secret)
    {
        if (secret.Length != Mark.Length + 64 || !secret.StartsWith(Mark, StringComparison.Ordinal)) return null;
        var hash = HashOf(secret);
        var now = time.GetUtcNow();
        if (_seen.TryGetValue(hash, out var seen) && now - seen.At < Freshness) return seen.Key;
        if (db.Read(c => c.Rows("SELECT * FROM api_keys WHERE hash = @hash AND revoked_at IS NULL", Read, ("@hash", hash))) is not [var key])
        {
            _seen.TryRemove(hash, out _);
            return null;
        }

        _seen[hash] = (key, now);
        return key;
    }

    /// <summary>Every key, newest first.</summary>
    public List<ApiKey> All() => db.Read(c => c.Rows("SELECT * FROM api_keys ORDER BY created_at DESC", Read));

    /// <summary>Ends a key at once.</summary>
    public Task<Outcome<string>> Revoke(string id, string actor, CancellationToken stop) => db.Write(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (connection.Run("UPDATE api_keys SET revoked_at = @at WHERE id = @id AND revoked_at IS NULL", ("@at", Instants.Write(now)), ("@id", id)) == 0)
            return new NotFound($"An open key {id}");
        _seen.Clear();
        using var ledger = new LedgerAppender(connection, now, actor);
        ledger.Append("api_key.revoked", id, "{}");
        return (Outcome<string>)id;
    }, stop);

    static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    static ApiKey Read(DbDataReader r) => new(r.Text("id")!, r.Text("name")!, r.Text("prefix")!, r.Text("scopes")!.Split(' '),
        r.Instant("created_at")!.Value, r.Instant("revoked_at"), r.Text("party_id"));
}
