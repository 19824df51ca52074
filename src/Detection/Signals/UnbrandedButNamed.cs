namespace Wardmark.Detection.Signals;

/// <summary>The brand field says the goods have no brand, or another one, while the title names the mark or a picture shows it.</summary>
public sealed class UnbrandedButNamed : ISignal
{
    /// <inheritdoc/>
    public string Name => "UNBRANDED_BUT_NAMED";

    /// <inheritdoc/>
    public string Meaning => "The brand field says the goods have no brand, or another one, while the title names the mark or a picture shows it.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        var brand = sight.Listing.Brand?.Trim();
        if (string.IsNullOrEmpty(brand) || !SaysUnbranded(brand)) return null;
        if (LawfulReference.Explains(sight)) return null;
        if (sight.Occurrences.FirstOrDefault(o => o.Field != "brand") is not { } o)
            return sight.Shown is [var shown, ..] && shown.Where.Misspelling is null
                ? new($"images[{shown.Picture}]", 0, 0, shown.Line.Text, shown.Where.Name.Name, $"The brand field says “{brand}”, picture {shown.Picture + 1} shows “{shown.Line.Text}” all the same.") : null;
        return Evidence.From(o, $"The brand field says “{brand}”, the listing names “{o.Name.Name}” all the same.");
    }

    static bool SaysUnbranded(string brand) => Words.Contains(brand, StringComparer.OrdinalIgnoreCase);

    static readonly string[] Words =
    [
        "unbranded", "generic", "no brand", "no name", "noname", "other", "none", "n/a", "oem", "unknown", "does not apply",
        "ohne marke", "markenlos", "sans marque", "sin marca", "senza marca", "sem marca", "zonder merk", "bez marki",
        "без бренда", "нет бренда", "无品牌", "其他", "ノーブランド",
    ];
}
