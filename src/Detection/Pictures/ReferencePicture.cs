namespace Wardmark.Detection.Pictures;

/// <summary>A reference picture of a mark.</summary>
/// <param name="Mark">Index of the mark in the register as it was handed in.</param>
/// <param name="Name">The picture, as the register names it.</param>
/// <param name="Head">What the index needs of it.</param>
/// <param name="Print">Gives the whole print when geometry is to be compared; nothing where it is gone.</param>
public sealed record ReferencePicture(int Mark, string Name, PrintHead Head, Func<PicturePrint?> Print)
{
    /// <summary>The words read in it.</summary>
    public IReadOnlyList<PictureLine> Lines { get; init; } = [];
}
