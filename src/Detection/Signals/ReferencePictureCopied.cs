namespace Wardmark.Detection.Signals;

/// <summary>A picture of the listing equals a reference picture of the mark (PDQ, at most 31 of 256 bits).</summary>
public sealed class ReferencePictureCopied : ISignal
{
    /// <inheritdoc/>
    public string Name => "REFERENCE_PICTURE_COPIED";

    /// <inheritdoc/>
    public string Meaning => "A picture of the listing equals a reference picture of the mark (PDQ, at most 31 of 256 bits).";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        if (sight.Pictures.MinBy(p => p.Distance) is not { } best) return null;
        return new($"images[{best.Picture}]", 0, 0, best.Source, best.Reference.Name,
            $"Picture {best.Picture + 1} equals the reference picture {best.Reference.Name} ({best.Distance} of 256 bits differ).")
            { Strength = best.Distance <= 16 ? 1 : 0.8 };
    }
}
