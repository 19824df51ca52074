using System.Data.Common;
using Wardmark.Storage;

namespace Wardmark.Actions.Enrolments;

/// <summary>A correspondent as the register named it, from when to when that was seen.</summary>
public sealed record Contact(string Address, DateTime Since, DateTime? Until);

/// <summary>The contacts of rights on their registers, and when they changed.</summary>
public static class ContactBook
{
    /// <summary>Every contact of a right, the present one first.</summary>
    public static List<Contact> Of(DbConnection connection, string rightKey) => connection.Rows(
        "SELECT address, since, until FROM contacts WHERE right_key = @key ORDER BY until IS NOT NULL, id DESC",
        r => new Contact(r.GetString(0), r.Instant("since")!.Value, r.Instant("until")), ("@key", rightKey));

    /// <summary>When the contact last became another one; nothing where it never did.</summary>
    public static DateTime? ChangedAt(IReadOnlyList<Contact> contacts) => contacts is [{ Until: null } present, _, ..] ? present.Since : null;

    /// <summary>Notes the contact of a register's record; the one it takes the place of, where it changed.</summary>
    internal static (bool IsNew, string? Former) Saw(DbConnection connection, string rightKey, string address, DateTime now)
    {
        var present = Of(connection, rightKey) is [{ Until: null } first, ..] ? first : null;
        if (present is not null && present.Address.Equals(address, StringComparison.OrdinalIgnoreCase)) return (false, null);
        connection.Run("UPDATE contacts SET until = @now WHERE right_key = @key AND until IS NULL", ("@now", Instants.Write(now)), ("@key", rightKey));
        connection.Run("INSERT INTO contacts (right_key, address, since) VALUES (@key, @address, @now)", ("@key", rightKey), ("@address", address), ("@now", Instants.Write(now)));
        return (true, present?.Address);
    }

    /// <summary>An address that tells its keeper enough and a stranger little: d••••@velmora.example.</summary>
    public static string Masked(string address) => address.IndexOf('@', StringComparison.Ordinal) is var at and > 0 ? $"{address[0]}••••{address[at..]}" : "••••";
}
