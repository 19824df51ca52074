using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;

namespace Wardmark.Detection.Scoring;

/// <summary>Tells a brand that is named from a word that happens to be one.</summary>
static class Mentions
{
    /// <summary>
    /// Removes what is shadowed by a longer name, and ordinary words that nothing says are meant as a mark: neither the
    /// brand field nor, for a capitalised word of the title, the seller's own talk of replicas.
    /// </summary>
    public static void Keep(List<Occurrence> found, Listing listing, bool isAccused)
    {
        if (found.Count == 0) return;
        found.RemoveAll(o => found.Exists(longer => Shadows(longer, o)));
        for (var i = 0; i < found.Count; i++)
            if (found[i] is { Misspelling: { } how } o && IsAnotherBrand(o, listing)) found[i] = o with { Misspelling = how with { Likeness = how.Likeness * 0.5 } };
        var inBrandField = found.FindAll(o => o.Field == "brand" && IsWholeBrand(o, listing)).ConvertAll(o => o.Name.Mark);
        found.RemoveAll(o => o.Name.IsOrdinary && o.Disguise == Disguise.None && !inBrandField.Contains(o.Name.Mark)
            && !(isAccused && o.Field == "title" && char.IsUpper(o.Seen[0])));
    }

    static bool Shadows(Occurrence longer, Occurrence o) =>
        longer.Field == o.Field && longer.Length > o.Length && longer.Name.Mark != o.Name.Mark
        && longer.Start <= o.Start && longer.Start + longer.Length >= o.Start + o.Length;

    // Many a brand is a letter away from another; one that the seller enters as the brand is most likely itself.
    static bool IsAnotherBrand(Occurrence o, Listing listing) =>
        listing.Brand is { } brand && brand.Contains(o.Seen, StringComparison.OrdinalIgnoreCase);

    // "Orange" in the brand field is the brand; "Orange County Garments" is another one.
    static bool IsWholeBrand(Occurrence o, Listing listing) =>
        o.Length >= (listing.Brand ?? "").Trim().Length - 1;
}
