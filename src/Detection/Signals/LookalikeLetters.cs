using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The mark is written with letters of another script or symbols that look the same.</summary>
public sealed class LookalikeLetters : ISignal
{
    /// <inheritdoc/>
    public string Name => "LOOKALIKE_LETTERS";

    /// <inheritdoc/>
    public string Meaning => "The mark is written with letters of another script or symbols that look the same.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Disguised(Disguise.Lookalike) is { } o ? Evidence.From(o, $"“{o.Seen}” reads as “{o.Name.Name}” but is written with look-alike characters of other scripts.") : null;
}
