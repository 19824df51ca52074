namespace Wardmark.Detection.Signals;

/// <summary>The owner has authorised or licensed this seller; nothing is held for the mark.</summary>
public sealed class AuthorisedSeller : ISignal
{
    /// <summary>The name, for those who show that a finding was permitted.</summary>
    public const string SignalName = "AUTHORISED_SELLER";

    /// <inheritdoc/>
    public string Name => SignalName;

    /// <inheritdoc/>
    public string Meaning => "The owner has authorised or licensed this seller; nothing is held for the mark.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Mark is { } mark && mark.Permits(sight.Listing.SellerId, sight.Listing.Market)
            ? new("seller_id", 0, sight.Listing.SellerId!.Length, sight.Listing.SellerId, mark.Mark,
                $"{sight.Listing.SellerId} is authorised or licensed by the owner of “{mark.Mark}”.")
            : null;
}
