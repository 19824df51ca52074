namespace Wardmark.Registry.Listings;

/// <summary>What one listing may hold. Beyond these a listing is refused, never cut short in silence.</summary>
public static class ListingLimits
{
    /// <summary>Longest id; it travels in addresses and log lines.</summary>
    public const int IdLength = 200;

    /// <summary>Longest title; the largest marketplaces allow 200 characters.</summary>
    public const int TitleLength = 1_000;

    /// <summary>Longest description; beyond this it is an attack or a mistake.</summary>
    public const int DescriptionLength = 100_000;

    /// <summary>Longest brand, category, condition, attribute name or variant label.</summary>
    public const int ShortTextLength = 1_000;

    /// <summary>Longest attribute value.</summary>
    public const int AttributeLength = 20_000;

    /// <summary>Most attributes, variants or pictures of one listing.</summary>
    public const int ListCount = 500;

    /// <summary>Names every field that is out of bounds, in the wire's spelling, with what to do.</summary>
    public static IEnumerable<FieldProblem> Check(Listing listing)
    {
        if (string.IsNullOrWhiteSpace(listing.Id)) yield return new("id", "is required");
        if (string.IsNullOrWhiteSpace(listing.Title)) yield return new("title", "is required");
        foreach (var (field, text, limit) in Texts(listing))
            if (text is not null && text.Length > limit)
                yield return new(field, $"has {text.Length} characters; at most {limit} are accepted");
        foreach (var (field, count) in Counts(listing))
            if (count > ListCount)
                yield return new(field, $"has {count} entries; at most {ListCount} are accepted");
        if (listing.Price is < 0 or > 1_000_000_000_000m) yield return new("price", "must be between 0 and 10^12");
        if (listing.Currency is { } c && (c.Length != 3 || !c.All(char.IsAsciiLetter)))
            yield return new("currency", "must be three letters of ISO 4217, such as EUR");
    }

    static IEnumerable<(string Field, string? Text, int Limit)> Texts(Listing l)
    {
        yield return ("id", l.Id, IdLength);
        yield return ("title", l.Title, TitleLength);
        yield return ("seller_id", l.SellerId, IdLength);
        yield return ("description", l.Description, DescriptionLength);
        yield return ("brand", l.Brand, ShortTextLength);
        yield return ("category", l.Category, ShortTextLength);
        yield return ("condition", l.Condition, ShortTextLength);
        yield return ("gtin", l.Gtin, ShortTextLength);
        yield return ("url", l.Url, 2_048);
        foreach (var (name, value) in l.Attributes)
        {
            yield return ("attributes", name, ShortTextLength);
            yield return ($"attributes.{name}", value, AttributeLength);
        }

        for (var i = 0; i < l.Variants.Count; i++) yield return ($"variants[{i}]", l.Variants[i], ShortTextLength);
    }

    static IEnumerable<(string Field, int Count)> Counts(Listing l) =>
        [("attributes", l.Attributes.Count), ("variants", l.Variants.Count), ("images", l.Images.Count)];
}

/// <summary>One field that was refused and why, in words the sender can act on.</summary>
public sealed record FieldProblem(string Field, string Problem);
