using Wardmark.Detection.Text;

namespace Wardmark.Detection.Tests.Text;

public sealed class TransliterationTests
{
    static readonly string[] Marks = ["Adidas", "Samsung", "Reebok", "Rolex", "Prada", "Canon", "Nikon", "Sony", "Bosch", "Panasonic", "Zara", "Versace", "Luxor Bio", "Xerox", "Moneta", "Fendi", "Balenciaga", "Valentino", "Odin", "Sezon"];
    static readonly MarkMatcher Matcher = Make();

    [Theory]
    [InlineData("Кроссовки Адидас, размер 42", "Adidas", "Адидас")]
    [InlineData("телефон самсунг новый", "Samsung", "самсунг")]
    [InlineData("Рибок кеды", "Reebok", "Рибок")]
    [InlineData("Часы Ролекс", "Rolex", "Ролекс")]
    [InlineData("Сумка ПРАДА", "Prada", "ПРАДА")]
    [InlineData("фотоаппарат Никон", "Nikon", "Никон")]
    [InlineData("Наушники Сони", "Sony", "Сони")]
    [InlineData("Дрель Бош", "Bosch", "Бош")]
    [InlineData("Панасоник телевизор", "Panasonic", "Панасоник")]
    [InlineData("Крем Луксор Био 50 мл", "Luxor Bio", "Луксор Био")]
    [InlineData("παπούτσια ή Ζάρα", "Zara", "Ζάρα")]
    [InlineData("παπούτσια Αντίντας", "Adidas", "Αντίντας")]
    [InlineData("τσάντα Φέντι", "Fendi", "Φέντι")]
    [InlineData("Μπαλενσιάγκα παπούτσια", "Balenciaga", "Μπαλενσιάγκα")]
    [InlineData("ζώνη Βαλεντίνο", "Valentino", "Βαλεντίνο")]
    [InlineData("τηλεόραση Πανασόνικ", "Panasonic", "Πανασόνικ")]
    public void A_name_is_read_by_its_sound(string text, string mark, string seen)
    {
        var found = Find(text).ShouldHaveSingleItem();
        (found.Name.Name, found.Seen, found.Disguise).ShouldBe((mark, seen, Disguise.Transliterated));
    }

    [Theory]
    [InlineData("Кофта женская тёплая с капюшоном")]
    [InlineData("Соня красавица, кукла")]
    [InlineData("Боши и Канонада, две книги")]
    [InlineData("Радар для сада")]
    [InlineData("Канон православной церкви, книга")]
    [InlineData("Βιβλίο για το σόνιο")]
    [InlineData("Adidac рибки")]
    [InlineData("Один сезон носили")]
    public void Other_words_are_not(string text) => Find(text).ShouldNotContain(o => o.Disguise == Disguise.Transliterated);

    static List<Occurrence> Find(string text)
    {
        var found = new List<Occurrence>();
        Matcher.Find("title", text, found);
        return found;
    }

    static MarkMatcher Make()
    {
        var index = new MarkIndex(findsMisspellings: true);
        for (var i = 0; i < Marks.Length; i++) index.Add(i, Marks[i]);
        return new(index.Freeze());
    }
}
