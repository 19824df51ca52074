namespace Wardmark.Detection.Images;

/// <summary>Finds the plain border that letterboxing, padding and frames put around a picture.</summary>
public static class Borders
{
    const float MostSpread = 6;
    const double LeastKept = 0.3;
    const double LeastCut = 0.02;

    /// <summary>The part inside the border: left, top, width, height. The whole where there is no border.</summary>
    public static (int Left, int Top, int Width, int Height) Inside(Plane plane)
    {
        int top = 0, bottom = plane.Height, left = 0, right = plane.Width;
        var edge = plane.Values[0];
        while (top < bottom && IsPlain(plane, edge, left, right, top)) top++;
        while (bottom > top && IsPlain(plane, edge, left, right, bottom - 1)) bottom--;
        while (left < right && IsPlainColumn(plane, edge, top, bottom, left)) left++;
        while (right > left && IsPlainColumn(plane, edge, top, bottom, right - 1)) right--;
        int width = right - left, height = bottom - top;
        var isWorth = 1 - ((double)width * height / ((double)plane.Width * plane.Height)) > LeastCut;
        return isWorth && width >= LeastKept * plane.Width && height >= LeastKept * plane.Height ? (left, top, width, height) : (0, 0, plane.Width, plane.Height);
    }

    /// <summary>True for a picture in two or three plain tones on a plain ground: a drawing, no photo.</summary>
    public static bool IsDrawing(Plane plane)
    {
        const int Tones = 32;
        const double Drawn = 0.93;
        const double Ground = 0.9;
        var tones = new int[Tones];
        foreach (var value in plane.Values) tones[Math.Clamp((int)(value * Tones / 256), 0, Tones - 1)]++;
        var most = tones.Order().TakeLast(3).Sum();
        if (most < Drawn * plane.Values.Length) return false;
        int rim = 0, plain = 0;
        for (var x = 0; x < plane.Width; x++)
            foreach (var y in (ReadOnlySpan<int>)[0, plane.Height - 1])
            {
                rim++;
                if (Math.Abs(plane.Values[(y * plane.Width) + x] - plane.Values[0]) <= MostSpread) plain++;
            }

        return plain >= Ground * rim;
    }

    static bool IsPlain(Plane plane, float edge, int from, int to, int y)
    {
        var row = plane.Row(y);
        for (var x = from; x < to; x++)
            if (Math.Abs(row[x] - edge) > MostSpread) return false;
        return true;
    }

    static bool IsPlainColumn(Plane plane, float edge, int top, int bottom, int x)
    {
        for (var y = top; y < bottom; y++)
            if (Math.Abs(plane.Values[(y * plane.Width) + x] - edge) > MostSpread) return false;
        return true;
    }
}
