using Wardmark.Detection.Text;
using static Wardmark.Detection.Tests.Text.Matching;

namespace Wardmark.Detection.Tests.Text;

public sealed class WordsAroundNamesTests
{
    [Theory]
    [InlineData("Velmora", "#velmorabelt for sale", "velmora")]
    [InlineData("Velmora", "newVelmorajacket black", "Velmora")]
    [InlineData("Louis Vuitton", "LouisVuittonbag monogram", "LouisVuitton")]
    [InlineData("The North Face", "TheNorthFace700 puffer", "TheNorthFace")]
    [InlineData("Air Jordan", "airjordan4 bred", "airjordan")]
    [InlineData("Versace", "versacetshirt medusa", "versace")]
    [InlineData("Gucci", "guccitasche neu", "gucci")]
    [InlineData("Nike", "nikeshoes size 42", "nike")]
    [InlineData("Dyson", "dysonairwrap complete", "dyson")]
    [InlineData("Lacoste", "lacostepolos croc", "lacoste")]
    [InlineData("Fendi", "#fendibaguette", "fendi")]
    [InlineData("Salomon", "salomonxt6 black", "salomon")]
    public void A_name_in_one_word_with_everyday_words_is_found_and_it_alone_is_marked(string mark, string text, string seen)
    {
        var o = Find(text, mark).ShouldHaveSingleItem();
        (o.Disguise, o.Seen).ShouldBe((Disguise.Within, seen));
        text.Substring(o.Start, o.Length).ShouldBe(seen);
    }

    [Theory]
    [InlineData("Etro", "Dimetrodon figure")]
    [InlineData("Tous", "sumptous ring")]
    [InlineData("Celine", "Marceline figure")]
    [InlineData("HEMA", "curved hemand concealed zip")]
    [InlineData("Zara", "zarabanda dance")]
    [InlineData("Next", "nextdaydelivery")]
    [InlineData("Coach", "stagecoachtour")]
    [InlineData("Chanel", "chanelled pipe")]
    [InlineData("Velmor", "velmorabc6 part")]
    [InlineData("Velmo", "velmoxt6 part")]
    public void A_name_that_is_part_of_another_word_is_left_alone(string mark, string text) => Find(text, mark).ShouldBeEmpty();

    [Theory]
    [InlineData("Yeezy", "Yee zy 350 boost", "Yee zy")]
    [InlineData("Gucci", "Guc ci belt", "Guc ci")]
    [InlineData("Swarovski", "Swarov ski necklace", "Swarov ski")]
    public void A_space_in_a_name_of_one_word_is_a_letter_too_many(string mark, string text, string seen)
    {
        var o = Find(text, mark).ShouldHaveSingleItem();
        (o.Disguise, o.Seen).ShouldBe((Disguise.Misspelt, seen));
        o.Misspelling!.Edits.ShouldBe([EditKind.Parted]);
    }

    [Theory]
    [InlineData("Birkenstock", "two Birkenstocks")]
    [InlineData("Prada", "two Pradas")]
    public void The_plural_of_a_name_is_the_name(string mark, string text)
    {
        var o = Find(text, mark).ShouldHaveSingleItem();
        (o.Disguise, o.Seen).ShouldBe((Disguise.None, mark));
    }

    [Fact]
    public void A_name_of_people_or_places_is_no_plural()
    {
        Find("Lewis and Andres in Paris", "Lewi", "André", "Pari").ShouldBeEmpty();
    }

    // A voice mark of half-width kana is a letter of which nothing is left.
    [Theory]
    [InlineData("xqzwv\uFF9E")]
    [InlineData("\uFF9Evelmo4")]
    [InlineData("\uFF9E\uFF9E\uFF9E\uFF9E\uFF9E")]
    public void A_word_that_ends_in_nothing_is_read(string text) => Find(text, "Velmora").ShouldBeEmpty();

    [Theory]
    [InlineData("Playstation", "play station for kids")]
    [InlineData("Timberland", "timber land for sale")]
    [InlineData("Mango", "man go home")]
    public void Two_words_of_their_own_are_no_name(string mark, string text) => Find(text, mark).ShouldBeEmpty();

    // Each is a letter or two from the mark beside it.
    [Theory]
    [InlineData("Vestel", "veste Kiabi garçon")]
    [InlineData("Calida", "zapatillas de buena calidad")]
    [InlineData("Primera", "relógio primeira linha")]
    [InlineData("Bolia", "bolsa feminina")]
    [InlineData("Qualipet", "sac haute qualité")]
    [InlineData("Tasche", "torebka")]
    public void Words_of_other_languages_are_no_misspellings(string mark, string text) => Find(text, mark).ShouldBeEmpty();

    [Theory]
    [InlineData("Vestel", "Vestell TV")]
    [InlineData("Michael Kors", "Micheal Kors tote")]
    [InlineData("Philipp Plein", "Phillip Plein tshirt")]
    public void Misspellings_beside_such_words_are(string mark, string text) => Find(text, mark).ShouldHaveSingleItem().Disguise.ShouldBe(Disguise.Misspelt);

    // Two everyday words in one, a letter beside a long name.
    [Theory]
    [InlineData("Playmobil", "Playmobile pirate ship")]
    [InlineData("Maybelline", "Maybeline mascara")]
    public void A_long_name_misspelt_as_two_words_in_one_is_found(string mark, string text) => Find(text, mark).ShouldHaveSingleItem().Disguise.ShouldBe(Disguise.Misspelt);

    [Theory]
    [InlineData("Longines", "longline cardigan")]
    [InlineData("Balmain", "ballmain")]
    [InlineData("Playmobil", "playhouse for mobiles")]
    public void A_short_name_or_one_further_off_is_not(string mark, string text) => Find(text, mark).ShouldBeEmpty();

    [Theory]
    [InlineData("Hermès", "parfum Terre d'Hermès 100 ml", "Hermès", Disguise.None)]
    [InlineData("Armani", "borsa dell’Armani originale", "Armani", Disguise.None)]
    [InlineData("Yves Saint Laurent", "sac d'Yves Saint Laurent", "Yves Saint Laurent", Disguise.None)]
    [InlineData("Velmora", "sac d'Velm0ra", "Velm0ra", Disguise.Digits)]
    public void An_article_before_a_name_is_no_part_of_it(string mark, string text, string seen, Disguise disguise)
    {
        var o = Find(text, mark).ShouldHaveSingleItem();
        (o.Seen, o.Disguise).ShouldBe((seen, disguise));
    }

    [Theory]
    [InlineData("L'Oréal", "shampoing L'Oréal Paris", "L'Oréal")]
    [InlineData("Velmora", "Velmora's belt", "Velmora")]
    public void A_name_with_an_apostrophe_of_its_own_is_found_once(string mark, string text, string seen) => Find(text, mark).ShouldHaveSingleItem().Seen.ShouldBe(seen);

    [Theory]
    [InlineData("Hermes", "o'hermes street")]
    [InlineData("Ill", "we d'ill do")]
    public void Other_letters_before_an_apostrophe_are(string mark, string text) => Find(text, mark).ShouldBeEmpty();

    [Theory]
    [InlineData("Prada", "🅟🅡🅐🅓🅐 bag", Disguise.Styled)]
    [InlineData("Gucci", "🇬🇺🇨🇨🇮 cap", Disguise.Styled)]
    [InlineData("Gucci", "⒢⒰⒞⒞⒤ bag", Disguise.Styled)]
    [InlineData("Velmora", "ᐯEᒪᗰOᖇᗩ bag", Disguise.Lookalike)]
    [InlineData("Velmora", "ᏉᏋᏝᎷᎧᏒᏗ bag", Disguise.Lookalike)]
    [InlineData("Velmora", "۷ɛƖɱơཞą bag", Disguise.Lookalike)]
    public void Alphabets_of_text_decorators_are_read(string mark, string text, Disguise expected) => (Find(text, mark).ShouldHaveSingleItem().Disguise & expected).ShouldBe(expected);

    [Theory]
    [InlineData("プラダ", "プラダン シート")]
    [InlineData("레고", "그레고리 배낭")]
    public void A_name_inside_a_word_of_kana_or_hangul_is_left_alone(string name, string text) => Find(text, name).ShouldBeEmpty();

    [Theory]
    [InlineData("プラダ", "新品プラダの財布")]
    [InlineData("레고", "레고를 팝니다")]
    [InlineData("ナイキ", "ナイキ エア")]
    public void A_name_among_other_words_of_these_scripts_is_found(string name, string text) => Find(text, name).ShouldHaveSingleItem();
}
