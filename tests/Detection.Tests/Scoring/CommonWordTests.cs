using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Tests.Scoring;

/// <summary>Marks that are words of the language: found by the goods they stand before, not by the word.</summary>
public sealed class CommonWordTests
{
    static readonly ScreenedRegister Register = new(
    [
        new() { Mark = "Next", Classes = [25, 20] }, new() { Mark = "Orange", Classes = [38, 9] }, new() { Mark = "Coach", Classes = [18, 25] },
        new() { Mark = "Guess", Classes = [25, 14, 18] }, new() { Mark = "Pink", Classes = [25] }, new() { Mark = "Play", Classes = [25] },
        new() { Mark = "Off-White", Classes = [25] }, new() { Mark = "Diesel", Classes = [25, 14] },
    ]);

    static readonly Screener Screener = new(Register, new(Weights.Shipped, Policy.Shipped));

    [Theory]
    [InlineData("Next floral midi dress size 12", "Next")]
    [InlineData("New Next mens chino trousers", "Next")]
    [InlineData("Coach leather crossbody bag, brown", "Coach")]
    [InlineData("Strap for Coach Tabby 26", "Coach")]
    [InlineData("Guess skinny jeans, medium wash", "Guess")]
    [InlineData("PINK hoodie, size small", "Pink")]
    [InlineData("Play heart t-shirt, striped", "Play")]
    [InlineData("Off-White arrow hoodie in black", "Off-White")]
    [InlineData("Diesel Sleenker jeans W30", "Diesel")]
    [InlineData("Diesel watch DZ4318", "Diesel")]
    [InlineData("Dress, Guess style", "Guess")]
    public void Before_its_own_goods_the_word_is_the_mark(string title, string mark) => Marks(new() { Id = "1", Title = title }).ShouldContain(mark);

    [Theory]
    [InlineData("Next day delivery on every order")]
    [InlineData("Diesel generator 5 kW")]
    [InlineData("Diesel fuel filter for trucks")]
    [InlineData("Coach bus model 1:50")]
    [InlineData("Football coach whistle")]
    [InlineData("Life coach planner notebook")]
    [InlineData("Guess who board game")]
    [InlineData("Pink Hoodie Women Size S")]
    [InlineData("PINK HOODIE WOMEN SIZE S")]
    [InlineData("Pink dress with bow")]
    [InlineData("Orange dress, summer")]
    [InlineData("Orange phone case")]
    [InlineData("Press Play vinyl record")]
    [InlineData("Play kitchen, wooden")]
    [InlineData("Off-White Cotton Shirt For Men")]
    [InlineData("off-white linen dress")]
    [InlineData("Women Orange Solid Top")]
    [InlineData("See you next year calendar")]
    public void Elsewhere_it_is_a_word(string title) => Marks(new() { Id = "1", Title = title }).ShouldBeEmpty();

    // Titles without a capital, and a register that says no classes.
    [Theory]
    [InlineData("coach wallet small brown", "Coach")]
    [InlineData("vans shoes black size 40", "Vans")]
    [InlineData("Vans old skool trainers", "Vans")]
    [InlineData("Canon EOS R5 body", "Canon")]
    [InlineData("fossil watch, leather strap", "Fossil")]
    public void A_well_known_mark_of_which_the_register_says_no_classes_has_them(string title, string mark) =>
        Screen(title, "Coach", "Vans", "Canon", "Fossil", "Keeper").ShouldBe([mark]);

    [Theory]
    [InlineData("coach bus model 1:50")]
    [InlineData("fossil shark tooth, watch it glow")]
    [InlineData("canon in D sheet music")]
    [InlineData("transit vans wheel trims")]
    [InlineData("football coach wallet")]
    [InlineData("Keeper gloves wallet watch shoes")]
    [InlineData("coach Party wallet")]
    public void Elsewhere_it_is_a_word_too(string title) => Screen(title, "Coach", "Vans", "Canon", "Fossil", "Keeper").ShouldBeEmpty();

    static List<string?> Screen(string title, params string[] marks) =>
        [.. new Screener(new([.. marks.Select(m => new Trademark { Mark = m })]), new(Weights.Shipped, Policy.Shipped)).Screen(new() { Id = "1", Title = title }).Select(f => f.Mark)];

    [Fact]
    public void A_seller_who_enters_another_brand_does_not_mean_it() =>
        Marks(new() { Id = "1", Title = "Next floral midi dress", Brand = "Sezane" }).ShouldBeEmpty();

    static List<string?> Marks(Listing listing) => [.. Screener.Screen(listing).Select(f => f.Mark)];
}
