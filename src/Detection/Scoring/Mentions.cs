using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;

namespace Wardmark.Detection.Scoring;

/// <summary>Tells a brand that is named from a word that happens to be one.</summary>
static class Mentions
{
    /// <summary>Removes what is shadowed by a longer name, and ordinary words that nothing says are meant as a mark.</summary>
    public static void Keep(List<Occurrence> found, Listing listing)
    {
        if (found.Count == 0) return;
        found.RemoveAll(o => found.Exists(longer => Shadows(longer, o)));
        var inBrandField = found.FindAll(o => o.Field == "brand" && IsWholeBrand(o, listing)).ConvertAll(o => o.Name.Mark);
        found.RemoveAll(o => o.Name.IsOrdinary && IsPlain(o) && !inBrandField.Contains(o.Name.Mark));
    }

    static bool Shadows(Occurrence longer, Occurrence o) =>
        longer.Field == o.Field && longer.Length > o.Length && longer.Name.Mark != o.Name.Mark && IsPlain(longer)
        && longer.Start <= o.Start && longer.Start + longer.Length >= o.Start + o.Length;

    static bool IsPlain(Occurrence o) => o.Disguise is Disguise.None or Disguise.Accents;

    // "Orange" in the brand field is the brand; "Orange County Garments" is another one.
    static bool IsWholeBrand(Occurrence o, Listing listing) =>
        o.Length >= (listing.Brand ?? "").Trim().Length - 1;
}
