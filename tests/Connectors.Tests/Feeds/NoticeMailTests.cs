using System.Text;
using Wardmark.Connectors.Feeds;
using Wardmark.Procedure.Notices;

namespace Wardmark.Connectors.Tests.Feeds;

public sealed class NoticeMailTests
{
    static Notice Read(string body, string head = "From: Vera <vera@photo.example>\r\nMessage-ID: <m1@photo.example>\r\n")
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"{head}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}"));
        return NoticeMail.Read(stream);
    }

    [Fact]
    public void A_line_for_each_field_is_a_notice()
    {
        var n = Read("Good day,\r\nListing: https://shop.example/l/1\r\nListing: L2\r\nRight: US:A98000001\r\nTheory: confusing mark\r\nRegime: eu_dsa\r\nExplanation: The sign is ours\r\nbut for one letter.\r\n> Theory: patent\r\nGood faith: yes\r\n-- \r\nName: Somebody Else");
        n.Listings.ShouldBe(["https://shop.example/l/1", "L2"]);
        n.Theory.ShouldBe(Wardmark.Registry.Rights.Theory.ConfusingMark);
        n.Explanation.ShouldBe("The sign is ours\nbut for one letter.");
        n.Name.ShouldBe("Vera", "what follows the signature's line is no field");
        n.Email.ShouldBe("vera@photo.example");
        n.Reference.ShouldBe("m1@photo.example");
        n.GoodFaith.ShouldBeTrue();
        n.Accuracy.ShouldBeFalse();
        n.PartyId.ShouldBeNull();
    }

    [Theory]
    [InlineData("Please remove it all.", "names no listing")]
    [InlineData("Listing: L1\r\nTheory: stolen", "is no theory")]
    public void What_is_not_understood_says_what_to_write(string body, string why) => Should.Throw<FeedException>(() => Read(body)).Message.ShouldContain(why);

    [Fact]
    public void A_message_without_a_sender_is_none() => Should.Throw<FeedException>(() => Read("Listing: L1", "Subject: x\r\n")).Message.ShouldContain("no sender");
}
