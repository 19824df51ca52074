using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using SkiaSharp;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pixels;

namespace Wardmark.Imaging.Words;

/// <summary>
/// Reads the words in a picture with the networks of the <c>models</c> folder: first a cheap look whether there are any,
/// then where the lines stand, which way up, and what they say. For one thread.
/// </summary>
sealed class WordReader : IDisposable
{
    /// <summary>Side at which a picture is asked whether there are words in it at all: of letters a fiftieth of the side high, 320 misses three in ten, 416 one in twenty.</summary>
    const int GlanceSide = 416;

    /// <summary>Side up to which a glance would cost nearly what the look does.</summary>
    const int SmallSide = 480;

    /// <summary>Side at which lines are found.</summary>
    const int LookSide = 736;

    const int MostLines = 24;

    // A single character is as often an ornament.
    const int FewestCharacters = 2;
    const int LineHeight = 48;
    const int LongestLine = 1_200;
    const int AngleWidth = 192;
    const float SureUpsideDown = 0.9f;

    // Of a line read so surely nobody asks which way up it is.
    const double ReadsUpright = 0.9;
    const double LeastCertain = 0.6;

    static readonly float[] Half = [0.5f, 0.5f, 0.5f];
    static readonly Lazy<WordReader?> ShippedReader = new(Make);

    readonly InferenceSession _recognition;
    readonly InferenceSession _angle;
    readonly InferenceSession _detection;
    readonly LineFinder _finder;
    readonly string[] _characters;

    WordReader(string folder)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _detection = new(Path.Combine(folder, "text-detection.onnx"), options);
        _recognition = new(Path.Combine(folder, "text-recognition.onnx"), options);
        _angle = new(Path.Combine(folder, "text-angle.onnx"), options);
        _finder = new(_detection);
        // Nothing comes first, a space last.
        _characters = ["", .. File.ReadLines(Path.Combine(folder, "text-characters.txt")), " "];
    }

    /// <summary>The reader of the shipped models; nothing where they, or the runtime they need, are not there.</summary>
    public static WordReader? Shipped => ShippedReader.Value;

    /// <summary>The lines of a picture, from the top.</summary>
    public IReadOnlyList<PictureLine> Read(SKBitmap picture)
    {
        var isSmall = Math.Max(picture.Width, picture.Height) <= SmallSide;
        if (!isSmall && _finder.Find(picture, GlanceSide).Count == 0) return [];
        var boxes = _finder.Find(picture, LookSide);
        var lines = new List<PictureLine>();
        foreach (var box in boxes.Take(MostLines))
            if (ReadLine(picture, box) is { } line) lines.Add(line);
        lines.Sort((a, b) => a.Box.Top != b.Box.Top ? a.Box.Top.CompareTo(b.Box.Top) : a.Box.Left.CompareTo(b.Box.Left));
        return lines;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _detection.Dispose();
        _recognition.Dispose();
        _angle.Dispose();
    }

    static WordReader? Make()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "models");
        try
        {
            return File.Exists(Path.Combine(folder, "text-recognition.onnx")) ? new(folder) : null;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or OnnxRuntimeException)
        {
            return null;
        }
    }

    PictureLine? ReadLine(SKBitmap picture, LineBox box)
    {
        if (box.Across < 6) return null;
        using var cut = Cut(picture, box, turned: false);
        var (text, certain) = Recognise(cut);
        // A tall line may run either way up the picture.
        if (certain < ReadsUpright && IsUpsideDown(cut))
        {
            using var turned = Cut(picture, box, turned: true);
            (text, certain) = Recognise(turned);
        }

        if (text.Length < FewestCharacters || certain < LeastCertain) return null;
        var (sin, cos) = MathF.SinCos(box.Angle);
        float halfWidth = ((Math.Abs(cos) * box.Along) + (Math.Abs(sin) * box.Across)) / 2, halfHeight = ((Math.Abs(sin) * box.Along) + (Math.Abs(cos) * box.Across)) / 2;
        return new(text, Math.Round(certain, 3), new(
            Share(box.X - halfWidth, picture.Width), Share(box.Y - halfHeight, picture.Height), Share(box.X + halfWidth, picture.Width), Share(box.Y + halfHeight, picture.Height)));
    }

    static double Share(float at, int of) => Math.Round(Math.Clamp(at / of, 0, 1), 4);

    // The line, laid level, at the height the recogniser takes.
    static SKBitmap Cut(SKBitmap picture, LineBox box, bool turned)
    {
        var width = Math.Clamp((int)MathF.Ceiling(box.Along * LineHeight / box.Across), 16, LongestLine);
        var cut = new SKBitmap(new SKImageInfo(width, LineHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(cut);
        canvas.Clear(SKColors.White);
        if (turned) canvas.RotateDegrees(180, width / 2f, LineHeight / 2f);
        canvas.Translate(width / 2f, LineHeight / 2f);
        canvas.Scale(width / box.Along, LineHeight / box.Across);
        canvas.RotateRadians(-box.Angle);
        canvas.Translate(-box.X, -box.Y);
        using var image = SKImage.FromBitmap(picture);
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return cut;
    }

    bool IsUpsideDown(SKBitmap line)
    {
        var width = Math.Min(AngleWidth, line.Width);
        using var scaled = Scaling.To(line, width, LineHeight);
        return Run(_angle, scaled, AngleWidth, (odds, _) => odds[1] > SureUpsideDown);
    }

    (string Text, double Certain) Recognise(SKBitmap line) => Run(_recognition, line, Math.Max(line.Width, LineHeight), Text);

    (string Text, double Certain) Text(ReadOnlySpan<float> scores, int classes)
    {
        var text = new System.Text.StringBuilder();
        double sum = 0;
        int count = 0, last = 0;
        for (; scores.Length >= classes; scores = scores[classes..])
        {
            var best = TensorPrimitives.IndexOfMax(scores[..classes]);
            if (best != 0 && best != last && best < _characters.Length)
            {
                text.Append(_characters[best]);
                sum += scores[best];
                count++;
            }

            last = best;
        }

        return (text.ToString().Trim(), count == 0 ? 0 : sum / count);
    }

    static T Run<T>(InferenceSession network, SKBitmap line, int width, Func<ReadOnlySpan<float>, int, T> read)
    {
        var planes = new float[3 * width * LineHeight];
        ColourPlanes.Fill(line, planes, width, LineHeight, Half, Half);
        using var input = OrtValue.CreateTensorValueFromMemory(planes, [1, 3, LineHeight, width]);
        using var run = new RunOptions();
        using var output = network.Run(run, [network.InputNames[0]], [input], network.OutputNames);
        return read(output[0].GetTensorDataAsSpan<float>(), (int)output[0].GetTensorTypeAndShape().Shape[^1]);
    }
}
