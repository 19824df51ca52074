namespace Wardmark.Detection.Pictures;

/// <summary>A line of words read in a picture.</summary>
/// <param name="Confidence">Mean certainty of its characters, 0 to 1.</param>
/// <param name="Box">Where it stands.</param>
public sealed record PictureLine(string Text, double Confidence, Region Box);

/// <summary>A code read in a picture.</summary>
/// <param name="Kind">EAN-13, UPC-A, QR, DataMatrix and so on.</param>
/// <param name="Text">What it says.</param>
public sealed record PictureCode(string Kind, string Text, Region Box);
