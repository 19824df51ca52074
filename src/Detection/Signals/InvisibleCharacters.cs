using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>Characters that nobody sees stand between the letters of the mark.</summary>
public sealed class InvisibleCharacters : ISignal
{
    /// <inheritdoc/>
    public string Name => "INVISIBLE_CHARACTERS";

    /// <inheritdoc/>
    public string Meaning => "Characters that nobody sees stand between the letters of the mark.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Disguised(Disguise.Invisible) is { } o ? Evidence.From(o, $"“{o.Name.Name}” is broken by invisible characters.") : null;
}
