using Microsoft.ML.OnnxRuntime;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;

namespace Wardmark.Imaging.Looks;

/// <summary>
/// Runs the network that was trained to see logos (<c>models/training</c>), over a picture at four sizes and over a drawing
/// alone. The network is part of the product: prints hold what it says, so that another one needs another version of prints.
/// </summary>
public sealed class LogoViewReader : IDisposable
{
    // As in models/training/logo_views.py.
    const int Stride = 8;
    const float Offset = 0.5f;
    const double Nominal = 40;
    const double MostStrip = 1.8;
    const int Window = 96;
    const int Middle = Window / 2 / Stride;
    const int Outputs = LogoView.Length + 3;
    const int Margin = 24;
    const float LeastInk = 12;

    static readonly int[] Sides = [384, 192, 96, 48];
    static readonly double[] Sizes = [0.84, 1, 1.19];
    static readonly Lazy<LogoViewReader?> ShippedReader = new(Make);
    readonly InferenceSession _network;

    /// <summary>Loads the network.</summary>
    public LogoViewReader(string file)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _network = new(file, options);
    }

    /// <summary>The network in the models folder; nothing where there is none.</summary>
    public static LogoViewReader? Shipped => ShippedReader.Value;

    /// <summary>The places of a picture that most surely show a logo.</summary>
    public IReadOnlyList<LogoView> Read(Plane luma)
    {
        var places = new List<(float Sure, Region Box, float[] Output, int At, int Cells)>();
        foreach (var level in Sides.Select(luma.Within).DistinctBy(l => l.Width))
        {
            var (output, rows, columns) = Run(Padded(level));
            for (var at = 0; at < rows * columns; at++)
            {
                double x = (at % columns * Stride) + Offset - Margin, y = (at / columns * Stride) + Offset - Margin;
                if (x < 0 || y < 0 || x > level.Width || y > level.Height) continue;
                double width = Nominal * Math.Exp(output[((Outputs - 2) * rows * columns) + at]) / 2, height = Nominal * Math.Exp(output[((Outputs - 1) * rows * columns) + at]) / 2;
                places.Add((output[(LogoView.Length * rows * columns) + at], new(
                    Share(x - width, level.Width), Share(y - height, level.Height), Share(x + width, level.Width), Share(y + height, level.Height)), output, at, rows * columns));
            }
        }

        return [.. places.OrderByDescending(p => p.Sure).Take(LogoView.MostOfPicture).Select(p => new LogoView(p.Box, p.Sure, LogoView.Pack(Direction(p.Output, p.At, p.Cells))))];
    }

    /// <summary>The view of a drawing's logo: the mean of several sizes of it, dark on light and light on dark; nothing where it draws nothing.</summary>
    public sbyte[]? OfDrawing(Plane drawing)
    {
        if (Ink(drawing) is not { } ink) return null;
        var mean = new float[LogoView.Length];
        foreach (var size in Sizes)
        {
            var scale = size * Nominal / Math.Max(Math.Sqrt((double)ink.Width * ink.Height), Math.Max(ink.Width, ink.Height) / MostStrip);
            int width = Math.Clamp((int)Math.Round(ink.Width * scale), 1, Window), height = Math.Clamp((int)Math.Round(ink.Height * scale), 1, Window);
            var large = ink;
            while (large.Width < width || large.Height < height) large = large.Doubled();
            var small = large.Resized(width, height);
            foreach (var isDark in (ReadOnlySpan<bool>)[true, false])
            {
                var window = new Plane(Window, Window);
                if (isDark) Array.Fill(window.Values, 255f);
                int left = (Window - width + 1) / 2, top = (Window - height + 1) / 2;
                for (var y = 0; y < height; y++)
                    for (var x = 0; x < width; x++) window.Row(top + y)[left + x] = isDark ? 255 - small.Row(y)[x] : small.Row(y)[x];
                var (output, rows, columns) = Run(window);
                var direction = Direction(output, (Middle * columns) + Middle, rows * columns);
                for (var i = 0; i < mean.Length; i++) mean[i] += direction[i];
            }
        }

        var length = MathF.Sqrt(mean.Sum(v => v * v));
        return length == 0 ? null : LogoView.Pack([.. mean.Select(v => v / length)]);
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    static LogoViewReader? Make()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "models", "logo-view.onnx");
        try
        {
            return File.Exists(file) ? new(file) : null;
        }
        catch (Exception e) when (e is OnnxRuntimeException or DllNotFoundException or TypeInitializationException)
        {
            // Logos are then found by details and forms alone.
            return null;
        }
    }

    /// <summary>What of a drawing is not background, as 0 to 255, cut to it; nothing where all is background.</summary>
    public static Plane? Ink(Plane drawing)
    {
        var background = drawing.Values[0];
        int left = drawing.Width, top = drawing.Height, right = -1, bottom = -1;
        for (var y = 0; y < drawing.Height; y++)
            for (var x = 0; x < drawing.Width; x++)
                if (Math.Abs(drawing.Row(y)[x] - background) > LeastInk) (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
        if (right < left) return null;
        var ink = drawing.Cropped(left, top, right - left + 1, bottom - top + 1);
        for (var i = 0; i < ink.Values.Length; i++) ink.Values[i] = Math.Min(255, Math.Abs(ink.Values[i] - background));
        return ink;
    }

    // The border continued outwards, up to a whole number of cells.
    static Plane Padded(Plane level)
    {
        var padded = new Plane(Whole(level.Width + (2 * Margin)), Whole(level.Height + (2 * Margin)));
        for (var y = 0; y < padded.Height; y++)
        {
            var from = level.Row(Math.Clamp(y - Margin, 0, level.Height - 1));
            var to = padded.Row(y);
            to[..Margin].Fill(from[0]);
            from.CopyTo(to[Margin..]);
            to[(Margin + level.Width)..].Fill(from[^1]);
        }

        return padded;

        static int Whole(int side) => (side + Stride - 1) / Stride * Stride;
    }

    (float[] Output, int Rows, int Columns) Run(Plane luma)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(luma.Values, [1, 1, luma.Height, luma.Width]);
        using var run = new RunOptions();
        using var output = _network.Run(run, _network.InputNames, [input], _network.OutputNames);
        return (output[0].GetTensorDataAsSpan<float>().ToArray(), luma.Height / Stride, luma.Width / Stride);
    }

    static float[] Direction(float[] output, int at, int cells)
    {
        var direction = new float[LogoView.Length];
        for (var i = 0; i < direction.Length; i++) direction[i] = output[(i * cells) + at];
        return direction;
    }

    static double Share(double at, int of) => Math.Round(Math.Clamp(at / of, 0, 1), 4);
}
