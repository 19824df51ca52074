namespace Wardmark.Detection.Signals;

/// <summary>The seller entered the mark as the brand of the goods.</summary>
public sealed class MarkInBrandField : ISignal
{
    /// <inheritdoc/>
    public string Name => "MARK_IN_BRAND_FIELD";

    /// <inheritdoc/>
    public string Meaning => "The seller entered the mark as the brand of the goods.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Plain(f => f == "brand") is { } o
            ? Evidence.From(o, $"The seller entered “{o.Seen}” as the brand.")
            : null;
}
