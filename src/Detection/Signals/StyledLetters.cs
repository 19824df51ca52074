using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The mark is written in mathematical, circled, full-width or struck-through letters, or in accents it does not have.</summary>
public sealed class StyledLetters : ISignal
{
    /// <inheritdoc/>
    public string Name => "STYLED_LETTERS";

    /// <inheritdoc/>
    public string Meaning => "The mark is written in mathematical, circled, full-width or struck-through letters, or in accents it does not have.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => (sight.Disguised(Disguise.Styled) ?? sight.Disguised(Disguise.Accents)) is { } o ? Evidence.From(o, $"“{o.Seen}” writes “{o.Name.Name}” in letters a search does not find.") : null;
}
