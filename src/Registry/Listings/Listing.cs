namespace Wardmark.Registry.Listings;

/// <summary>An offer as the marketplace sent it. Every text in it was written by a stranger.</summary>
public sealed record Listing
{
    /// <summary>The marketplace's own id; one listing keeps it through all its revisions.</summary>
    public required string Id { get; init; }

    /// <summary>Title as shown to buyers.</summary>
    public required string Title { get; init; }

    /// <summary>The marketplace's id of the seller.</summary>
    public string? SellerId { get; init; }

    /// <summary>Description as shown to buyers, markup and all: it is only ever read as text.</summary>
    public string? Description { get; init; }

    /// <summary>What the seller entered as the brand.</summary>
    public string? Brand { get; init; }

    /// <summary>Category path of the marketplace.</summary>
    public string? Category { get; init; }

    /// <summary>Condition in the marketplace's word: new, used, for parts.</summary>
    public string? Condition { get; init; }

    /// <summary>Asking price of one piece, in <see cref="Currency"/>.</summary>
    public decimal? Price { get; init; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; init; }

    /// <summary>GTIN-8, -12, -13 or -14.</summary>
    public string? Gtin { get; init; }

    /// <summary>Where the listing is shown.</summary>
    public string? Url { get; init; }

    /// <summary>Pictures: a path beside the file, a data: URI, or an address (a server fetches it soon after; scan does not).</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Further fields by name: material, keywords, subtitle.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = NoAttributes;

    /// <summary>Labels of the variants a buyer may choose.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>BCP 47 language of the text.</summary>
    public string? Language { get; init; }

    /// <summary>Country the offer is made in, ISO 3166-1 alpha-2.</summary>
    public string? Market { get; init; }

    /// <summary>Country the goods are sent from, ISO 3166-1 alpha-2.</summary>
    public string? ShipsFrom { get; init; }

    /// <summary>When the marketplace first saw it.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>When the seller last changed it.</summary>
    public DateTime? UpdatedAt { get; init; }

    /// <summary>The text of a field by the name that findings give it: title, attributes.keywords, variants[2].</summary>
    public string TextOf(string field) => field switch
    {
        "title" => Title,
        "brand" => Brand ?? "",
        "description" => Description ?? "",
        ['v', 'a', 'r', 'i', 'a', 'n', 't', 's', '[', .. var index, ']'] => Variants[int.Parse(index, null)],
        _ => Attributes.GetValueOrDefault(field["attributes.".Length..]) ?? "",
    };

    static readonly Dictionary<string, string> NoAttributes = [];
}

/// <summary>Who offers: an account of the marketplace, not a person.</summary>
public sealed record Seller
{
    /// <summary>The marketplace's id of the account.</summary>
    public required string Id { get; init; }

    /// <summary>Name shown to buyers.</summary>
    public string? Name { get; init; }

    /// <summary>Country of the account, ISO 3166-1 alpha-2.</summary>
    public string? Country { get; init; }

    /// <summary>The marketplace's word for the seller's standing: new, proved, top. A policy's rules may go by it.</summary>
    public string? Tier { get; init; }

    /// <summary>When the account was opened.</summary>
    public DateTime? JoinedAt { get; init; }
}
