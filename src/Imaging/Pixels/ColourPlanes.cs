using System.Numerics;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Wardmark.Imaging.Pixels;

/// <summary>Pictures as the networks take them: one plane a colour, each value shifted and scaled.</summary>
static class ColourPlanes
{
    /// <summary>Writes a bitmap into planes of a given width, at the left; what lies right of it stays 0.</summary>
    public static void Fill(SKBitmap bitmap, Span<float> planes, int width, int height, ReadOnlySpan<float> mean, ReadOnlySpan<float> spread, bool isBlueFirst = true)
    {
        // Asking a bitmap for its size goes into native code each time.
        var pixels = bitmap.GetPixelSpan();
        var (across, down, stride) = (bitmap.Width, bitmap.Height, bitmap.RowBytes);
        for (var colour = 0; colour < 3; colour++)
        {
            var channel = isBlueFirst ? 2 - colour : colour;
            float factor = 1 / (255f * spread[colour]), shift = mean[colour] / spread[colour];
            for (var y = 0; y < down; y++)
            {
                var row = MemoryMarshal.Cast<byte, uint>(pixels.Slice(y * stride, across * 4));
                Fill(row, planes.Slice((colour * width * height) + (y * width), across), channel * 8, factor, shift);
            }
        }
    }

    // The colour that lies so many bits up in each pixel.
    static void Fill(ReadOnlySpan<uint> row, Span<float> to, int bits, float factor, float shift)
    {
        var (x, low, shifts) = (0, new Vector<uint>(255), new Vector<float>(shift));
        for (; x <= to.Length - Vector<uint>.Count; x += Vector<uint>.Count)
            ((Vector.ConvertToSingle((new Vector<uint>(row[x..]) >> bits) & low) * factor) - shifts).CopyTo(to[x..]);
        for (; x < to.Length; x++) to[x] = (((row[x] >> bits) & 255) * factor) - shift;
    }
}
