namespace Wardmark.Detection.Signals;

/// <summary>A picture of the listing is a reference picture seen at an angle, as a photo of a screen or a print is: the seller may not have the piece at hand.</summary>
public sealed class RephotographedPicture : ISignal
{
    /// <inheritdoc/>
    public string Name => "REPHOTOGRAPHED_PICTURE";

    /// <inheritdoc/>
    public string Meaning => "A picture of the listing is a reference picture seen at an angle, as a photo of a screen or a print is.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight) =>
        sight.Best(p => p.IsCopy && p.Resemblance.IsAtAngle, p => p.Resemblance.SamePicture) is not { } best ? null
            : new($"images[{best.Picture}]", 0, 0, best.Source, best.Reference.Name,
                $"Picture {best.Picture + 1} shows the reference picture {best.Reference.Name} at an angle, as a photo of a screen or a print does.") { Box = best.Resemblance.InQuery?.Rounded(), IsSetAside = best.IsSetAside };
}
