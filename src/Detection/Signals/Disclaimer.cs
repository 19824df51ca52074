using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The seller says that the goods are not what they seem, or that the logo comes later.</summary>
public sealed class Disclaimer : ISignal
{
    /// <inheritdoc/>
    public string Name => "DISCLAIMER";

    /// <inheritdoc/>
    public string Meaning => "The seller says that the goods are not what they seem, or that the logo comes later.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Jargon.Where(j => j.Kind is JargonKind.Disclaimer).MinBy(j => j.Start) is { } hit
            ? new(hit.Field, hit.Start, hit.Length, hit.Seen, hit.Term, $"“{hit.Seen}” says that the goods are not what they seem.")
            : null;
}
