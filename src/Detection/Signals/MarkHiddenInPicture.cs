using System.Globalization;

namespace Wardmark.Detection.Signals;

/// <summary>
/// A picture of the listing shows what a reference picture shows, but where the reference shows the mark it is blurred, made coarse or
/// covered. Faces and number plates are hidden lawfully, so only the mark's own place counts, and it makes no finding by itself.
/// </summary>
public sealed class MarkHiddenInPicture : ISignal
{
    /// <inheritdoc/>
    public string Name => "MARK_HIDDEN_IN_PICTURE";

    /// <inheritdoc/>
    public string Meaning => "A picture of the listing shows what a reference picture shows, and the place where the reference shows the mark is blurred, made coarse or covered.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        if (sight.Best(p => p.Hidden is not null, p => -p.Hidden!.Kept) is not { Hidden: { } hidden } best) return null;
        var how = hidden.IsCovered ? "covered, or blurred beyond its form" : "blurred or made coarse";
        return new($"images[{best.Picture}]", 0, 0, best.Source, best.Reference.Name, string.Create(CultureInfo.InvariantCulture,
            $"Picture {best.Picture + 1} shows what the reference picture {best.Reference.Name} shows, but where that shows the mark it is {how}: {hidden.Kept * 100:0} of 100 of the detail is left there, beside what is left around it."))
            { Box = hidden.InQuery.Rounded(), IsSetAside = best.IsSetAside };
    }
}
