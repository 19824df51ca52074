using Wardmark.Detection.Scoring;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Scope;

/// <summary>What the check says.</summary>
public enum ScopeVerdict
{
    /// <summary>The right covers the listing, if what is claimed is so.</summary>
    InScope,

    /// <summary>Something is not known, or takes judgement.</summary>
    NeedsPerson,

    /// <summary>The right does not reach the listing.</summary>
    OutOfScope,
}

/// <summary>One rule that was asked.</summary>
/// <param name="Met">True or false; nothing where it is not known.</param>
public sealed record ScopeReason(string Rule, bool? Met, string Why, string Source);

/// <summary>The answer with all its reasons, in the order they were asked.</summary>
public sealed record ScopeAnswer(ScopeVerdict Verdict, Theory Theory, IReadOnlyList<ScopeReason> Reasons)
{
    /// <summary>True or false; nothing where a person has to say.</summary>
    public bool? InScope => Verdict switch { ScopeVerdict.InScope => true, ScopeVerdict.OutOfScope => false, _ => null };
}

/// <summary>
/// Whether a right reaches a listing under a theory: theory, status, dates, territory, goods, kind of mark, use, permission
/// and exhaustion. A pure function of what it is given; it judges the claim's reach, not its truth.
/// </summary>
public static class ScopeCheck
{
    const int GraceMonths = 6;

    /// <summary>Checks on a day. A rule that fails puts the claim out of scope; one that is not known calls for a person.</summary>
    public static ScopeAnswer Run(Right right, Listing listing, Theory theory, DateOnly on)
    {
        List<ScopeReason> reasons = [OfTheory(right, theory)];
        if (reasons[0].Met == true)
        {
            reasons.Add(OfStatus(right));
            reasons.Add(OfDates(right, on));
            reasons.Add(OfTerritory(right, listing));
            reasons.Add(OfPermission(right, listing));
            reasons.AddRange(right.Type switch
            {
                RightType.Trademark => OfTrademark(right, listing, theory),
                RightType.GeographicalIndication => OfIndication(right, listing),
                RightType.Copyright => [OfWork(right, listing, theory)],
                RightType.Patent => [new("technical", null, "Whether goods use an invention is not read off a listing.", "a person, with the claims of the patent")],
                _ => OfDesign(right, listing),
            });
        }

        var verdict = reasons.Exists(r => r.Met == false) ? ScopeVerdict.OutOfScope : reasons.Exists(r => r.Met is null) ? ScopeVerdict.NeedsPerson : ScopeVerdict.InScope;
        return new(verdict, theory, reasons);
    }

    static ScopeReason OfTheory(Right right, Theory theory)
    {
        const string rule = "theory";
        if (theory is Theory.NotAuthorisedDealer)
            return new(rule, false, "To sell genuine goods without being a dealer of the owner infringes no right. Claim counterfeit, or a material difference, where that is what you mean.", "Art. 15 EUTMR; first sale doctrine");
        var fits = right.Type switch
        {
            RightType.Trademark => theory is Theory.Counterfeit or Theory.ConfusingMark or Theory.MaterialDifference,
            RightType.Copyright => theory is Theory.CopyrightPicture or Theory.CopyrightText,
            RightType.RegisteredDesign or RightType.UnregisteredDesign => theory is Theory.Design,
            RightType.Patent => theory is Theory.Patent,
            _ => theory is Theory.GeographicalIndication,
        };
        return new(rule, fits, fits ? "The theory belongs to this kind of right." : $"A claim of {Words(theory)} cannot rest on {Words(right.Type)}.", "the nature of the right");
    }

    static ScopeReason OfStatus(Right right)
    {
        const string rule = "status";
        const string source = "the register";
        if (right.Type is RightType.Copyright or RightType.UnregisteredDesign) return new(rule, true, "This right needs no registration.", "Art. 5(2) Berne Convention; Art. 11 CDR");
        return right.Status?.Trim().ToLowerInvariant() switch
        {
            null or "" => new(rule, null, "The register's status is not known.", source),
            "registered" or "live" or "granted" or "renewed" => new(rule, true, $"The register says “{right.Status}”.", source),
            "pending" or "filed" or "published" or "examined" => new(rule, false, $"The register says “{right.Status}”: an application gives no right to forbid yet.", "Art. 11(1) EUTMR; 15 U.S.C. 1057(b)"),
            "opposed" or "cancellation pending" or "invalidity pending" => new(rule, null, $"The register says “{right.Status}”: the right stands, and is disputed.", source),
            "expired" or "cancelled" or "canceled" or "abandoned" or "refused" or "invalidated" or "surrendered" or "withdrawn" or "dead" or "lapsed" => new(rule, false, $"The register says “{right.Status}”.", source),
            _ => new(rule, null, $"The register's word “{right.Status}” is not one we know.", source),
        };
    }

    static ScopeReason OfDates(Right right, DateOnly on)
    {
        const string rule = "dates";
        if (right.RegisteredOn is { } from && on < from) return new(rule, false, $"On {on:yyyy-MM-dd} it was not registered yet: that was on {from:yyyy-MM-dd}.", "the register");
        if (right.Type is RightType.UnregisteredDesign)
            return right.RegisteredOn is not { } disclosed
                ? new(rule, null, "The day on which the design was first shown to the public is not known.", "Art. 11(1) CDR")
                : disclosed.AddYears(3) > on
                    ? new(rule, true, $"Shown on {disclosed:yyyy-MM-dd}, it is protected for three years.", "Art. 11(1) CDR")
                    : new(rule, false, $"Shown on {disclosed:yyyy-MM-dd}, its three years are over.", "Art. 11(1) CDR");
        if (right.ExpiresOn is not { } end || on <= end) return new(rule, true, right.ExpiresOn is { } until ? $"It holds until {until:yyyy-MM-dd}." : "No end is on record.", "the register");
        return right.Type is RightType.Trademark && on <= end.AddMonths(GraceMonths)
            ? new(rule, null, $"It ended on {end:yyyy-MM-dd} and may still be renewed.", "Art. 5bis(1) Paris Convention")
            : new(rule, false, $"It ended on {end:yyyy-MM-dd}.", "the register");
    }

    static ScopeReason OfTerritory(Right right, Listing listing)
    {
        const string rule = "territory";
        if (right.Type is RightType.Copyright) return new(rule, true, "Works are protected in nearly every country.", "Art. 5 Berne Convention");
        if (right.Territories.Count == 0) return new(rule, null, "Where the right holds is not stated.", "the register");
        if (listing.Market is not { Length: > 0 } market) return new(rule, null, "The country in which the listing is offered is not known.", "the listing");
        return right.Territories.Any(t => Territories.Holds(t, market))
            ? new(rule, true, $"It holds in {market}.", "the register")
            : new(rule, false, $"It holds in {string.Join(", ", right.Territories)}, and the listing is offered in {market}.", "the principle of territoriality");
    }

    static ScopeReason OfPermission(Right right, Listing listing) => listing.SellerId is { } seller && right.AuthorisedSellers.Contains(seller)
        ? new("permission", false, $"The owner has authorised the seller {seller}.", "the owner's own word")
        : new("permission", true, "The owner has not named the seller as authorised.", "the owner's own word");

    static IEnumerable<ScopeReason> OfTrademark(Right right, Listing listing, Theory theory)
    {
        yield return OfUse(right, listing);
        yield return OfGoods(right, listing, theory);
        if (theory is not Theory.Counterfeit) yield return OfExhaustion(listing, theory);
        if (right.FiledOn is { } filed && listing.CreatedAt is { } first && DateOnly.FromDateTime(first) < filed)
            yield return new("earlier use", null, $"The listing is older than the mark: {first:yyyy-MM-dd}, filed {filed:yyyy-MM-dd}.", "Art. 8(4) EUTMR; 15 U.S.C. 1115(b)(5)");
    }

    static ScopeReason OfUse(Right right, Listing listing)
    {
        const string rule = "use";
        if (right.Kind is MarkKind.Figurative)
            return listing.Images.Count == 0
                ? new(rule, false, "The mark is a picture, and the listing has none.", "the register")
                : new(rule, null, "The mark is a picture; its words alone are not protected. Somebody has to look at the listing's pictures.", "the register");
        var register = new ScreenedRegister([new Trademark { Mark = right.Name, Classes = right.Classes, Goods = right.Goods }]);
        var finding = new Screener(register, new(Weights.Shipped, Policy.Shipped)).Screen(listing).FirstOrDefault(f => f.Mark == right.Name);
        if (finding is null)
            return listing.Images.Count > 0
                ? new(rule, null, $"The text does not name “{right.Name}”; its pictures may show it.", "the listing")
                : new(rule, false, $"The listing does not name “{right.Name}”.", "the listing");
        return finding.Use is MarkUse.Reference
            ? new(rule, false, $"{MarkUses.Of(finding.Signals).Because!.Sentence} That is lawful.", "Art. 14(1)(c) EUTMR; nominative fair use")
            : new(rule, true, finding.Signals[0].Sentence, "the listing");
    }

    static ScopeReason OfGoods(Right right, Listing listing, Theory theory)
    {
        const string rule = "goods";
        if (right.Classes.Count == 0 && string.IsNullOrWhiteSpace(right.Goods)) return new(rule, null, "For which goods the mark is registered is not stated.", "the register");
        if (ScopeOfGoods.Fits(right, listing)) return new(rule, true, "The listing offers goods of the registration.", "the register, class and goods");
        if (right.HasReputation) return new(rule, null, "Other goods; the mark is said to have a reputation, which a person weighs.", "Art. 9(2)(c) EUTMR; 15 U.S.C. 1125(c)");
        if (ScopeOfGoods.IsUnknown(listing)) return new(rule, null, "What the listing offers cannot be told from its category and title.", "the listing");
        return theory is Theory.ConfusingMark
            ? new(rule, null, "Other goods than those of the registration; whether they are similar a person weighs.", "Art. 9(2)(b) EUTMR; Sleekcraft factors")
            : new(rule, false, "The listing offers other goods than those of the registration.", "Art. 9(2)(a) EUTMR; 15 U.S.C. 1116(d)(1)(B)");
    }

    // Where goods were first sold, and in what they differ, are said by the listing's attributes first_sold_in and difference.
    static ScopeReason OfExhaustion(Listing listing, Theory theory)
    {
        const string rule = "exhaustion";
        const string source = "Art. 15 EUTMR; first sale doctrine";
        if (listing.Attributes.GetValueOrDefault("first_sold_in") is not { Length: > 0 } soldIn)
            return theory is Theory.MaterialDifference
                ? new(rule, null, "Where the owner first sold the goods is not known.", source)
                : new(rule, true, "Nothing says that these are goods the owner has sold.", source);
        if (listing.Market is not { Length: > 0 } market) return new(rule, null, "The country in which the listing is offered is not known.", source);
        if (!Territories.IsExhausted(market, soldIn)) return new(rule, true, $"First sold in {soldIn}: that does not exhaust the right in {market}.", source);
        return theory is Theory.MaterialDifference && listing.Attributes.GetValueOrDefault("difference") is { Length: > 0 } difference
            ? new(rule, true, $"First sold in {soldIn}, and different from what is sold in {market}: {difference}.", "Art. 15(2) EUTMR; Lever Bros. v. United States")
            : new(rule, false, $"First sold by the owner in {soldIn}: the right is exhausted in {market}.", source);
    }

    static IEnumerable<ScopeReason> OfIndication(Right right, Listing listing)
    {
        var text = $"{listing.Title} {listing.Description}";
        var isNamed = text.Contains(right.Name, StringComparison.OrdinalIgnoreCase);
        yield return new("use", isNamed, isNamed ? $"The listing names “{right.Name}”." : $"The listing does not name “{right.Name}”.", "the listing");
        var comparable = right.Goods is null && right.Classes.Count == 0 ? (bool?)null : ScopeOfGoods.Fits(right, listing);
        yield return new("goods", comparable, comparable switch { true => "Goods like the protected product.", false => "Other goods than the protected product.", _ => "The protected product is not stated." }, "Art. 26 Reg. (EU) 2024/1143");
        var origin = listing.Attributes.GetValueOrDefault("origin") ?? "";
        yield return origin.Length == 0 || right.Origin is null
            ? new("origin", null, "Where the goods come from is not known.", "the listing's attribute origin")
            : string.Equals(origin, right.Origin, StringComparison.OrdinalIgnoreCase)
                ? new("origin", null, $"The goods are said to come from {origin}; whether by the product's specification a person asks.", "Art. 26 Reg. (EU) 2024/1143")
                : new("origin", true, $"The goods come from {origin}, not from {right.Origin}.", "Art. 26(1)(b) Reg. (EU) 2024/1143");
    }

    static ScopeReason OfWork(Right right, Listing listing, Theory theory)
    {
        if (theory is Theory.CopyrightText) return new("work", null, "Whether a text is a work, and was taken, a person reads.", "Art. 2 Berne Convention");
        if (listing.Images.Count == 0) return new("work", false, "The listing has no picture.", "the listing");
        return right.Images.Intersect(listing.Images, StringComparer.OrdinalIgnoreCase).Any()
            ? new("work", true, "A picture of the listing is, byte for byte, one of the right's.", "content hash")
            : new("work", null, "No picture is the same byte for byte; edited copies are found by screening, or by looking.", "content hash");
    }

    static IEnumerable<ScopeReason> OfDesign(Right right, Listing listing)
    {
        yield return listing.Images.Count == 0
            ? new("appearance", false, "The listing has no picture: its goods cannot be compared with a design.", "the listing")
            : new("appearance", null, "Whether the overall impression is the same a person sees.", "Art. 10 CDR");
        var first = right.FiledOn ?? right.RegisteredOn;
        if (first is { } day && listing.CreatedAt is { } shown && DateOnly.FromDateTime(shown) < day.AddMonths(-12))
            yield return new("novelty", false, $"The listing showed its goods on {shown:yyyy-MM-dd}, more than a year before the design of {day:yyyy-MM-dd}: it may be what makes the design void.", "Art. 5 and 7 CDR");
    }

    static string Words<T>(T value) where T : struct, Enum => string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}

/// <summary>Goods of a registration beside goods of a listing.</summary>
static class ScopeOfGoods
{
    /// <summary>True where category or title name goods of the registration: by its text, or by its classes.</summary>
    public static bool Fits(Right right, Listing listing)
    {
        const int shortestStem = 4;
        var text = $"{listing.Title} {listing.Category}";
        return NiceWords.Fit(right.Classes, text) || (right.Goods ?? "").Split([' ', ',', ';', '.', '/', '-'], StringSplitOptions.RemoveEmptyEntries)
            .Select(w => w.TrimEnd('s')).Any(w => w.Length >= shortestStem && text.Contains(w, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>True where no class of goods is recognised.</summary>
    public static bool IsUnknown(Listing listing) => !NiceWords.Fit([.. Enumerable.Range(1, 45)], $"{listing.Title} {listing.Category}");
}
