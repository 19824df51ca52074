namespace Wardmark.Detection.Signals;

/// <summary>A picture of the listing is a screenshot, or says itself that a model made it: the seller may not have the piece at hand.</summary>
public sealed class ScreenshotPicture : ISignal
{
    /// <inheritdoc/>
    public string Name => "SCREENSHOT_PICTURE";

    /// <inheritdoc/>
    public string Meaning => "A picture of the listing is a screenshot, or says itself that a model made it: the seller may not have the piece at hand.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight) => sight.Origins.FirstOrDefault(o => o.Origin.IsScreenshot || o.Origin.IsGenerated) is { Origin: { } origin } found
        ? new($"images[{found.Picture}]", 0, 0, $"picture {found.Picture + 1}", "", $"Picture {found.Picture + 1} {(origin.IsGenerated ? "says that a model made it" : "is a screenshot")}, by what its file says.")
        : null;
}
