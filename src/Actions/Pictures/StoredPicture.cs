using System.Text.Json;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;

namespace Wardmark.Actions.Pictures;

/// <summary>A picture as the store remembers it: where it came from, the hash of its bytes, its perceptual hash.</summary>
/// <param name="Sha256">Of the bytes; the name of the file in the data folder. Nothing where only the address is known.</param>
/// <param name="Problem">Why it could not be read; nothing where it was.</param>
public sealed record StoredPicture(int Index, string Source, string? Sha256, string? Pdq, int Quality, string? Problem)
{
    /// <summary>The problem of a picture that is named by address and still to be fetched.</summary>
    public const string IsAwaited = "waits to be fetched from its address";

    /// <summary>The perceptual hash; of quality 0, which meets nothing, where there is none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public PdqHash Hash => Pdq is null ? default : PdqHash.Parse(Pdq, Quality);

    /// <summary>What it looks like as a whole, as text (<see cref="PictureLook.Write"/>).</summary>
    public string? Look { get; init; }

    /// <summary>The words read in it.</summary>
    public IReadOnlyList<PictureLine> Lines { get; init; } = [];

    /// <summary>Words were looked for in it; not so in reference pictures of versions that read none.</summary>
    public bool IsRead { get; init; }

    /// <summary>The codes read in it.</summary>
    public IReadOnlyList<PictureCode> Codes { get; init; } = [];

    /// <summary>What its file says of where it came from.</summary>
    public PictureOrigin? Origin { get; init; }

    /// <summary>Its print, of a picture that is only looked at; that of a kept one is read from the store when it is needed.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public PicturePrint? Print { get; init; }

    /// <summary>For the store.</summary>
    public static string Write(IReadOnlyList<StoredPicture> pictures) => JsonSerializer.Serialize(pictures, FindingJson.Wire);

    /// <summary>From the store.</summary>
    public static IReadOnlyList<StoredPicture> Read(string json) => JsonSerializer.Deserialize<StoredPicture[]>(json, FindingJson.Wire)!;
}
