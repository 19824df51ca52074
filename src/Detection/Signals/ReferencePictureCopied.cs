namespace Wardmark.Detection.Signals;

/// <summary>A picture of the listing is a copy of a reference picture of the mark, edited or not.</summary>
public sealed class ReferencePictureCopied : ISignal
{
    /// <summary>Its name.</summary>
    public const string SignalName = "REFERENCE_PICTURE_COPIED";

    /// <inheritdoc/>
    public string Name => SignalName;

    /// <inheritdoc/>
    public string Meaning => "A picture of the listing is a copy of a reference picture of the mark: cut, turned, mirrored, framed or pasted over, but the same photo.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        if (sight.Best(p => p.IsCopy, p => p.Resemblance.SamePicture) is not { } best) return null;
        return new($"images[{best.Picture}]", 0, 0, best.Source, best.Reference.Name,
            $"Picture {best.Picture + 1} is a copy of the reference picture {best.Reference.Name}: {PictureWords.Of(best.Resemblance)}.")
            { Strength = Math.Round(best.Resemblance.SamePicture, 2), Box = best.Resemblance.InQuery?.Rounded(), IsSetAside = best.IsSetAside };
    }
}
