namespace Wardmark.Detection.Signals;

/// <summary>The description is, but for a few words, that of another seller's listing that names a mark: networks of accounts share templates.</summary>
public sealed class CopiedText : ISignal
{
    /// <inheritdoc/>
    public string Name => "COPIED_TEXT";

    /// <inheritdoc/>
    public string Meaning => "The description is, but for a few words, that of another seller's listing that names a mark: networks of accounts share templates.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Twin is { } twin
            ? new("description", 0, 0, "the description", twin.ListingId, $"The description is, but for a few words, that of listing {twin.ListingId} of another seller ({twin.SellerId}).")
            : null;
}
