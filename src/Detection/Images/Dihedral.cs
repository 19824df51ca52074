namespace Wardmark.Detection.Images;

/// <summary>The eight ways to turn and mirror a picture, as what must be done to a reference to get the picture.</summary>
public enum Dihedral
{
    /// <summary>As it is.</summary>
    None,

    /// <summary>Mirrored left to right.</summary>
    Mirror,

    /// <summary>Turned by half.</summary>
    Half,

    /// <summary>Upside down in a mirror: mirrored, then turned by half.</summary>
    Flip,

    /// <summary>Rows and columns exchanged.</summary>
    Transpose,

    /// <summary>Turned right by a quarter.</summary>
    Right,

    /// <summary>Turned left by a quarter.</summary>
    Left,

    /// <summary>Rows and columns exchanged over the other diagonal.</summary>
    Transverse,
}
