using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>Plain letters stand for others of the same look: rn for m, vv for w, capital I for l.</summary>
public sealed class LetterPairs : ISignal
{
    /// <inheritdoc/>
    public string Name => "LETTER_PAIRS";

    /// <inheritdoc/>
    public string Meaning => "Plain letters stand for others of the same look: rn for m, vv for w, capital I for l.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Disguised(Disguise.LetterPairs) is { } o ? Evidence.From(o, $"“{o.Seen}” looks like “{o.Name.Name}” because of letters of the same shape.") : null;
}
