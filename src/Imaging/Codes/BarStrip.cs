using System.Numerics.Tensors;
using SkiaSharp;

namespace Wardmark.Imaging.Codes;

/// <summary>The brightness along a line across bars, averaged over a stretch of their height and evened out: 1 for paper, -1 for ink.</summary>
static class BarStrip
{
    /// <summary>By how much of the bars' length a strip reaches beyond them on either side.</summary>
    public const double Beyond = 0.25;

    const int MostRows = 24;
    const int RoughRows = 8;
    const int Turns = 12;
    const double Turn = Math.PI / 90;
    const int FineTurns = 3;
    const double FineTurn = Math.PI / 360;
    const double ThinStrip = 4;
    // Nearer to the middle between paper and ink than this, it is neither.
    const float Grey = 0.15f;
    // The contrast nearby counts as at least this share of that of the whole strip, so that noise on paper is not taken for bars.
    const float LeastContrast = 0.3f;

    /// <summary>How many bars are seen.</summary>
    public static int Count(SKBitmap picture, Bars bars) => Crossings(Of(picture, bars, 0, Math.Min(bars.Height * 0.2, ThinStrip), (int)Math.Clamp(bars.Length * 2, 64, 512))) / 2;

    /// <summary>How often a strip goes from paper to ink or back.</summary>
    public static int Crossings(float[] strip)
    {
        var (count, side) = (0, 0);
        foreach (var value in strip)
        {
            var now = value > Grey ? 1 : value < -Grey ? -1 : side;
            if (now != side && side != 0) count++;
            side = now;
        }

        return count;
    }

    /// <summary>The bars as they lie exactly: each half is turned until it is sharpest.</summary>
    public static Bars Straightened(SKBitmap picture, Bars bars)
    {
        var (sin, cos) = Math.SinCos(bars.Angle);
        float Half(int side)
        {
            var middle = bars with { X = bars.X + (float)(side * cos * bars.Length / 4), Y = bars.Y + (float)(side * sin * bars.Length / 4), Length = bars.Length / 2 / (1 + (2 * (float)Beyond)) };
            var rough = Sharpest(picture, middle, Turns, Turn, RoughRows);
            return Sharpest(picture, rough, FineTurns, FineTurn, MostRows).Angle;
        }

        float left = Half(-1), right = Half(1);
        return bars with { Angle = (left + right) / 2, Fan = (right - left) / (bars.Length / 2) };
    }

    static Bars Sharpest(SKBitmap picture, Bars bars, int turns, double turn, int rows)
    {
        var samples = (int)Math.Clamp(bars.Length * 1.5, 32, 256);
        return Enumerable.Range(-turns, (2 * turns) + 1).Select(by => bars with { Angle = bars.Angle + (float)(by * turn) }).MaxBy(b => Sharpness(Raw(picture, b, 0, b.Height * 0.5, samples, rows)));
    }

    /// <summary>A strip across the bars.</summary>
    /// <param name="picture">The picture the bars stand in, four bytes a pixel.</param>
    /// <param name="bars">The bars, in its pixels.</param>
    /// <param name="at">How far below their middle, in pixels along the bars.</param>
    /// <param name="thick">Over how many pixels of their height it goes.</param>
    /// <param name="samples">How many values.</param>
    public static float[] Of(SKBitmap picture, Bars bars, double at, double thick, int samples) => Evened(Raw(picture, bars, at, thick, samples, MostRows));

    static float[] Raw(SKBitmap picture, Bars bars, double at, double thick, int samples, int mostRows)
    {
        var strip = new float[samples];
        var pixels = picture.GetPixelSpan();
        int width = picture.Width, height = picture.Height, stride = picture.RowBytes, rows = Math.Clamp((int)thick, 1, mostRows);
        var (sin, cos) = Math.SinCos(bars.Angle);
        double reach = bars.Length * (0.5 + Beyond), step = 2 * reach / samples;
        for (var r = 0; r < rows; r++)
        {
            double below = thick * (((r + 0.5) / rows) - 0.5), down = at + below;
            for (var i = 0; i < samples; i++)
            {
                var straight = -reach + ((i + 0.5) * step);
                // A bar that is turned more lies further left below.
                var along = straight - (bars.Fan * straight * below);
                strip[i] += Brightness(pixels, stride, width, height, bars.X + (along * cos) - (down * sin) - 0.5, bars.Y + (along * sin) + (down * cos) - 0.5);
            }
        }

        return strip;
    }

    static float Brightness(ReadOnlySpan<byte> pixels, int stride, int width, int height, double x, double y)
    {
        x = Math.Clamp(x, 0, width - 1.001);
        y = Math.Clamp(y, 0, height - 1.001);
        int left = (int)x, top = (int)y, at = (top * stride) + (left * 4);
        float right = (float)(x - left), low = (float)(y - top);
        var above = (Luma(pixels, at) * (1 - right)) + (Luma(pixels, at + 4) * right);
        var below = (Luma(pixels, at + stride) * (1 - right)) + (Luma(pixels, at + stride + 4) * right);
        return (above * (1 - low)) + (below * low);
    }

    static float Luma(ReadOnlySpan<byte> pixels, int at) => pixels[at] + (2 * pixels[at + 1]) + pixels[at + 2];

    static double Sharpness(float[] strip)
    {
        double sum = 0;
        for (var i = 2; i < strip.Length; i++) sum += (strip[i] - strip[i - 2]) * (strip[i] - strip[i - 2]);
        return sum;
    }

    // Less the middle of what is brightest and darkest nearby, by half of what lies between.
    static float[] Evened(float[] strip)
    {
        var reach = strip.Length / 12;
        var whole = strip.Max() - strip.Min();
        var evened = new float[strip.Length];
        for (var i = 0; i < strip.Length; i++)
        {
            var near = strip.AsSpan(Math.Max(0, i - reach), Math.Min(strip.Length, i + reach + 1) - Math.Max(0, i - reach));
            float lowest = TensorPrimitives.Min<float>(near), highest = TensorPrimitives.Max<float>(near);
            evened[i] = ((2 * strip[i]) - highest - lowest) / Math.Max(highest - lowest, Math.Max(LeastContrast * whole, 1));
        }

        return evened;
    }
}
