namespace Wardmark.Actions.Parties;

/// <summary>Who asks, by the session or key that asks; never by what the request says.</summary>
/// <param name="Name">For the ledger.</param>
/// <param name="PartyId">The party the account or key belongs to; none for the marketplace's own people.</param>
public sealed record Caller(string Name, string? PartyId)
{
    /// <summary>One of the marketplace's own people or programs.</summary>
    public bool IsStaff => PartyId is null;

    /// <summary>True where this caller may see what belongs to a party.</summary>
    public bool Sees(string partyId) => IsStaff || PartyId == partyId;
}
