namespace Wardmark.Detection.Text;

/// <summary>Ordinary words, which name goods far more often than they name a brand.</summary>
public static class CommonWords
{
    static readonly Lazy<Dictionary<string, int>> Tiers = new(() =>
        ShippedData.Rows("text/common-words.tsv").ToDictionary(r => r[0], r => int.Parse(r[1], null), StringComparer.Ordinal));

    /// <summary>True for a folded word that a dictionary of everyday English holds.</summary>
    public static bool Contains(string foldedWord) => Tiers.Value.ContainsKey(foldedWord);
}
