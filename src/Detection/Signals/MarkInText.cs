namespace Wardmark.Detection.Signals;

/// <summary>The description, an attribute or a variant names the mark.</summary>
public sealed class MarkInText : ISignal
{
    /// <inheritdoc/>
    public string Name => "MARK_IN_TEXT";

    /// <inheritdoc/>
    public string Meaning => "The description, an attribute or a variant names the mark.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Plain(f => f is not ("title" or "brand")) is { } o
            ? Evidence.From(o, $"The field {o.Field} names “{o.Name.Name}”{Sight.AsSeen(o)}.")
            : null;
}
