using Microsoft.ML.OnnxRuntime;
using SkiaSharp;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pixels;

namespace Wardmark.Imaging.Looks;

/// <summary>Says what a picture looks like, by the network of a manifest.</summary>
public sealed class LookReader : IDisposable
{
    static readonly Lazy<LookReader?> ShippedReader = new(Make);

    readonly LookManifest _manifest;
    readonly InferenceSession _network;
    readonly float[] _centre;

    /// <summary>Loads the network.</summary>
    /// <exception cref="InvalidDataException">The manifest or the network is not usable, in a sentence.</exception>
    public LookReader(string manifest)
    {
        _manifest = LookManifest.Read(manifest);
        _centre = _manifest.CentreValues();
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        InferenceSession? network = null;
        try
        {
            _network = network = new(_manifest.FileBeside(manifest), options);
            if (!_network.OutputNames.Contains(_manifest.Output)) throw new InvalidDataException($"{_manifest.File} has no output {_manifest.Output}; it has {string.Join(", ", _network.OutputNames)}");
            // A network that does not take such pictures would bring the worker down with every one of them.
            using var blank = new SKBitmap(_manifest.Side, _manifest.Side);
            var length = Output(blank).Length;
            if (_centre.Length > 0 && _centre.Length != length) throw new InvalidDataException($"{manifest}: the centre has {_centre.Length} numbers and {_manifest.Output} {length}; leave it empty and run wardmark train looks");
        }
        catch (OnnxRuntimeException e)
        {
            network?.Dispose();
            throw new InvalidDataException($"{_manifest.File} is no network that runs here: {e.Message}", e);
        }
        catch (InvalidDataException)
        {
            network?.Dispose();
            throw;
        }
    }

    /// <summary>Where the shipped manifest lies.</summary>
    public static string ShippedManifest => Path.Combine(AppContext.BaseDirectory, "models", "picture-look.json");

    /// <summary>The reader of the manifest in the models folder; nothing where there is none or it is not usable.</summary>
    public static LookReader? Shipped => ShippedReader.Value;

    /// <summary>What runs, in a line: file, hash, licence, source.</summary>
    public string Description => $"{_manifest.File}, SHA-256 {_manifest.Sha256}, {_manifest.Licence}: {_manifest.Source}";

    /// <summary>The look of a picture.</summary>
    public PictureLook Read(SKBitmap picture) => PictureLook.Of(_manifest.Network, Output(picture), _centre);

    /// <summary>Writes the manifest anew with the mean output over pictures, by which looks tell more; returns how many there were.</summary>
    public int Centre(IEnumerable<byte[]> pictures, string manifest)
    {
        double[] sum = [];
        var count = 0;
        foreach (var bytes in pictures)
        {
            using var data = SKData.CreateCopy(bytes);
            using var codec = SKCodec.Create(data);
            using var bitmap = codec is null ? null : SKBitmap.Decode(codec);
            if (bitmap is null) continue;
            var output = Output(bitmap);
            if (sum.Length == 0) sum = new double[output.Length];
            for (var i = 0; i < sum.Length; i++) sum[i] += output[i];
            count++;
        }

        if (count == 0) throw new InvalidDataException("no picture could be read");
        var halves = sum.Select(s => (Half)(s / count)).ToArray();
        (_manifest with { Centre = Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes(halves.AsSpan())) }).Write(manifest);
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    static LookReader? Make()
    {
        try
        {
            return File.Exists(ShippedManifest) ? new(ShippedManifest) : null;
        }
        catch (Exception e) when (e is InvalidDataException or DllNotFoundException or TypeInitializationException)
        {
            // wardmark image model says what is wrong; pictures are compared without looks.
            return null;
        }
    }

    float[] Output(SKBitmap picture)
    {
        var side = _manifest.Side;
        using var scaled = Scaling.To(picture, side, side);
        var planes = new float[3 * side * side];
        ColourPlanes.Fill(scaled, planes, side, side, _manifest.Mean, _manifest.Spread, isBlueFirst: _manifest.Order == "bgr");
        using var input = OrtValue.CreateTensorValueFromMemory(planes, [1, 3, side, side]);
        using var run = new RunOptions();
        using var output = _network.Run(run, [_network.InputNames[0]], [input], [_manifest.Output]);
        return output[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
