using Wardmark.Detection.Pictures;

namespace Wardmark.Imaging.Pictures;

/// <summary>What is asked of a picture.</summary>
[Flags]
public enum PictureAsk
{
    /// <summary>Only whether it can be read.</summary>
    Nothing = 0,

    /// <summary>Its print, to compare it with others.</summary>
    Print = 1,

    /// <summary>A copy of our own making for a reviewer's eyes.</summary>
    Copy = 2,

    /// <summary>The words in it, and what its file says of its origin.</summary>
    Words = 4,

    /// <summary>The bar codes and matrix codes in it.</summary>
    Codes = 8,

    /// <summary>It may be an SVG drawing: a logo that a rights holder uploads. A listing's picture may not.</summary>
    Drawing = 16,

    /// <summary>With its print, the many small features in which logos are looked for.</summary>
    Fine = 32,
}

/// <summary>What became of a picture: what was asked for, or the reason why it was not read.</summary>
public sealed record ExaminedPicture
{
    /// <summary>Why it was not read, in a sentence; nothing where it was.</summary>
    public string? Refusal { get; init; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; init; }

    /// <summary>Its print.</summary>
    public PicturePrint? Print { get; init; }

    /// <summary>The lines of words in it, from the top.</summary>
    public IReadOnlyList<PictureLine> Lines { get; init; } = [];

    /// <summary>The codes in it.</summary>
    public IReadOnlyList<PictureCode> Codes { get; init; } = [];

    /// <summary>What its file says of where it came from.</summary>
    public PictureOrigin? Origin { get; init; }

    /// <summary>A JPEG without any of the original's bytes, longest side <see cref="PictureExaminer.CopySide"/>.</summary>
    public byte[]? Copy { get; init; }

    /// <summary>The picture brought down whoever read it: it is not tried again.</summary>
    public bool IsDangerous { get; init; }

    /// <summary>A picture that was not read.</summary>
    public static ExaminedPicture Refused(string reason) => new() { Refusal = reason };
}
