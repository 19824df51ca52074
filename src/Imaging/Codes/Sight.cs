using SkiaSharp;
using Wardmark.Imaging.Pixels;

namespace Wardmark.Imaging.Codes;

/// <summary>A picture at a size at which codes are looked for, and how brightness changes over it.</summary>
/// <param name="Picture">Its pixels.</param>
/// <param name="Times">How many times as large the picture is in which places are told.</param>
/// <param name="Blocks">Its blocks, row by row, each summed with those around it.</param>
/// <param name="Across">How many stand in a row.</param>
sealed record Sight(SKBitmap Picture, int Times, Slope[] Blocks, int Across) : IDisposable
{
    /// <summary>A picture as it is, in which places are told.</summary>
    public static Sight Of(SKBitmap picture) => Of(picture, 1);

    /// <summary>The same at half the size: what is too large to be seen as one there is seen here.</summary>
    public Sight Half() => Of(Scaling.To(Picture, Math.Max(1, Picture.Width / 2), Math.Max(1, Picture.Height / 2)), Times * 2);

    /// <inheritdoc/>
    public void Dispose() => Picture.Dispose();

    static Sight Of(SKBitmap picture, int times)
    {
        var (blocks, across) = Slope.Of(picture);
        return new(picture, times, blocks, across);
    }
}
