namespace Wardmark.Detection.Signals;

/// <summary>
/// A picture of the listing shows the same print or object as a reference picture of the mark, in another photo. Every
/// lawful resale shows that, so it makes no finding by itself.
/// </summary>
public sealed class SameObjectPictured : ISignal
{
    /// <inheritdoc/>
    public string Name => "SAME_OBJECT_PICTURED";

    /// <inheritdoc/>
    public string Meaning => "A picture of the listing shows the same print, package or object as a reference picture of the mark, in another photo.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        if (sight.Best(p => p.IsSameObject, p => p.Resemblance.SameObject) is not { } best) return null;
        return new($"images[{best.Picture}]", 0, 0, best.Source, best.Reference.Name,
            $"Picture {best.Picture + 1} shows what the reference picture {best.Reference.Name} shows, in another photo: {PictureWords.Of(best.Resemblance)}.")
            { Strength = Math.Round(best.Resemblance.SameObject, 2), Box = best.Resemblance.InQuery?.Rounded(), IsSetAside = best.IsSetAside };
    }
}
