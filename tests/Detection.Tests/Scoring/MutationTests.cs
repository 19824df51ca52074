using CsCheck;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Tests.Scoring;

/// <summary>Whatever a stranger writes: evidence stands where it says, and nothing is kept from one listing to the next.</summary>
public sealed class MutationTests
{
    static readonly ScreenedRegister Register = new([.. ((string[])["Nike", "Louis Vuitton", "Hermès", "Adidas", "AT&T", "耐克", "Next"]).Select(m => new Trademark { Mark = m })]);
    static readonly string[] Pieces = ["Nike", "n.i.k.e", "Addidas", "louis ", "vuitton", "\u202E", "\u202C", "\u200B", "\u0336", "𝗡𝗶𝗸𝗲", "\uD83D", "\uDC00", "耐克", "AT&T", "'s ", "1:1 replica", " for ", " style ", "whatsapp +49 170 1234567", "\n", "<b>", "(", "é", "ß", "İ", "ﬁ", "\uFFFF"];

    static readonly Gen<string> Texts = Gen.OneOf(Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]), Gen.String[0, 6], Gen.Char.Select(c => c.ToString())).Array[1, 25].Select(string.Concat);

    static readonly Gen<Listing> Listings = Gen.Select(Texts, Texts, Texts).Select(t => new Listing
    {
        Id = "x",
        Title = t.Item1,
        Description = t.Item2,
        Brand = t.Item3[..Math.Min(20, t.Item3.Length)],
        Attributes = new Dictionary<string, string> { ["subtitle"] = t.Item3 },
        Variants = [t.Item1],
    });

    [Fact]
    public void Evidence_stands_where_it_says_and_the_rows_are_the_score()
    {
        var rows = 0;
        Listings.Sample(listing => Interlocked.Add(ref rows, Check(listing)), iter: 3_000);
        rows.ShouldBeGreaterThan(3_000, "a mutation that is never found proves nothing");
    }

    static int Check(Listing listing)
    {
        var findings = Fresh().Screen(listing);
        foreach (var finding in findings)
        {
            finding.Score.ShouldBe(finding.Signals.Sum(s => s.Weight));
            foreach (var row in finding.Signals.Where(s => s.Length > 0))
                listing.TextOf(row.Field).Substring(row.Start, row.Length).ShouldBe(row.Seen);
        }

        return findings.Sum(f => f.Signals.Count);
    }

    [Fact]
    public void A_listing_is_screened_the_same_whatever_came_before_it()
    {
        var used = Fresh();
        Listings.Sample(listing => FindingRows(used, listing).ShouldBe(FindingRows(Fresh(), listing)), iter: 500, threads: 1);
    }

    [Fact]
    public void A_name_repeated_without_end_is_reported_a_bounded_number_of_times()
    {
        var found = new List<Occurrence>();
        new MarkMatcher(Register.Layers[0].Names).Find("description", string.Concat(Enumerable.Repeat("nike ", 20_000)), found);
        found.Count.ShouldBeInRange(1, 20);
    }

    static Screener Fresh() => new(Register, new(Weights.Shipped, Policy.Shipped));

    static string FindingRows(Screener screener, Listing listing) => string.Join('|', screener.Screen(listing).Select(f => $"{f.Mark}{FindingJson.Rows(f.Signals)}"));
}
