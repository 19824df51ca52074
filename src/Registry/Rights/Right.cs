namespace Wardmark.Registry.Rights;

/// <summary>What kind of right it is.</summary>
public enum RightType
{
    /// <summary>A trademark, registered.</summary>
    Trademark,

    /// <summary>Copyright in a picture or a text.</summary>
    Copyright,

    /// <summary>A registered design.</summary>
    RegisteredDesign,

    /// <summary>A design protected by its disclosure alone.</summary>
    UnregisteredDesign,

    /// <summary>A utility patent.</summary>
    Patent,

    /// <summary>A geographical indication.</summary>
    GeographicalIndication,
}

/// <summary>A right as a claim rests on it. What is not known is left out, and a check then says so.</summary>
public sealed record Right
{
    /// <summary>What kind of right it is.</summary>
    public required RightType Type { get; init; }

    /// <summary>The mark, the title of the work, or the protected name.</summary>
    public required string Name { get; init; }

    /// <summary>Of a trademark: word, picture or both.</summary>
    public MarkKind Kind { get; init; } = MarkKind.Word;

    /// <summary>Who holds it.</summary>
    public string? Owner { get; init; }

    /// <summary>The office that keeps the register, as WIPO ST.3 writes it.</summary>
    public string? Office { get; init; }

    /// <summary>Number at <see cref="Office"/>.</summary>
    public string? Number { get; init; }

    /// <summary>Status in the register's word: registered, pending, expired, cancelled.</summary>
    public string? Status { get; init; }

    /// <summary>Nice classes, 1 to 45.</summary>
    public IReadOnlyList<int> Classes { get; init; } = [];

    /// <summary>Goods and services, or the product of a geographical indication, as text.</summary>
    public string? Goods { get; init; }

    /// <summary>Where it holds: ISO 3166-1 countries, or EU, EEA, BX, OA.</summary>
    public IReadOnlyList<string> Territories { get; init; } = [];

    /// <summary>Filing or priority date.</summary>
    public DateOnly? FiledOn { get; init; }

    /// <summary>Date of registration or grant; of an unregistered design, of its disclosure.</summary>
    public DateOnly? RegisteredOn { get; init; }

    /// <summary>Last day on which it holds.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>The mark has a reputation, so that it reaches beyond its goods (Art. 9(2)(c) EUTMR; 15 U.S.C. 1125(c)).</summary>
    public bool HasReputation { get; init; }

    /// <summary>Pictures of the work or design, by content hash or path.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Sellers the owner has authorised or licensed.</summary>
    public IReadOnlyList<string> AuthorisedSellers { get; init; } = [];

    /// <summary>Of a geographical indication, the country it comes from.</summary>
    public string? Origin { get; init; }

    /// <summary>A mark as a claim rests on it.</summary>
    public static Right Of(Trademark mark) => new()
    {
        Type = RightType.Trademark, Name = mark.Mark, Kind = mark.Kind, Owner = mark.Owner, Office = mark.Office, Number = mark.Number, Status = mark.Status ?? "live", Classes = mark.Classes, Goods = mark.Goods,
        Territories = mark.Territories, FiledOn = mark.FiledOn, RegisteredOn = mark.RegisteredOn, ExpiresOn = mark.ExpiresOn, Images = mark.Images,
        AuthorisedSellers = [.. mark.AuthorisedSellers, .. mark.Licensees, .. mark.PermittedSellers.Select(p => p.SellerId)],
    };

    /// <summary>What it has in common with a mark: a name, an owner, a number, a status, dates.</summary>
    public Trademark AsMark() => new()
    {
        Mark = Name, Owner = Owner, Office = Office, Number = Number, Status = Status, FiledOn = FiledOn, RegisteredOn = RegisteredOn, ExpiresOn = ExpiresOn, Territories = Territories,
    };
}
