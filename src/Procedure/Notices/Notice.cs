using Wardmark.Registry.Rights;

namespace Wardmark.Procedure.Notices;

/// <summary>By which way a notice came.</summary>
public enum Channel
{
    /// <summary>A program.</summary>
    Api,

    /// <summary>A file of many rows.</summary>
    Bulk,

    /// <summary>The form, with or without an account.</summary>
    Form,

    /// <summary>The mailbox.</summary>
    Mail,
}

/// <summary>A notice as it was sent. It may name many listings of many sellers; each makes a claim of its own.</summary>
public sealed record Notice
{
    /// <summary>Opaque.</summary>
    public required string Id { get; init; }

    /// <summary>The notifier's own number for it: sent twice, it is one notice.</summary>
    public string? Reference { get; init; }

    /// <summary>By which way it came.</summary>
    public required Channel Channel { get; init; }

    /// <summary>The party that sent it; nothing where it came without an account.</summary>
    public string? PartyId { get; init; }

    /// <summary>The regime that the notifier asks for.</summary>
    public required string Regime { get; init; }

    /// <summary>On what it rests.</summary>
    public required Theory Theory { get; init; }

    /// <summary>The right by its key: US:A98000001, copyright:…; nothing where a work is only described.</summary>
    public string? RightKey { get; init; }

    /// <summary>The work, or the right, in words.</summary>
    public string? Work { get; init; }

    /// <summary>Why it infringes.</summary>
    public string? Explanation { get; init; }

    /// <summary>Who notifies.</summary>
    public string? Name { get; init; }

    /// <summary>Where answers go.</summary>
    public string? Email { get; init; }

    /// <summary>Postal address.</summary>
    public string? Address { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>Signature, physical or electronic: the typed name counts.</summary>
    public string? Signature { get; init; }

    /// <summary>“I believe in good faith that what is said here is right and complete, and that the use is not permitted.”</summary>
    public bool GoodFaith { get; init; }

    /// <summary>“What is said is accurate, and, under penalty of perjury where that law applies, I may act for the owner.”</summary>
    public bool Accuracy { get; init; }

    /// <summary>Rule 75: “I shall bring an order of a court within 21 days.”</summary>
    public bool Undertaking { get; init; }

    /// <summary>Preliminary evidence, in words or addresses.</summary>
    public string? Evidence { get; init; }

    /// <summary>The day from which the evidence is said to be.</summary>
    public DateOnly? EvidenceDated { get; init; }

    /// <summary>The listings, by the marketplace's id or address.</summary>
    public required IReadOnlyList<string> Listings { get; init; }

    /// <summary>The language to answer in, BCP 47.</summary>
    public string? Language { get; init; }

    /// <summary>The country the notice says it concerns, ISO 3166-1; nothing means wherever the listing is offered.</summary>
    public string? Territory { get; init; }

    /// <summary>The network it came from, cut to 24 or 48 bits; for seeing campaigns, never shown.</summary>
    public string? Network { get; init; }

    /// <summary>When it came.</summary>
    public required DateTime ReceivedAt { get; init; }
}
