using Wardmark.Detection.Scoring;
using Wardmark.Detection.Signals;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Tests.Scoring;

public sealed class ScreenerTests
{
    static readonly Trademark Velmora = new()
    {
        Mark = "Velmora", AuthorisedSellers = ["S1"], PriceFloor = new Dictionary<string, decimal> { ["EUR"] = 100 },
    };

    static IReadOnlyList<Finding> Screen(Listing listing, params Trademark[] marks) =>
        new Screener(new(marks.Length == 0 ? [Velmora] : marks), new(Weights.Shipped, Policy.Shipped)).Screen(listing);

    static Listing Titled(string title) => new() { Id = "1", Title = title };

    [Theory]
    [InlineData("Velmora bag")]
    [InlineData("Vеlmora bag 1:1 quality super clone V3lmora V.e.l.m.o.r.a")]
    [InlineData("AAA replica, Velmora mirror quality")]
    public void The_score_is_the_sum_of_its_rows(string title)
    {
        var finding = Screen(Titled(title) with { Brand = "no brand", Price = 5, Currency = "EUR" })[0];
        finding.Score.ShouldBe(finding.Signals.Sum(s => s.Weight));
        finding.Signals.ShouldAllBe(s => s.Sentence.Length > 0 && s.Meets.Length > 0);
    }

    [Fact]
    public void A_disguise_outranks_a_plain_naming_and_jargon_outranks_both_together()
    {
        var plain = Screen(Titled("Velmora bag"))[0].Score;
        var disguised = Screen(Titled("Vеlmora bag"))[0].Score;
        var declared = Screen(Titled("Vеlmora bag super clone"))[0].Score;
        (plain < disguised && disguised < declared).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Velmora empty box", true)]
    [InlineData("Velmora dust bag only", true)]
    [InlineData("Velmora boîte vide", true)]
    [InlineData("Velmora bag with box and dust bag", false)]
    [InlineData("Vacuum dust bags compatible with Velmora", false)]
    public void Packaging_is_told_from_goods_that_come_in_it(string title, bool isPackaging)
    {
        var finding = Screen(Titled(title))[0];
        finding.Signals.Any(s => s.Signal == "PACKAGING_SALE").ShouldBe(isPackaging);
        (finding.Use == MarkUse.Packaging).ShouldBe(isPackaging);
    }

    [Fact]
    public void An_authorised_seller_is_never_held()
    {
        var listing = Titled("Vеlmora bag super clone") with { SellerId = "S1" };
        Screen(listing)[0].Disposition.ShouldBe(Disposition.Allow);
        Screen(listing with { SellerId = "S2" })[0].Disposition.ShouldBe(Disposition.Hold);
    }

    [Fact]
    public void A_low_price_alone_makes_no_finding()
    {
        Screen(Titled("Leather bag") with { Price = 1, Currency = "EUR" }).ShouldBeEmpty();
        Screen(Titled("Velmora bag") with { Price = 1, Currency = "EUR" })[0].Signals.ShouldContain(s => s.Signal == "PRICE_BELOW_FLOOR");
        Screen(Titled("Velmora bag") with { Price = 1, Currency = "EUR", Condition = "used" })[0].Signals.ShouldNotContain(s => s.Signal == "PRICE_BELOW_FLOOR");
    }

    [Theory]
    [InlineData("4012345678901", "Velmora bag", true)]
    [InlineData("5901234123457", "Velmora bag", true)]
    [InlineData("5901234123458", "Velmora bag", false)]
    [InlineData("4099999000014", "Velmora bag", false)]
    [InlineData("04099999000014", "Velmora bag", false)]
    [InlineData("5901234123457", "Strap for Velmora bag", false)]
    [InlineData("n/a", "Velmora bag", false)]
    public void A_valid_article_number_of_another_company_is_seen(string gtin, string title, bool isForeign)
    {
        var found = Screen(Titled(title) with { Gtin = gtin }, new Trademark { Mark = "Velmora", GtinPrefixes = ["4099999"] });
        found.SelectMany(f => f.Signals).Any(s => s.Signal == "FOREIGN_GTIN").ShouldBe(isForeign);
        Screen(Titled("Leather bag") with { Gtin = gtin }, new Trademark { Mark = "Velmora", GtinPrefixes = ["4099999"] }).ShouldBeEmpty("a number alone makes no finding");
    }

    [Theory]
    [InlineData("Next", "Next day delivery of your bag")]
    [InlineData("Orange", "Women Orange Solid Top")]
    [InlineData("North Star", "north star necklace")]
    public void An_ordinary_word_is_no_mark_in_running_text_but_is_one_in_the_brand_field(string mark, string title)
    {
        Screen(Titled(title), new Trademark { Mark = mark }).ShouldBeEmpty();
        Screen(Titled(title) with { Brand = mark }, new Trademark { Mark = mark }).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("AAA batteries 24-pack", 0)]
    [InlineData("Museum replica sword", 0)]
    [InlineData("Gym reps counter", 0)]
    [InlineData("Mirror for bathroom wall", 0)]
    [InlineData("Fake fur coat", 0)]
    [InlineData("super clone watch", 1)]
    [InlineData("高仿包", 1)]
    public void Jargon_fires_on_the_trade_and_not_on_its_look_alikes(string title, int findings) =>
        Screen(Titled(title)).Count.ShouldBe(findings);

    [Fact]
    public void A_name_within_a_longer_name_is_the_longer_one()
    {
        var found = Screen(Titled("Rivendale Crest jacket"), new() { Mark = "Rivendale" }, new() { Mark = "Rivendale Crest" });
        found.ShouldHaveSingleItem().Mark.ShouldBe("Rivendale Crest");
    }

    [Fact]
    public void An_ended_right_screens_nothing() =>
        Screen(Titled("Velmora bag"), Velmora with { Status = "expired" }).ShouldBeEmpty();

    [Fact]
    public void Every_signal_has_a_weight_a_sentence_and_its_own_name()
    {
        AllSignals.InOrder.Select(s => s.Name).ShouldBeUnique();
        foreach (var signal in AllSignals.InOrder)
        {
            Weights.Shipped.Signals.ShouldContainKey(signal.Name);
            signal.Meaning.ShouldEndWith(".");
        }
    }
}
