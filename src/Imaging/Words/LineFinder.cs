using Microsoft.ML.OnnxRuntime;
using SkiaSharp;
using Wardmark.Imaging.Pixels;

namespace Wardmark.Imaging.Words;

/// <summary>A turned rectangle around a line of words, in pixels: its middle, its sides along and across, its angle in radians.</summary>
readonly record struct LineBox(float X, float Y, float Along, float Across, float Angle);

/// <summary>Finds where words stand (PP-OCR's differentiable binarisation: Liao et al. 2020).</summary>
sealed class LineFinder(InferenceSession network)
{
    const float Ink = 0.3f;
    const float LeastCertain = 0.55f;
    const float Growth = 1.6f;
    const int SmallestPixels = 10;
    const int Multiple = 32;

    static readonly float[] Mean = [0.485f, 0.456f, 0.406f];
    static readonly float[] Spread = [0.229f, 0.224f, 0.225f];

    /// <summary>The lines of a picture that is looked at with a longest side, largest first.</summary>
    public List<LineBox> Find(SKBitmap picture, int longestSide)
    {
        var scale = Math.Min(1.0, (double)longestSide / Math.Max(picture.Width, picture.Height));
        int width = Rounded(picture.Width * scale), height = Rounded(picture.Height * scale);
        using var scaled = Scaling.To(picture, width, height);
        var planes = new float[3 * width * height];
        ColourPlanes.Fill(scaled, planes, width, height, Mean, Spread);
        using var input = OrtValue.CreateTensorValueFromMemory(planes, [1, 3, height, width]);
        using var run = new RunOptions();
        using var output = network.Run(run, [network.InputNames[0]], [input], network.OutputNames);
        var map = output[0].GetTensorDataAsSpan<float>();
        float across = (float)picture.Width / width, down = (float)picture.Height / height;
        var boxes = Boxes(map, width, height).Select(b => Back(b, across, down)).ToList();
        boxes.Sort((a, b) => (b.Along * b.Across).CompareTo(a.Along * a.Across));
        return boxes;
    }

    static int Rounded(double side) => Math.Max(Multiple, (int)Math.Round(side / Multiple) * Multiple);

    // Both scales are nearly the same: the rounding to multiples is all that differs.
    static LineBox Back(LineBox b, float across, float down)
    {
        var mean = MathF.Sqrt(across * down);
        return new(b.X * across, b.Y * down, b.Along * mean, b.Across * mean, b.Angle);
    }

    static List<LineBox> Boxes(ReadOnlySpan<float> map, int width, int height)
    {
        var boxes = new List<LineBox>();
        var seen = new bool[map.Length];
        var stack = new Stack<int>();
        var member = new List<int>();
        for (var start = 0; start < map.Length; start++)
        {
            if (map[start] < Ink || seen[start]) continue;
            member.Clear();
            stack.Push(start);
            seen[start] = true;
            while (stack.TryPop(out var at))
            {
                member.Add(at);
                int x = at % width, y = at / width;
                for (var dy = -1; dy <= 1; dy++)
                    for (var dx = -1; dx <= 1; dx++)
                    {
                        int nx = x + dx, ny = y + dy;
                        if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
                        var next = (ny * width) + nx;
                        if (map[next] < Ink || seen[next]) continue;
                        seen[next] = true;
                        stack.Push(next);
                    }
            }

            if (member.Count < SmallestPixels) continue;
            double sum = 0;
            foreach (var at in member) sum += map[at];
            if (sum / member.Count >= LeastCertain) boxes.Add(Around(Ends(member, width), width));
        }

        return boxes;
    }

    // Nothing of a blob reaches further than the ends of its rows.
    static List<int> Ends(List<int> member, int width)
    {
        var rows = new Dictionary<int, (int First, int Last)>();
        foreach (var at in member)
            rows[at / width] = rows.TryGetValue(at / width, out var row) ? (Math.Min(row.First, at), Math.Max(row.Last, at)) : (at, at);
        return [.. rows.Values.SelectMany(r => new[] { r.First, r.Last })];
    }

    // The rectangle of least area over a fan of angles; the blob is the core of the line, so it is grown by area over girth.
    static LineBox Around(List<int> member, int width)
    {
        var best = default(LineBox);
        var least = float.MaxValue;
        for (var step = 0; step < 45; step++)
        {
            var angle = step * MathF.PI / 90;
            var (sin, cos) = MathF.SinCos(angle);
            float minA = float.MaxValue, maxA = float.MinValue, minB = float.MaxValue, maxB = float.MinValue;
            foreach (var at in member)
            {
                float x = at % width, y = at / width;
                float a = (x * cos) + (y * sin), b = (y * cos) - (x * sin);
                (minA, maxA, minB, maxB) = (Math.Min(minA, a), Math.Max(maxA, a), Math.Min(minB, b), Math.Max(maxB, b));
            }

            float along = maxA - minA + 1, across = maxB - minB + 1;
            if (along * across >= least) continue;
            least = along * across;
            float ma = (minA + maxA) / 2, mb = (minB + maxB) / 2;
            best = new((ma * cos) - (mb * sin) + 0.5f, (ma * sin) + (mb * cos) + 0.5f, along, across, angle);
        }

        // Words run along the longer side; of two ways that differ by half a turn the one nearer to upright is taken.
        if (best.Across > best.Along) best = best with { Along = best.Across, Across = best.Along, Angle = best.Angle + (MathF.PI / 2) };
        if (best.Angle > MathF.PI / 2) best = best with { Angle = best.Angle - MathF.PI };
        var grow = best.Along * best.Across * Growth / (2 * (best.Along + best.Across)) * 2;
        return best with { Along = best.Along + grow, Across = best.Across + grow };
    }
}
