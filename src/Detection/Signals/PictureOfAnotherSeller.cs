namespace Wardmark.Detection.Signals;

/// <summary>A picture of the listing was another seller's first. Networks of accounts share photos, and thieves take them; makers' pictures that many show say nothing.</summary>
public sealed class PictureOfAnotherSeller : ISignal
{
    /// <inheritdoc/>
    public string Name => "PICTURE_OF_ANOTHER_SELLER";

    /// <inheritdoc/>
    public string Meaning => "A picture of the listing was first shown by another seller, and few sellers show it.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight) => sight.PictureTwin is { } twin
        ? new($"images[{twin.Picture}]", 0, 0, $"picture {twin.Picture + 1}", twin.ListingId,
            $"Picture {twin.Picture + 1} was first seen on {twin.FirstSeenAt:yyyy-MM-dd} in listing {twin.ListingId} of another seller ({twin.SellerId}){(twin.Sellers > 1 ? $"; {twin.Sellers} other sellers showed it before" : "")}.")
        : null;
}
