using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Signals;

namespace Wardmark.Detection.Tests.Pictures;

/// <summary>A place where the reference shows the mark, hidden in the picture; and pictures that hide nothing, or something else.</summary>
public sealed class HiddenPlaceTests
{
    static readonly Plane Original = Scenes.Draw(11);
    static readonly PicturePrint Reference = PicturePrint.Of(Original);
    static readonly Region Place = new(0.4, 0.3, 0.65, 0.6);
    static readonly Region Elsewhere = new(0.05, 0.62, 0.3, 0.92);

    static Plane With(Region place, Func<int, int, float> value) => new(400, 300, [.. Enumerable.Range(0, 300).SelectMany(y => Enumerable.Range(0, 400)
        .Select(x => place.Holds((x + 0.5) / 400, (y + 0.5) / 300) ? value(x, y) : Original.Values[(y * 400) + x]))]);

    static float Mean(int left, int top, int side) =>
        Enumerable.Range(Math.Max(0, top), side).SelectMany(y => Enumerable.Range(Math.Max(0, left), side).Select(x => Original.Values[(Math.Min(299, y) * 400) + Math.Min(399, x)])).Average();

    static float Blurred(int x, int y) => Mean(x - 12, y - 12, 25);

    static Plane Edited(string edit) => edit switch
    {
        "blurred" => With(Place, Blurred),
        "blurred and smaller" => With(Place, Blurred).Resized(240, 180),
        "blurred and mirrored" => With(Place, Blurred).Mirrored(),
        "blurred and turned" => Scenes.Turned(With(Place, Blurred), 8),
        "mosaic" => With(Place, (x, y) => Mean(x / 12 * 12, y / 12 * 12, 12)),
        "covered" => With(Place, (x, y) => ((x / 9) + (y / 9)) % 2 == 0 ? 240 : 30),
        "plain patch" => With(Place, (_, _) => 128),
        "blurred elsewhere" => With(Elsewhere, Blurred),
        "soft all over" => With(new(0, 0, 1, 1), (x, y) => Mean(x - 5, y - 5, 11)),
        "darker" => new(400, 300, [.. Original.Values.Select(v => v * 0.5f)]),
        "noise" => Scenes.Noisy(Original, 5, 20),
        "smaller" => Original.Resized(240, 180),
        "turned" => Scenes.Turned(Original, 8),
        _ => Original,
    };

    static HiddenPlace? Look(string edit)
    {
        var query = PicturePrint.Of(Edited(edit));
        var met = PictureComparison.Compare(query, null, Reference);
        met.SamePicture.ShouldBeGreaterThanOrEqualTo(Likeness.CopyFrom, edit);
        return HiddenPlace.Find(query, Reference, met.Map!.Value, Place);
    }

    [Theory]
    [InlineData("blurred")]
    [InlineData("blurred and smaller")]
    [InlineData("blurred and mirrored")]
    [InlineData("blurred and turned")]
    [InlineData("mosaic")]
    [InlineData("covered")]
    [InlineData("plain patch")]
    public void A_mark_s_place_that_is_blurred_or_covered_is_seen_to_be_hidden(string edit)
    {
        var found = Look(edit).ShouldNotBeNull();
        found.IsCovered.ShouldBe(edit is "covered" or "plain patch");
        (edit.EndsWith("mirrored", StringComparison.Ordinal) ? found.InQuery.Left : 1 - found.InQuery.Right).ShouldBe(0.35, 0.06);
    }

    [Theory]
    [InlineData("same")]
    [InlineData("blurred elsewhere")]
    [InlineData("soft all over")]
    [InlineData("darker")]
    [InlineData("noise")]
    [InlineData("smaller")]
    [InlineData("turned")]
    public void What_hides_nothing_or_something_else_is_left_alone(string edit) => Look(edit).ShouldBeNull();

    [Theory]
    [InlineData("blurred", "Quorvane", true)]
    [InlineData("same", "Quorvane", false)]
    [InlineData("blurred", "size guide", false)]
    public void It_counts_where_words_of_the_reference_name_the_mark_and_the_sentence_says_so(string edit, string words, bool isSeen)
    {
        var register = new ScreenedRegister([new() { Mark = "Quorvane" }],
            [new(0, "ref-1.jpg", PrintHead.Of(Reference), () => Reference) { Lines = [new(words, 0.99, Place)] }]);
        var screener = new Screener(register, new(Weights.Shipped, Policy.Shipped));
        var finding = screener.Screen(new() { Id = "1", Title = "A nice bag" }, [new(0, "a.jpg", PicturePrint.Of(Edited(edit)))]).ShouldHaveSingleItem();
        finding.Signals.ShouldContain(r => r.Signal == "REFERENCE_PICTURE_COPIED", "the control");
        var row = finding.Signals.SingleOrDefault(r => r.Signal == "MARK_HIDDEN_IN_PICTURE");
        (row is not null).ShouldBe(isSeen);
        if (row is null) return;
        row.Sentence.ShouldContain("blurred or made coarse");
        row.Box!.Value.Left.ShouldBe(0.4, 0.02);
        row.Weight.ShouldBeGreaterThan(0);
        new MarkHiddenInPicture().IsQualifier.ShouldBeTrue("faces and number plates are hidden lawfully: it accuses nobody by itself");
    }

    [Fact]
    public void A_mark_may_ask_for_surer_copies_than_others()
    {
        string[] edits = ["same", "covered", "soft all over", "turned", "smaller", "collage"];
        var prints = edits.Select(e => PicturePrint.Of(e == "collage" ? Scenes.Noisy(Original.Resized(120, 90), 3, 40) : Edited(e))).ToList();
        int Met(double? copyFrom)
        {
            var register = new ScreenedRegister([new() { Mark = "Quorvane", CopyFrom = copyFrom }], [new(0, "ref-1.jpg", PrintHead.Of(Reference), () => Reference)]);
            var screener = new Screener(register, new(Weights.Shipped, Policy.Shipped));
            return prints.Count(p => screener.Screen(new() { Id = "1", Title = "A nice bag" }, [new(0, "a.jpg", p)]).Any(f => f.Signals.Any(s => s.Signal == "REFERENCE_PICTURE_COPIED")));
        }

        var sure = prints.ConvertAll(p => PictureComparison.Compare(p, null, Reference).SamePicture);
        (Met(null), Met(0.1), Met(0.99)).ShouldBe((sure.Count(s => s >= 0.5), sure.Count(s => s >= 0.5), sure.Count(s => s >= 0.99)), string.Join(" ", sure));
        Met(0.99).ShouldBeInRange(1, Met(null) - 1);
    }

    [Theory]
    [InlineData("瑞雅", "瑞雅", 0.95, true)]
    [InlineData("瑞雅", "瑞雅", 0.6, false)]
    [InlineData("瑞雅", "正品瑞雅皮包", 0.95, false)]
    [InlineData("瑞雅森", "正品瑞雅森皮包", 0.95, true)]
    public void A_name_of_two_characters_is_the_whole_of_a_line(string mark, string line, double confidence, bool isNamed)
    {
        var screener = new Screener(new([new() { Mark = mark }]), new(Weights.Shipped, Policy.Shipped));
        var found = screener.Screen(new() { Id = "1", Title = "bag" }, [new(0, "a.jpg", null) { Lines = [new(line, confidence, Place)] }]);
        found.Any(f => f.Signals.Any(r => r.Signal == "MARK_IN_PICTURE")).ShouldBe(isNamed);
    }

    [Fact]
    public void A_reference_photographed_at_an_angle_is_told_from_one_that_was_only_edited()
    {
        // As a plane that leans away: rows get shorter towards the top.
        var slanted = Scenes.Seen(Original, 400, 300, (x, y) => { var w = 1 + (0.0006f * (300 - y)); return (200 + ((x - 200) * w), 150 + ((y - 150) * w)); });
        PictureComparison.Compare(PicturePrint.Of(slanted), null, Reference).IsAtAngle.ShouldBeTrue();
        foreach (var edit in (string[])["same", "smaller", "turned", "noise", "darker", "covered"])
            PictureComparison.Compare(PicturePrint.Of(Edited(edit)), null, Reference).IsAtAngle.ShouldBeFalse(edit);
        var screener = new Screener(new([new() { Mark = "Quorvane" }], [new(0, "ref-1.jpg", PrintHead.Of(Reference), () => Reference)]), new(Weights.Shipped, Policy.Shipped));
        IEnumerable<string> Seen(Plane picture) => screener.Screen(new() { Id = "1", Title = "A nice bag" }, [new(0, "a.jpg", PicturePrint.Of(picture))]).Single().Signals.Select(r => r.Signal);
        Seen(slanted).ShouldContain("REPHOTOGRAPHED_PICTURE");
        Seen(Original).ShouldNotContain("REPHOTOGRAPHED_PICTURE");
    }
}
