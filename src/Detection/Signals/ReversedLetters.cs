using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>Direction controls show the letters of the mark in another order than they are stored.</summary>
public sealed class ReversedLetters : ISignal
{
    /// <inheritdoc/>
    public string Name => "REVERSED_LETTERS";

    /// <inheritdoc/>
    public string Meaning => "Direction controls show the letters of the mark in another order than they are stored.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Disguised(Disguise.Reversed) is { } o ? Evidence.From(o, $"A screen shows “{o.Name.Name}” here; the stored letters run the other way under a direction control.") : null;
}
