using System.Security.Cryptography;
using System.Text;
using System.Data.Common;
using Wardmark.Storage;

namespace Wardmark.Actions.Mail;

/// <summary>Links sent by mail: 128 random bits, kept as a hash, good once and for a time.</summary>
static class Links
{
    /// <summary>Makes a link's token.</summary>
    public static string Make(DbConnection connection, string kind, string subject, DateTime expires)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        connection.Run("INSERT INTO links (hash, kind, subject, expires_at) VALUES (@hash, @kind, @subject, @expires)",
            ("@hash", HashOf(token)), ("@kind", kind), ("@subject", subject), ("@expires", Instants.Write(expires)));
        return token;
    }

    /// <summary>What a link is about, where it is good; looking does not use it.</summary>
    public static string? Look(DbConnection connection, string kind, string token, DateTime now) => connection.Scalar<string>(
        "SELECT subject FROM links WHERE hash = @hash AND kind = @kind AND used_at IS NULL AND expires_at > @now",
        ("@hash", HashOf(token)), ("@kind", kind), ("@now", Instants.Write(now)));

    /// <summary>Uses a link up.</summary>
    public static string? Use(DbConnection connection, string kind, string token, DateTime now)
    {
        if (Look(connection, kind, token, now) is not { } subject) return null;
        connection.Run("UPDATE links SET used_at = @now WHERE hash = @hash", ("@now", Instants.Write(now)), ("@hash", HashOf(token)));
        return subject;
    }

    static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
