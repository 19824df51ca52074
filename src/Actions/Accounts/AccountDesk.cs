using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Wardmark.Storage.Sqlite;

namespace Wardmark.Actions.Accounts;

/// <summary>A person who signs in.</summary>
public sealed record Account(string Id, string Name, string Role, string Stamp);

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
        var found = db.Read(c => c.Rows("SELECT * FROM accounts WHERE name = @name", r => (Account: new Account(r.Text("id")!, r.Text("name")!, r.Text("role")!, r.Text("stamp")!),
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
