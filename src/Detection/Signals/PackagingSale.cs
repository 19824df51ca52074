using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>What is sold is a box, dust bag, tag, label or receipt of the mark, by which copies are dressed up.</summary>
public sealed class PackagingSale : ISignal
{
    /// <inheritdoc/>
    public string Name => "PACKAGING_SALE";

    /// <inheritdoc/>
    public string Meaning => "What is sold is a box, dust bag, tag, label or receipt of the mark, by which copies are dressed up.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Jargon.Where(j => j.Kind is JargonKind.Packaging).MinBy(j => j.Start) is { } hit
            ? new(hit.Field, hit.Start, hit.Length, hit.Seen, hit.Term, $"“{hit.Seen}”: packaging or papers are for sale, not the goods.")
            : null;
}
