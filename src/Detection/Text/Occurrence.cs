namespace Wardmark.Detection.Text;

/// <summary>A name met in a text: where, as what, and through which disguise.</summary>
/// <param name="Name">The register's name that met.</param>
/// <param name="Field">The field, as the wire names it.</param>
/// <param name="Start">First character, counted in UTF-16 units of the field as it came.</param>
/// <param name="Length">Number of UTF-16 units.</param>
/// <param name="Seen">Those characters.</param>
/// <param name="Disguise">What it took to read the name in them.</param>
public sealed record Occurrence(MarkName Name, string Field, int Start, int Length, string Seen, Disguise Disguise)
{
    /// <summary>The edits, where the name is misspelt.</summary>
    public Misspelling? Misspelling { get; init; }
}
