using System.Text.Json;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;

namespace Wardmark.Actions.Pictures;

/// <summary>A picture that may be used although it is a copy of a reference picture: licensed to sellers, or judged so by a person.</summary>
/// <param name="Pdq">By which it is known again, in every turn.</param>
/// <param name="Sha256">The picture on record, where it is.</param>
public sealed record PermittedPicture(string Pdq, string? Sha256, string Why, string By, DateTime At)
{
    /// <summary>Reads the column.</summary>
    public static IReadOnlyList<PermittedPicture> Read(string json) => json == "[]" ? [] : JsonSerializer.Deserialize<List<PermittedPicture>>(json, FindingJson.Wire)!;

    /// <summary>Writes the column.</summary>
    public static string Write(IReadOnlyList<PermittedPicture> permitted) => JsonSerializer.Serialize(permitted, FindingJson.Wire);

    /// <summary>True where the picture is one of the permitted, as it is or turned.</summary>
    public static bool Covers(IReadOnlyList<PdqHash> permitted, PicturePrint print) =>
        permitted.Any(p => print.Turns.Any(t => t.Quality >= Detection.Images.Pdq.LowestUsefulQuality && t.Distance(p) <= Detection.Images.Pdq.MatchDistance));
}
