using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The letters of the mark are kept apart by spaces, dots, dashes or slashes.</summary>
public sealed class SeparatedLetters : ISignal
{
    /// <inheritdoc/>
    public string Name => "SEPARATED_LETTERS";

    /// <inheritdoc/>
    public string Meaning => "The letters of the mark are kept apart by spaces, dots, dashes or slashes.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Disguised(Disguise.Separators) is { } o ? Evidence.From(o, $"“{o.Seen}” spells “{o.Name.Name}” with its letters kept apart.") : null;
}
