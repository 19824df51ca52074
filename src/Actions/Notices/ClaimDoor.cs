using System.Data.Common;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Procedure.Claims;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>Who acts in a claim: a side of it, or one of the marketplace's people.</summary>
/// <param name="Name">For the ledger; a person's name or a key's.</param>
/// <param name="Side">Nothing for the marketplace's people.</param>
public sealed record ClaimActor(string Name, Side? Side)
{
    /// <summary>One of the marketplace's own people or programs.</summary>
    public bool IsStaff => Side is null;
}

/// <summary>Lets people into a claim, and nobody else: by account or key, or by the link in a letter.</summary>
public static class ClaimDoor
{
    /// <summary>As whom a caller enters: the marketplace's people, or the party that made the notice. Everybody else finds nothing there.</summary>
    public static ClaimActor? Enter(DbConnection connection, string claimId, Caller caller) => caller.IsStaff ? new(caller.Name, null)
        : connection.Scalar<string>("SELECT notifier FROM claims WHERE id = @id", ("@id", claimId)) == $"party:{caller.PartyId}" ? new(caller.Name, Side.Notifier) : null;

    /// <summary>What the link of a letter opens: a claim and the side it was sent to, or every claim of a notice.</summary>
    public static (IReadOnlyList<string> Claims, ClaimActor Actor)? Open(DbConnection connection, string token, DateTime now) =>
        Links.Look(connection, "seller", token, now) is { } seller ? ([seller], new("the seller", Side.Seller))
        : Links.Look(connection, "notifier", token, now) is { } notifier ? ([notifier], new("the notifier", Side.Notifier))
        : Links.Look(connection, "notice", token, now) is { } notice ? (connection.Rows("SELECT id FROM claims WHERE notice_id = @id ORDER BY id", r => r.GetString(0), ("@id", notice)), new("the notifier", Side.Notifier)) : null;
}
