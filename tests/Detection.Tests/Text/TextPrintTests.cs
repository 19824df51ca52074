using Wardmark.Detection.Text;

namespace Wardmark.Detection.Tests.Text;

public sealed class TextPrintTests
{
    const string Text = "High quality leather bag with adjustable strap, inner zip pocket and metal clasp. Ships from our own warehouse within two days. "
        + "Please allow one to three centimetres of difference because of manual measurement. If you are not satisfied write to us before you leave feedback. "
        + "The colour may differ slightly from screen to screen. Package includes one bag and one dust cover, wrapped with care by our team.";

    [Theory]
    [InlineData("leather", "canvas")]
    [InlineData("two days", "three days")]
    [InlineData("warehouse", "w4rehouse")]
    [InlineData("Please allow", "PLEASE  ALLOW")]
    public void A_text_with_a_word_exchanged_is_nearly_equal(string was, string becomes) =>
        Shared(Text, Text.Replace(was, becomes, StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(TextPrint.Shared);

    [Fact]
    public void Other_texts_are_not_and_short_ones_have_no_prints()
    {
        Shared(Text, "I bought this jumper last winter and wore it twice. It is warm, has no holes, and comes from a home without pets or smoke. "
            + "The sleeves are long on me, which is why I am selling it. Post or collect in the evening, whatever suits you best, thank you for looking.").ShouldBe(0);
        Of("Brand new, never worn, free shipping.").ShouldBeEmpty();
    }

    [Fact]
    public void Half_the_text_is_not_enough()
    {
        var words = Text.Split(' ');
        var shared = Enumerable.Range(0, 40).Count(seed =>
        {
            var random = new Random(seed);
            var other = string.Join(' ', words.Select(w => random.Next(100) < 12 ? $"word{random.Next(1_000)}" : w));
            return Shared(Text, other) >= TextPrint.Shared;
        });
        shared.ShouldBeLessThan(12, "one word in eight exchanged leaves about half of the runs of five");
    }

    static int Shared(string one, string other) => Of(one).Zip(Of(other)).Count(p => p.First == p.Second);

    static long[] Of(string text) => TextPrint.Of(new FoldedText().Read(text));
}
