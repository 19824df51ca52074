namespace Wardmark.Detection.Signals;

/// <summary>The mark is written with a letter or two left out, put in, swapped or replaced.</summary>
public sealed class MisspeltMark : ISignal
{
    /// <inheritdoc/>
    public string Name => "MISSPELT_MARK";

    /// <inheritdoc/>
    public string Meaning => "The mark is written with a letter or two left out, put in, swapped or replaced.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Occurrences.Where(o => o.Misspelling is not null).MaxBy(o => o.Misspelling!.Likeness) is { Misspelling: { } how } o
            ? Evidence.From(o, $"“{o.Seen}” is “{o.Name.Name}” with {how.Words}.") with { Strength = how.Likeness }
            : null;
}
