using System.Data.Common;
using Wardmark.Actions.Register;
using Wardmark.Procedure.Notices;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>A right that a notice names.</summary>
/// <param name="IsOnRecord">False for a work that the notice only describes.</param>
public sealed record NamedRight(string Key, Right Right, bool IsOnRecord);

/// <summary>Finds the right a notice names: a mark, another right, a deposit, or a work it describes.</summary>
static class ClaimRights
{
    /// <summary>The right; nothing where its key is on no register.</summary>
    public static NamedRight? Of(DbConnection connection, Notice notice)
    {
        if (notice.RightKey is { Length: > 0 } key) return ByKey(connection, key.Trim());
        if (notice.Work is not { Length: > 0 } work) return null;
        // One describer's work is one right: the same words by somebody else are another.
        return new($"work:{ClaimTable.HashOf($"{NotifierOf(notice)}\n{work.Trim()}")[..32]}", new() { Type = RightType.Copyright, Name = work.Trim() is { Length: <= 120 } all ? all : work.Trim()[..119] + "…" }, false);
    }

    /// <summary>A right of record by its key.</summary>
    public static NamedRight? ByKey(DbConnection connection, string key)
    {
        if (connection.Rows("SELECT id FROM marks WHERE key = @key", r => r.GetInt64(0), ("@key", key)) is [var id] && ShowRegister.Find(connection, id) is { } mark) return new(key, Right.Of(mark.Mark), true);
        if (RightTable.Find(connection, key) is { } right) return new(key, right.Right, true);
        if (key.StartsWith("deposit:", StringComparison.Ordinal) && connection.Rows("SELECT title, kind FROM deposits WHERE id = @id", r => (r.GetString(0), r.GetString(1)), ("@id", key["deposit:".Length..])) is [var (title, kind)])
            return new(key, new() { Type = kind == "copyright" ? RightType.Copyright : RightType.UnregisteredDesign, Name = title }, true);
        return null;
    }

    /// <summary>Who a notice is counted to: the party, or the address.</summary>
    public static string NotifierOf(Notice notice) => notice.PartyId is { } party ? $"party:{party}" : $"mail:{notice.Email?.Trim().ToLowerInvariant()}";
}
