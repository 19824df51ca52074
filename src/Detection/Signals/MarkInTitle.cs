namespace Wardmark.Detection.Signals;

/// <summary>The title names the mark as its owner writes it; lawful for genuine goods, and the ground every other signal stands on.</summary>
public sealed class MarkInTitle : ISignal
{
    /// <inheritdoc/>
    public string Name => "MARK_IN_TITLE";

    /// <inheritdoc/>
    public string Meaning => "The title names the mark as its owner writes it; lawful for genuine goods, and the ground every other signal stands on.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Plain(f => f == "title") is { } o
            ? Evidence.From(o, $"The title names “{o.Name.Name}”{Sight.AsSeen(o)}.")
            : null;
}
