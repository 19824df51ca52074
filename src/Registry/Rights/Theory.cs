namespace Wardmark.Registry.Rights;

/// <summary>On what a claim rests.</summary>
public enum Theory
{
    /// <summary>The goods are not the owner's and bear the mark.</summary>
    Counterfeit,

    /// <summary>A sign like the mark is used for goods like those of the mark.</summary>
    ConfusingMark,

    /// <summary>A picture was taken.</summary>
    CopyrightPicture,

    /// <summary>A text was taken.</summary>
    CopyrightText,

    /// <summary>The goods have the appearance of the design.</summary>
    Design,

    /// <summary>The goods use the invention.</summary>
    Patent,

    /// <summary>Genuine goods, made for elsewhere, that differ from those sold here.</summary>
    MaterialDifference,

    /// <summary>The protected name is used for goods that are not from its place.</summary>
    GeographicalIndication,

    /// <summary>The seller is not one of the owner's dealers: by itself no infringement.</summary>
    NotAuthorisedDealer,
}
