using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Tests.Scoring;

public sealed class KnownNameTests
{
    static IReadOnlyList<Finding> Screen(Listing listing, params string[] marks) =>
        new Screener(new([.. marks.Select(m => new Trademark { Mark = m })]), new(Weights.Shipped, Policy.Shipped)).Screen(listing);

    static Listing Titled(string title) => new() { Id = "1", Title = title };

    [Theory]
    [InlineData("Gucci", "сумка Гуччи мармонт")]
    [InlineData("Nike", "耐克 空军一号 运动鞋")]
    [InlineData("Louis Vuitton", "ルイ・ヴィトン バッグ")]
    [InlineData("Chanel", "샤넬 가방")]
    [InlineData("Rolex", "ساعة رولكس")]
    [InlineData("Louis Vuitton", "LV wallet brown")]
    [InlineData("Yves Saint Laurent", "ysl bag kate medium")]
    [InlineData("Dolce & Gabbana", "Dolce Gabana sunglasses")]
    [InlineData("The North Face", "TNF nuptse jacket")]
    [InlineData("Rolex", "datejust 41 jubilee")]
    [InlineData("Louis Vuitton", "LV 原单 尾货")]
    [InlineData("Hermès", "birkin 25 togo gold hardware")]
    [InlineData("Dr. Martens", "black Doc Martens boots")]
    public void What_a_well_known_mark_is_called_besides_is_found(string mark, string title)
    {
        var finding = Screen(Titled(title), mark).ShouldHaveSingleItem();
        finding.Mark.ShouldBe(mark);
        finding.Signals.ShouldNotContain(s => s.Signal == "CODE_WORD");
    }

    [Theory]
    [InlineData("Louis Vuitton", "LV 1934 postage stamps Latvia")]
    [InlineData("Gucci", "GG handwriting fonts pack")]
    [InlineData("Chanel", "CC cream spf 30")]
    [InlineData("Michael Kors", "MK ULTRA documentary DVD")]
    [InlineData("The North Face", "TNF alpha antibody assay")]
    [InlineData("Velmora", "сумка Гуччи мармонт")]
    [InlineData("Hermès", "Jane Birkin 25 songs vinyl")]
    [InlineData("Bottega Veneta", "BV number of the council")]
    public void Its_letters_beside_other_goods_and_its_names_for_another_mark_are_not(string mark, string title) => Screen(Titled(title), mark).ShouldBeEmpty();

    [Theory]
    [InlineData("double C earrings pearl", true)]
    [InlineData("Chanel double C earrings pearl", false)]
    public void A_code_word_hides_only_where_the_mark_is_not_written(string title, bool hides) =>
        Screen(Titled(title), "Chanel").ShouldHaveSingleItem().Signals.Any(s => s.Signal == "CODE_WORD").ShouldBe(hides);

    [Fact]
    public void What_is_short_for_one_mark_hides_no_other() =>
        Screen(Titled("J0rdan 4 retro sneakers"), "Air Jordan", "Jordan").Select(f => f.Mark).ShouldBe(["Air Jordan", "Jordan"], ignoreOrder: true);

    [Fact]
    public void Goods_of_which_no_stem_is_left_fit_nothing() =>
        new Screener(new([new Trademark { Mark = "Velmora", CodeWords = ["big V"], Goods = "s / ss" }]), new(Weights.Shipped, Policy.Shipped)).Screen(Titled("big V bag")).ShouldBeEmpty();

    [Theory]
    [InlineData("Digilight", false)]
    [InlineData("LRIPL", true)]
    public void A_name_within_the_word_of_the_entered_brand_is_that_brand(string brand, bool isFound) =>
        Screen(Titled("Digilight rice lights") with { Brand = brand }, "Digi").Any().ShouldBe(isFound);

    [Theory]
    [InlineData("soft leather. tags: velmora orvale quintessa luxury", null, true)]
    [InlineData("#velmora #orvale #quintessa", "no brand", true)]
    [InlineData("velmora, orvale and quintessa", "Velmora", false)]
    [InlineData("compatible with Velmora, Orvale and Quintessa phones", null, false)]
    [InlineData("I wear Velmora in L, Orvale in M; Quintessa runs small", null, false)]
    [InlineData("Velmora x Orvale edition", null, false)]
    public void Brands_in_a_row_are_there_to_be_found_by_a_search(string description, string? brand, bool isStuffed)
    {
        var findings = Screen(Titled("shoulder bag") with { Description = description, Brand = brand }, "Velmora", "Orvale", "Quintessa");
        findings.Any(f => f.Signals.Any(s => s.Signal == "STUFFED_NAMES")).ShouldBe(isStuffed);
    }
}
