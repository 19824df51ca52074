using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Scoring;

/// <summary>Whether the seller's own words say that the goods are copies.</summary>
enum Accusation
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>By words that are used of other things as well.</summary>
    Weak,

    /// <summary>By words that mean nothing else.</summary>
    Strong,
}

/// <summary>Tells a brand that is named from a word that happens to be one.</summary>
static class Mentions
{
    /// <summary>
    /// Removes what is shadowed by a longer name, and ordinary words that nothing says are meant as a mark: not the brand
    /// field, not the register's own spelling of several words, not, for a capitalised word, the seller's talk of copies or of
    /// what the goods fit, nor its place before goods of the mark's own classes.
    /// </summary>
    public static void Keep(List<Occurrence> found, Listing listing, IReadOnlyList<Trademark> marks, Accusation accusation)
    {
        if (found.Count == 0) return;
        found.RemoveAll(o => o.Name.Kind is NameKind.Abbreviation or NameKind.CodeWord && !GoodsFit(GoodsOf(o.Name, marks[o.Name.Mark]), listing));
        found.RemoveAll(o => found.Exists(longer => Shadows(longer, o)));
        found.RemoveAll(o => o.Name.IsOrdinary && IsOfLongerBrand(o, listing));
        found.RemoveAll(o => o.Disguise is Disguise.Within && IsOfBrandsOwnWord(o, listing));
        for (var i = 0; i < found.Count; i++)
            if (found[i] is { Misspelling: { } how } o && IsAnotherBrand(o, listing)) found[i] = o with { Misspelling = how with { Likeness = how.Likeness * 0.5 } };
        var inBrandField = found.FindAll(o => o.Field == "brand" && IsWholeBrand(o, listing)).ConvertAll(o => o.Name.Mark);
        found.RemoveAll(o => o.Name.IsOrdinary && o.Disguise == Disguise.None && !inBrandField.Contains(o.Name.Mark) && !IsMeant(o, marks[o.Name.Mark], listing, accusation));
    }

    static bool IsMeant(Occurrence o, Trademark mark, Listing listing, Accusation accusation) =>
        (o.Name.Words > 1 && (o.Name.Kind is NameKind.Abbreviation or NameKind.CodeWord || IsSetApart(o, listing)))
        || (o.Name.Words == 1 && IsInSmallLetters(o, mark, listing))
        || (char.IsUpper(o.Seen[0]) && (accusation is Accusation.Strong || (accusation is Accusation.Weak && (o.Field != "title" || IsSetApart(o, listing))) || IsReferredTo(o, listing) || NamesTheGoods(o, mark, listing)));

    // "Coach style bag", "for Shark Navigator": nobody speaks so of a word that is only a word. Where every word has its
    // capital, "Free Style" and "Princess Look" are words all the same.
    static bool IsReferredTo(Occurrence o, Listing listing) => o.Field == "title"
        && ((IsSetApart(o, listing) && UseCues.Beside("style", o.Field, listing.Title, o.Start, o.Length) is not null)
            || UseCues.Reaching("reference", o.Field, listing.Title, o.Start, o.Length) is not null);

    // "Coach crossbody", where the mark is for bags, the brand stands first, and no other brand is entered. A colour or a
    // cloth must be set apart from the words around it besides: "PINK hoodie", not "Pink Hoodie".
    static bool NamesTheGoods(Occurrence o, Trademark mark, Listing listing) => o.Field == "title" && string.IsNullOrWhiteSpace(listing.Brand)
        && ClassesOf(mark) is { Count: > 0 } classes
        && (NiceWords.Fit(classes, Without(listing.Title, o) + " " + listing.Category) || IsBeforeModel(o, listing.Title))
        && (CommonWords.Describes(o.Seen) ? IsShouted(o, listing.Title) : StandsFirst(o, listing.Title));

    // What the register does not say of a well-known mark.
    static IReadOnlyList<int> ClassesOf(Trademark mark) => mark.Classes.Count > 0 ? mark.Classes : KnownNames.Of(mark.Mark)?.Classes ?? [];

    // "coach wallet", where nothing in the title has a capital: the goods stand right behind.
    static bool IsInSmallLetters(Occurrence o, Trademark mark, Listing listing)
    {
        const int near = 2;
        if (o.Field != "title" || !string.IsNullOrWhiteSpace(listing.Brand) || CommonWords.Describes(o.Seen) || listing.Title.Any(char.IsUpper) || !StandsFirst(o, listing.Title)) return false;
        return ClassesOf(mark) is { Count: > 0 } classes
            && NiceWords.Fit(classes, string.Join(' ', listing.Title[(o.Start + o.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(near)));
    }

    // "Omega Seamaster 300M", "Apple AirPods": what follows is the name of goods, not a word of the language.
    static bool IsBeforeModel(Occurrence o, string title)
    {
        var next = title[(o.Start + o.Length)..].Split([' ', ',', '-', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Take(2).ToList();
        if (next.Count == 0 || next[0].Length < 2 || !char.IsLetterOrDigit(next[0][0])) return false;
        var isNamed = char.IsUpper(next[0][0]);
        return next[0].Any(char.IsDigit) || (next[0].Skip(1).Any(char.IsUpper) && next[0].Any(char.IsLower))
            || (isNamed && (next.Exists(w => w.Any(char.IsDigit)) || !CommonWords.Explain(next[0].ToLowerInvariant())));
    }

    static bool StandsFirst(Occurrence o, string title)
    {
        var before = title[..o.Start].Split([' ', ',', '.', '-', ':', '!', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return Array.TrueForAll(before, w => Openers.Contains(w));
    }

    static bool IsShouted(Occurrence o, string title) =>
        o.Seen.Length > 2 && o.Seen.All(char.IsUpper) && Without(title, o) is var rest && rest.Any(char.IsLower) && !rest.Split(' ').Any(w => w.Length > 2 && w.All(char.IsUpper));

    static string Without(string title, Occurrence o) => title[..o.Start] + title[(o.Start + o.Length)..];

    static readonly HashSet<string> Openers = new(StringComparer.OrdinalIgnoreCase)
    {
        "new", "nwt", "nwot", "bnwt", "genuine", "authentic", "original", "mens", "men's", "womens", "women's", "ladies", "girls", "boys", "kids", "vintage", "used", "the", "rare",
    };

    // "Under Armour shirt", where the rest of the title is not written in capitals too: the words are a name.
    static bool IsSetApart(Occurrence o, Listing listing)
    {
        if (o.Seen != o.Name.Name || !char.IsUpper(o.Seen[0])) return false;
        var text = listing.TextOf(o.Field);
        var rest = (text[..o.Start] + " " + text[(o.Start + o.Length)..]).Split([' ', ',', '.', '-', '/'], StringSplitOptions.RemoveEmptyEntries)
            .Where(w => char.IsLetter(w[0]) && !o.Seen.Contains(w, StringComparison.Ordinal)).ToList();
        return rest.Count > 0 && rest.Count(w => char.IsUpper(w[0])) * 2 <= rest.Count;
    }

    static string? GoodsOf(MarkName word, Trademark mark) => mark.CodeWords.Contains(word.Name) ? mark.Goods : KnownNames.Of(mark.Mark)?.Goods;

    // A code word is a word like others; beside goods of the mark's own kind it is one.
    static bool GoodsFit(string? goods, Listing listing)
    {
        const int shortestStem = 3;
        if (goods is not { Length: > 0 }) return true;
        var text = $"{listing.Title} {listing.Category}";
        return goods.Split([' ', ',', ';', '.', '/', '-'], StringSplitOptions.RemoveEmptyEntries).Select(w => w.TrimEnd('s'))
            .Any(w => w is [< FirstOfEast, ..] ? w.Length >= shortestStem && BeginsWord(text, w) : w.Length > 0 && text.Contains(w, StringComparison.Ordinal));
    }

    // Chinese, Japanese and Korean are written without spaces, and their words are shorter.
    const char FirstOfEast = '\u2E80';

    static bool BeginsWord(string text, string stem)
    {
        for (var at = text.IndexOf(stem, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(stem, at + 1, StringComparison.OrdinalIgnoreCase))
            if (at == 0 || !char.IsLetter(text[at - 1])) return true;
        return false;
    }

    // What is only short for another mark hides none.
    static bool Shadows(Occurrence longer, Occurrence o) =>
        longer.Name.Kind is not NameKind.Abbreviation && longer.Field == o.Field && longer.Length > o.Length && longer.Name.Mark != o.Name.Mark
        && longer.Start <= o.Start && longer.Start + longer.Length >= o.Start + o.Length;

    // Many a brand is a letter away from another; one that the seller enters as the brand is most likely itself.
    static bool IsAnotherBrand(Occurrence o, Listing listing) =>
        listing.Brand is { } brand && brand.Contains(o.Seen, StringComparison.OrdinalIgnoreCase);

    // "Next Look" in the brand field is another brand than "Next", in the title as well.
    static bool IsOfLongerBrand(Occurrence o, Listing listing)
    {
        if (listing.Brand?.Trim() is not { Length: > 0 } brand || brand.Length < o.Length + 2 || o.Field == "brand") return false;
        var text = listing.TextOf(o.Field);
        for (var at = text.IndexOf(brand, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(brand, at + 1, StringComparison.OrdinalIgnoreCase))
            if (at <= o.Start && at + brand.Length >= o.Start + o.Length) return true;
        return false;
    }

    // "Digilight" is a brand, and not one of "Digi".
    static bool IsOfBrandsOwnWord(Occurrence o, Listing listing)
    {
        if (o.Field == "brand") return true;
        if (listing.Brand is not { Length: > 0 } brand) return false;
        var text = listing.TextOf(o.Field);
        var (start, end) = (o.Start, o.Start + o.Length);
        while (start > 0 && char.IsLetterOrDigit(text[start - 1])) start--;
        while (end < text.Length && char.IsLetterOrDigit(text[end])) end++;
        return brand.Contains(text[start..end], StringComparison.OrdinalIgnoreCase);
    }

    // "Orange" in the brand field is the brand; "Orange County Garments" is another one.
    static bool IsWholeBrand(Occurrence o, Listing listing) =>
        o.Length >= (listing.Brand ?? "").Trim().Length - 1;
}
