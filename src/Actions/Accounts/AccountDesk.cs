using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using System.Data.Common;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Accounts;

/// <summary>A person who signs in.</summary>
/// <param name="Role">administrator or reviewer of the marketplace; manager or member of a party.</param>
/// <param name="PartyId">The party the person belongs to; none for the marketplace's own people.</param>
public sealed record Account(string Id, string Name, string Role, string Stamp, string? PartyId);

/// <summary>People: created by an administrator, signed in by password, locked for a while after five wrong ones.</summary>
public sealed class AccountDesk(Db db, TimeProvider time)
{
    const int TriesBeforeLock = 5;
    static readonly TimeSpan Lock = TimeSpan.FromMinutes(5);
    static readonly PasswordHasher<string> Hasher = new();

    // Checked when the name is unknown, so that the answer takes as long either way.
    static readonly string NobodysHash = Hasher.HashPassword("", "nobody");

    /// <summary>Creates the first administrator where there is no account; the password is told this once.</summary>
    public async Task<string?> CreateFirstAdministrator(CancellationToken stop)
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var hash = Hasher.HashPassword("admin", password);
        var created = await db.Write(c => c.Scalar<long>("SELECT COUNT(*) FROM accounts") > 0 ? 0 : c.Run(
            "INSERT INTO accounts (id, name, password_hash, role, stamp, created_at) VALUES (@id, 'admin', @hash, 'administrator', @stamp, @at)",
            ("@id", Guid.CreateVersion7().ToString()), ("@hash", hash), ("@stamp", Guid.CreateVersion7().ToString()),
            ("@at", Instants.Write(time.GetUtcNow().UtcDateTime))), stop);
        return created == 1 ? password : null;
    }

    /// <summary>The account, where name and password are right and it is not locked.</summary>
    public Task<Account?> SignIn(string name, string password, CancellationToken stop)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var found = db.Read(c => c.Rows("SELECT * FROM accounts WHERE name = @name", r => (Account: new Account(r.Text("id")!, r.Text("name")!, r.Text("role")!, r.Text("stamp")!, r.Text("party_id")),
            Hash: r.Text("password_hash")!, LockedUntil: r.Instant("locked_until")), ("@name", name)));
        // Hashing takes long on purpose; nobody else's write waits for it.
        var isRight = Hasher.VerifyHashedPassword(name, found is [var one] ? one.Hash : NobodysHash, password) != PasswordVerificationResult.Failed;
        if (found is not [var known] || known.LockedUntil > now) return Task.FromResult<Account?>(null);
        return db.Write(connection =>
        {
            if (isRight)
            {
                connection.Run("UPDATE accounts SET failures = 0, locked_until = NULL WHERE id = @id", ("@id", known.Account.Id));
                return known.Account;
            }

            connection.Run("""
                UPDATE accounts SET failures = CASE WHEN failures + 1 >= @tries THEN 0 ELSE failures + 1 END,
                  locked_until = CASE WHEN failures + 1 >= @tries THEN @until ELSE locked_until END WHERE id = @id
                """, ("@id", known.Account.Id), ("@tries", TriesBeforeLock), ("@until", Instants.Write(now + Lock)));
            return null;
        }, stop);
    }

    /// <summary>True while the account a cookie was given to still stands unchanged.</summary>
    public bool IsCurrent(string id, string stamp) =>
        db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM accounts WHERE id = @id AND stamp = @stamp", ("@id", id), ("@stamp", stamp))) == 1;

    /// <summary>Creates an account; its password is told this once.</summary>
    public async Task<Outcome<string>> Add(string name, string role, string? partyId, string actor, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > 254 || name.Any(char.IsControl)) return new NotAccepted("name", "is required, at most 254 characters");
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var hash = HashOf(name, password);
        return await db.Write(connection =>
        {
            if (connection.Scalar<long>("SELECT COUNT(*) FROM accounts WHERE name = @name", ("@name", name)) > 0) return new NotAccepted("name", "an account has this name");
            var now = time.GetUtcNow().UtcDateTime;
            var id = Insert(connection, name, hash, role, partyId, now);
            using var ledger = new LedgerAppender(connection, now, actor);
            ledger.Append("account.added", id, $$"""{"role":"{{role}}"}""");
            return (Outcome<string>)password;
        }, stop);
    }

    /// <summary>The hash a password is kept as.</summary>
    internal static string HashOf(string name, string password) => Hasher.HashPassword(name, password);

    internal static string Insert(DbConnection connection, string name, string hash, string role, string? partyId, DateTime now)
    {
        var id = Guid.CreateVersion7().ToString();
        connection.Run("INSERT INTO accounts (id, name, password_hash, role, party_id, stamp, created_at) VALUES (@id, @name, @hash, @role, @party, @stamp, @at)",
            ("@id", id), ("@name", name), ("@hash", hash), ("@role", role), ("@party", partyId), ("@stamp", Guid.CreateVersion7().ToString()), ("@at", Instants.Write(now)));
        return id;
    }

    /// <summary>A new password for an account, told once; whoever was signed in with the old one is out.</summary>
    public async Task<string?> ResetPassword(string name, CancellationToken stop)
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var hash = Hasher.HashPassword(name, password);
        var changed = await db.Write(c => c.Run("UPDATE accounts SET password_hash = @hash, stamp = @stamp, failures = 0, locked_until = NULL WHERE name = @name",
            ("@hash", hash), ("@stamp", Guid.CreateVersion7().ToString()), ("@name", name)), stop);
        return changed == 1 ? password : null;
    }
}
