using CsCheck;
using Wardmark.Detection.Text;

namespace Wardmark.Detection.Tests.Text;

public sealed class MarkMatcherTests
{
    static List<Occurrence> Find(string text, params string[] marks) => Matching.Find(text, findsMisspellings: false, marks);

    [Theory]
    [InlineData("Velmora", "Velmora bag", Disguise.None)]
    [InlineData("Velmora", "VELMORA's bag", Disguise.None)]
    [InlineData("Velmora", "Vеlmora bag", Disguise.Lookalike)]
    [InlineData("Nike", "Nіke shoes", Disguise.Lookalike)]
    [InlineData("Nike", "ΝΙΚΕ shoes", Disguise.Lookalike)]
    [InlineData("Nike", "N1ke shoes", Disguise.Digits)]
    [InlineData("Prada", "Pr@da bag", Disguise.Digits)]
    [InlineData("Gucci", "Gucc! bag", Disguise.Digits)]
    [InlineData("Supreme", "5upreme tee", Disguise.Digits)]
    [InlineData("Nike", "N.i.k.e shoes", Disguise.Separators)]
    [InlineData("Nike", "n i k e shoes", Disguise.Separators)]
    [InlineData("Rolex", "Ro•lex watch", Disguise.Separators)]
    [InlineData("Louis Vuitton", "Lou•is Vuitton bag", Disguise.Separators)]
    [InlineData("Nike", "Ni\u200Bke shoes", Disguise.Invisible)]
    [InlineData("Nike", "Ni\u00ADke shoes", Disguise.Invisible)]
    [InlineData("Nike", "𝗡𝗶𝗸𝗲 shoes", Disguise.Styled)]
    [InlineData("Nike", "Ｎｉｋｅ shoes", Disguise.Styled)]
    [InlineData("Nike", "ⓝⓘⓚⓔ shoes", Disguise.Styled)]
    [InlineData("Nike", "N̶i̶k̶e̶ shoes", Disguise.Styled)]
    [InlineData("Nike", "\u202Eekin\u202C shoes", Disguise.Reversed)]
    [InlineData("Samsung", "Sarnsung phone", Disguise.LetterPairs)]
    [InlineData("Louis Vuitton", "louisvuitton bag", Disguise.Joined)]
    [InlineData("Hermès", "Hermes scarf", Disguise.None)]
    [InlineData("耐克", "全新耐克鞋", Disguise.None)]
    public void A_disguised_name_is_found_and_the_disguise_is_named(string mark, string text, Disguise expected)
    {
        var found = Find(text, mark);
        found.ShouldNotBeEmpty();
        (found[0].Disguise & expected).ShouldBe(expected);
        text.Substring(found[0].Start, found[0].Length).ShouldBe(found[0].Seen);
    }

    [Theory]
    [InlineData("Nike", "LED bike light")]
    [InlineData("Nike", "Monike shoes")]
    [InlineData("Zara", "model ZA12 spare part")]
    [InlineData("AT&T", "that the cable")]
    [InlineData("Walkers", "walk-er frame")]
    [InlineData("Nike", "size S M L X L")]
    [InlineData("Rolls", "egg r-o-l-e plan")]
    [InlineData("Mebel", "Мебель для дома")]
    public void An_innocent_text_is_left_alone(string mark, string text) => Find(text, mark).ShouldBeEmpty();

    [Fact]
    public void Every_code_point_folds_and_folding_its_fold_changes_nothing()
    {
        for (var cp = 0; cp <= 0x10FFFF; cp++)
        {
            if (!System.Text.Rune.IsValid(cp)) continue;
            var glyph = Glyphs.Of(new(cp));
            foreach (var rune in glyph.Plain.EnumerateRunes())
                if (Glyphs.Of(rune).Kind is not (GlyphKind.Combining or GlyphKind.Invisible or GlyphKind.Apostrophe))
                    Glyphs.Of(rune).Plain.ShouldBe(rune.ToString(), $"U+{cp:X4}");
        }
    }

    [Fact]
    public void Spans_lie_within_the_text_and_equal_what_was_seen()
    {
        var names = new[] { "Velmora", "Nike", "Louis Vuitton", "Rolex" };
        string[] pieces = ["Velmora", "N1ke", "Louis", " Vuitton", "\u202E", "\u202C", "xeloR", "\u200B", ".", " ", "💍", "e\u0301", "Ｎｉｋｅ", "\uD800", "&", "!"];
        Gen.Int[0, pieces.Length - 1].Array[0, 30].Select(chosen => string.Concat(chosen.Select(i => pieces[i]))).Sample(text =>
        {
            foreach (var o in Find(text, names))
            {
                o.Start.ShouldBeInRange(0, text.Length);
                (o.Start + o.Length).ShouldBeLessThanOrEqualTo(text.Length);
                text.Substring(o.Start, o.Length).ShouldBe(o.Seen);
            }
        }, iter: 2_000);
    }
}
