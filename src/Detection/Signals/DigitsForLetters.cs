using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>Digits or keyboard symbols stand for letters of the mark.</summary>
public sealed class DigitsForLetters : ISignal
{
    /// <inheritdoc/>
    public string Name => "DIGITS_FOR_LETTERS";

    /// <inheritdoc/>
    public string Meaning => "Digits or keyboard symbols stand for letters of the mark.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Disguised(Disguise.Digits) is { } o ? Evidence.From(o, $"“{o.Seen}” reads as “{o.Name.Name}” with digits or symbols in place of letters.") : null;
}
