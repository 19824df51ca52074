using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The mark begins at the end of the title and ends at the start of the subtitle or description.</summary>
public sealed class SplitMark : ISignal
{
    /// <inheritdoc/>
    public string Name => "SPLIT_MARK";

    /// <inheritdoc/>
    public string Meaning => "The mark begins at the end of the title and ends at the start of the subtitle or description.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Disguised(Disguise.Split) is { } o
            ? Evidence.From(o, $"“{o.Name.Name}” begins with “{o.Seen}” at the end of the title and goes on in the field after it.")
            : null;
}
