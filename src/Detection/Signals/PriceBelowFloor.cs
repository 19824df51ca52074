namespace Wardmark.Detection.Signals;

/// <summary>The price is below what the owner says a genuine new article is ever sold for.</summary>
public sealed class PriceBelowFloor : ISignal
{
    /// <inheritdoc/>
    public string Name => "PRICE_BELOW_FLOOR";

    /// <inheritdoc/>
    public string Meaning => "The price is below what the owner says a genuine new article is ever sold for.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        var (price, currency) = (sight.Listing.Price, sight.Listing.Currency?.ToUpperInvariant());
        if (price is not { } asked || currency is null || sight.Mark is null || IsUsed(sight.Listing.Condition)) return null;
        if (!sight.Mark.PriceFloor.TryGetValue(currency, out var floor) || asked >= floor) return null;
        if (sight.Occurrences.All(o => o.Name.IsOrdinary) && !sight.Pictures.Any(p => p.IsCopy)) return null;
        if (LawfulReference.Explains(sight)) return null;
        var seen = FormattableString.Invariant($"{asked:0.00} {currency}");
        var meets = FormattableString.Invariant($"{floor:0.00} {currency}");
        return new("price", 0, 0, seen, meets, $"At {seen} it is below the owner’s floor of {meets} for new goods.");
    }

    static bool IsUsed(string? condition) =>
        condition is not null && !condition.StartsWith("new", StringComparison.OrdinalIgnoreCase);
}
