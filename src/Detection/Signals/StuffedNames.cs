namespace Wardmark.Detection.Signals;

/// <summary>The mark stands in a row of brands outside the title, and none of them is the brand that the seller enters.</summary>
public sealed class StuffedNames : ISignal
{
    /// <inheritdoc/>
    public string Name => "STUFFED_NAMES";

    /// <inheritdoc/>
    public string Meaning => "The mark stands in a row of brands outside the title, and none of them is the brand that the seller enters.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        if (sight.Occurrences is not [var own, ..]) return null;
        foreach (var row in sight.Rows)
            if (row.Names.FirstOrDefault(o => o.Name.Mark == own.Name.Mark) is { } o)
                return Evidence.From(o, $"“{o.Seen}” is one of {row.Places} brands in a row in the field {o.Field}, none of which the seller enters as the brand.");
        return null;
    }
}
