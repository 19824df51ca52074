using System.Globalization;

namespace Wardmark.Detection.Text;

/// <summary>The classes of the Nice Classification, and which of them a marketplace's category sells.</summary>
public static class NiceCategories
{
    static readonly Lazy<string[]> Headings = new(() =>
    {
        var headings = new string[46];
        foreach (var row in ShippedData.Rows("categories/nice-classes.tsv")) headings[int.Parse(row[0], CultureInfo.InvariantCulture)] = row[1];
        return headings;
    });

    static readonly Lazy<Dictionary<string, int[]>> Categories = new(() => ShippedData.Rows("categories/shop-categories.tsv")
        .ToDictionary(r => r[0], r => Array.ConvertAll(r[1].Split(','), c => int.Parse(c, CultureInfo.InvariantCulture)), StringComparer.OrdinalIgnoreCase));

    /// <summary>The heading of a class, 1 to 45; nothing for another number.</summary>
    public static string? HeadingOf(int niceClass) => niceClass is >= 1 and <= 45 ? Headings.Value[niceClass] : null;

    /// <summary>
    /// The classes of a category as marketplaces write it, <c>Fashion &gt; Shoes</c> or <c>shop/shoes</c>: the last part that
    /// the table knows decides; none where it knows no part.
    /// </summary>
    public static IReadOnlyList<int> ClassesOf(string category)
    {
        foreach (var part in category.Split(['/', '>', '|', ':'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Reverse())
            if (Categories.Value.TryGetValue(part.Replace('_', ' '), out var classes)) return classes;
        return [];
    }
}
