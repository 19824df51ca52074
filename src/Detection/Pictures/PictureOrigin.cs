namespace Wardmark.Detection.Pictures;

/// <summary>What a picture's file says of where it came from. All of it can be forged or cut off, so it is read as a hint and never as proof.</summary>
/// <param name="Camera">Maker and model, as EXIF names them.</param>
/// <param name="Software">What wrote the file last.</param>
/// <param name="TakenAt">The camera's own clock, without a zone, as yyyy-MM-ddTHH:mm:ss.</param>
/// <param name="HasPlace">It says where it was taken; where is not kept.</param>
/// <param name="Credentials">Content Credentials (C2PA) that came with it; they are not validated here.</param>
/// <param name="IsScreenshot">Written by a screen and not by a camera.</param>
/// <param name="IsEdited">Names an editor of pictures.</param>
/// <param name="IsGenerated">Says itself that a model made it (IPTC digital source type).</param>
public sealed record PictureOrigin(
    string? Camera = null, string? Software = null, string? TakenAt = null, bool HasPlace = false, string? Credentials = null, bool IsScreenshot = false, bool IsEdited = false, bool IsGenerated = false)
{
    /// <summary>In words, for who looks at the picture.</summary>
    public IEnumerable<string> Words()
    {
        if (Camera is not null) yield return $"taken with {Camera}";
        if (TakenAt is not null) yield return $"by its clock on {TakenAt.Replace('T', ' ')}";
        if (HasPlace) yield return "says where";
        if (Software is not null) yield return $"written by {Software}";
        if (IsScreenshot) yield return "a screenshot";
        if (IsEdited) yield return "edited";
        if (IsGenerated) yield return "says that a model made it";
        if (Credentials is not null) yield return Credentials;
    }
}
