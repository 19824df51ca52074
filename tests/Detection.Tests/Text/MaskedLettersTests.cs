using Wardmark.Detection.Text;
using static Wardmark.Detection.Tests.Text.Matching;

namespace Wardmark.Detection.Tests.Text;

public sealed class MaskedLettersTests
{
    [Theory]
    [InlineData("Moncler", "logo says M*ncler, see picture", "M*ncler")]
    [InlineData("Gucci", "Gu**i belt new", "Gu**i")]
    [InlineData("Nike", "white N❗ke air size 42", "N❗ke")]
    [InlineData("Louis Vuitton", "L⚪uis Vuitt⚪n neverfull", "L⚪uis Vuitt⚪n")]
    [InlineData("Louis Vuitton", "Louis Vui#ton bag", "Louis Vui#ton")]
    [InlineData("Velmora", "V🌕lm🌕ra bag", "V🌕lm🌕ra")]
    [InlineData("Burberry", "Bur_erry scarf", "Bur_erry")]
    [InlineData("Coach", "C*ach tabby", "C*ach")]
    [InlineData("Barneys", "Ba*neys New York coat", "Ba*neys")]
    public void A_sign_in_the_place_of_a_letter_hides_nothing(string mark, string text, string seen)
    {
        var o = Find(text, mark).ShouldHaveSingleItem();
        (o.Seen, o.Disguise).ShouldBe((seen, Disguise.Digits));
        text.Substring(o.Start, o.Length).ShouldBe(seen);
    }

    // Sizes, everyday words, signs at an end, between words, more of them than letters can be told.
    [Theory]
    [InlineData("Lotus", "shelf 10*15*20 cm")]
    [InlineData("Boot", "b*ot for sale")]
    [InlineData("Velmora", "Vel*or* bag and V***ora and V*l*o*a")]
    [InlineData("Velmora", "velm* and *ora")]
    [InlineData("Gucci Bag", "guc * ci bag")]
    [InlineData("Nike", "N®ke N.ke N-ke N/ke n ke")]
    [InlineData("Chanel", "Ch*n shop")]
    public void Signs_elsewhere_are_signs(string mark, string text) => Find(text, mark).ShouldBeEmpty();

    [Fact]
    public void A_text_full_of_signs_is_looked_through_only_so_far()
    {
        var index = new MarkIndex(findsMisspellings: true);
        index.Add(0, "Velmora");
        var matcher = new MarkMatcher(index.Freeze());
        var found = new List<Occurrence>();
        matcher.Find("title", "V*lmora " + string.Concat(Enumerable.Repeat("ab*cde*fgh ", 3_000)) + "V*lmora", found);
        found.ShouldHaveSingleItem().Start.ShouldBeGreaterThan(0, "looked at from the end");
    }
}
