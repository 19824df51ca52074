using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wardmark.Imaging.Looks;

/// <summary>
/// What is to be known of a network that says what pictures look like: <c>models/picture-look.json</c>. Another network is
/// put in its place with a manifest of its own; a file whose hash is not the manifest's is not run.
/// </summary>
/// <param name="File">The ONNX file, beside the manifest.</param>
/// <param name="Sha256">Its hash.</param>
/// <param name="Licence">What it may be used under.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Side">Pixels of each side of the square it takes.</param>
/// <param name="Order">Planes: <c>rgb</c> or <c>bgr</c>.</param>
/// <param name="Mean">What is taken from each plane, of values 0 to 1.</param>
/// <param name="Spread">What each plane is then divided by.</param>
/// <param name="Output">Which output is the look.</param>
/// <param name="Centre">Mean output over many pictures, half floats as Base64; empty where unknown, and looks tell a little less.</param>
sealed record LookManifest(string File, string Sha256, string Licence, string Source, int Side, string Order, float[] Mean, float[] Spread, string Output, string Centre)
{
    const int LargestSide = 1_024;
    static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true, WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The first eight bytes of the hash.</summary>
    [JsonIgnore]
    public ulong Network => Convert.ToUInt64(Sha256[..16], 16);

    /// <summary>The mean output.</summary>
    public float[] CentreValues() => [.. System.Runtime.InteropServices.MemoryMarshal.Cast<byte, Half>(Convert.FromBase64String(Centre)).ToArray().Select(h => (float)h)];

    /// <summary>Reads a manifest and checks the file it speaks of.</summary>
    /// <exception cref="InvalidDataException">Something is wrong with it, in a sentence.</exception>
    public static LookManifest Read(string path)
    {
        LookManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<LookManifest>(System.IO.File.ReadAllBytes(path), Strict) ?? throw new InvalidDataException($"{path} is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}, line {e.LineNumber + 1}: {e.Message}", e);
        }

        if (manifest.Side is < 16 or > LargestSide) throw new InvalidDataException($"{path}: side is {manifest.Side}; 16 to {LargestSide} are taken");
        if (manifest.Order is not ("rgb" or "bgr")) throw new InvalidDataException($"{path}: order is {manifest.Order}; rgb and bgr are taken");
        if (manifest.Mean.Length != 3 || manifest.Spread.Length != 3 || manifest.Spread.Contains(0)) throw new InvalidDataException($"{path}: mean and spread have three numbers, and no spread is 0");
        if (!Convert.TryFromBase64String(manifest.Centre, new byte[manifest.Centre.Length], out var bytes) || bytes % 2 != 0) throw new InvalidDataException($"{path}: the centre is no Base64 of half floats");
        var network = manifest.FileBeside(path);
        if (!System.IO.File.Exists(network)) throw new InvalidDataException($"{network} is not there");
        using var file = System.IO.File.OpenRead(network);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        return hash == manifest.Sha256 ? manifest : throw new InvalidDataException($"{network} has SHA-256 {hash}; the manifest says {manifest.Sha256}");
    }

    /// <summary>Where the network is.</summary>
    public string FileBeside(string manifest) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(manifest))!, Path.GetFileName(File));

    /// <summary>Writes the manifest.</summary>
    public void Write(string path) => System.IO.File.WriteAllText(path, JsonSerializer.Serialize(this, Strict) + "\n");
}
