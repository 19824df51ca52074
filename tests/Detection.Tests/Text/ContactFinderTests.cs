using Wardmark.Detection.Text;

namespace Wardmark.Detection.Tests.Text;

public sealed class ContactFinderTests
{
    [Theory]
    [InlineData("WhatsApp +86 138 0013 8000")]
    [InlineData("W-h-a-t-s app +8613800138000")]
    [InlineData("whatsapp: 0049 170 1234567")]
    [InlineData("telegram @bestbags")]
    [InlineData("add my wechat: luxbag88")]
    [InlineData("wx: bag_888")]
    [InlineData("微信: luxury888")]
    [InlineData("call +49 170 1234567")]
    [InlineData("number one three eight zero zero one three eight")]
    [InlineData("ruf an: null eins fünf sieben acht neun drei")]
    [InlineData("one thr33 eight 0ne zero one three")]
    [InlineData("ig @repsdaily")]
    [InlineData("t.me/bestreps")]
    [InlineData("whatsapp me for pictures")]
    public void A_way_past_the_marketplace_is_found_where_it_stands(string text)
    {
        var contact = new ContactFinder().Find("description", text).ShouldNotBeNull();
        text.Substring(contact.Start, contact.Length).ShouldBe(contact.Seen);
    }

    [Theory]
    [InlineData("Contact us through the platform for any question")]
    [InlineData("EAN 4006381333931, size 42")]
    [InlineData("Phone case for WhatsApp lovers, green")]
    [InlineData("Telegram from 1912, antique paper")]
    [InlineData("Signal horn 120 dB")]
    [InlineData("Snapchat logo pillow")]
    [InlineData("one two three, learn to count")]
    [InlineData("Instagram style photo frame")]
    [InlineData("Ships in 3-5 days, returns 30 days")]
    [InlineData("Dimensions 120 x 60 x 45 cm")]
    [InlineData("+1 free gift, +20 points")]
    [InlineData("DM cosmetics voucher")]
    public void Ordinary_text_is_left_alone(string text) => new ContactFinder().Find("description", text).ShouldBeNull();

    [Fact]
    public void Seven_digits_in_words_are_found_wherever_they_stand_and_six_are_not()
    {
        var finder = new ContactFinder();
        for (var before = 0; before < 15; before++)
        {
            var filler = string.Concat(Enumerable.Repeat("bag ", before));
            for (var digits = 5; digits <= 22; digits++)
            {
                var spelled = string.Join(' ', Enumerable.Repeat("seven", digits));
                var contact = finder.Find("description", $"{filler}{spelled} bag bag");
                (contact?.Seen).ShouldBe(digits < 7 ? null : spelled, $"{before} words before {digits} digits");
            }
        }
    }
}
