using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Tests.Pictures;

public sealed class PictureComparisonTests
{
    static readonly Plane Original = Scenes.Draw(1);
    static readonly PicturePrint Reference = PicturePrint.Of(Original);

    public static readonly TheoryData<string> Edits = ["same", "crop", "turn", "mirror", "quarter", "smaller", "brighter", "noise", "border", "pasted", "collage", "mirrored crop", "cut out", "cut out elsewhere"];

    static Plane Edited(string edit) => edit switch
    {
        "crop" => Original.Cropped(70, 40, 260, 200),
        "turn" => Scenes.Turned(Original, 17),
        "mirror" => Original.Mirrored(),
        "quarter" => Scenes.Seen(Original, 300, 400, (x, y) => (y, 299 - x)),
        "smaller" => Original.Resized(160, 120),
        "brighter" => new(400, 300, [.. Original.Values.Select(v => Math.Min(255, v * 1.3f))]),
        "noise" => Scenes.Noisy(Original, 3, 14),
        "border" => Scenes.Seen(Original, 480, 380, (x, y) => (x - 40, y - 40)),
        "pasted" => Scenes.Seen(Original, 400, 300, (x, y) => x is > 90 and < 250 && y is > 80 and < 210 ? (-1, -1) : (x, y)),
        "collage" => Scenes.Seen(new(800, 300, [.. Enumerable.Range(0, 300).SelectMany(y => Original.Row(y).ToArray().Concat(Scenes.Draw(99).Row(y).ToArray()))]), 800, 300, (x, y) => (x, y)),
        "cut out" => CutOut(Original, new(400, 300, [.. Enumerable.Repeat(255f, 120_000)]), (x, y) => (x, y)),
        "cut out elsewhere" => CutOut(Original, Scenes.Draw(98), (x, y) => ((x - 60) / 0.8f, (y - 40) / 0.8f)),
        "mirrored crop" => Original.Mirrored().Cropped(60, 30, 270, 220),
        _ => Original,
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void A_copy_is_called_a_copy_whatever_was_done_to_it(string edit)
    {
        var found = PictureComparison.Compare(PicturePrint.Of(Edited(edit)), null, Reference);
        found.SamePicture.ShouldBeGreaterThanOrEqualTo(Likeness.CopyFrom, $"{found}");
        found.IsMirrored.ShouldBe(edit.StartsWith("mirror", StringComparison.Ordinal));
        found.InQuery.ShouldNotBeNull();
    }

    [Fact]
    public void Other_pictures_are_called_neither_copies_nor_of_the_same_thing()
    {
        for (var seed = 100; seed < 130; seed++)
        {
            var found = PictureComparison.Compare(PicturePrint.Of(Scenes.Draw(seed)), null, Reference);
            found.SamePicture.ShouldBeLessThan(Likeness.CopyFrom, $"{seed}");
            found.SameObject.ShouldBeLessThan(Likeness.ObjectFrom, $"{seed}: {found.Inliers}");
        }
    }

    // One print on two different backgrounds, each with its own surroundings: what a reseller's own photo shows.
    [Fact]
    public void Another_photo_of_the_same_print_is_the_same_object_and_no_copy()
    {
        var print = Scenes.Draw(7, 180, 140, 90);
        var one = Put(Scenes.Draw(8), print, 60, 50, 1.0f, 0);
        var other = Put(Scenes.Draw(9), print, 150, 100, 0.9f, 12);
        var found = PictureComparison.Compare(PicturePrint.Of(other), null, PicturePrint.Of(one));
        found.SameObject.ShouldBeGreaterThanOrEqualTo(Likeness.ObjectFrom, $"{found.Inliers}");
        found.SamePicture.ShouldBeLessThan(Likeness.CopyFrom, $"{found}");
    }

    [Fact]
    public void The_mapping_says_where_the_reference_lies()
    {
        var found = PictureComparison.Compare(PicturePrint.Of(Original.Cropped(100, 60, 200, 150)), null, Reference);
        var (x, y) = found.Map!.Value.Of(100 / 400.0, 60 / 300.0);
        x.ShouldBe(0, 0.02);
        y.ShouldBe(0, 0.02);
    }

    [Fact]
    public void A_flat_picture_meets_nothing()
    {
        var flat = PicturePrint.Of(new(200, 200, [.. Enumerable.Repeat(255f, 40_000)]));
        flat.Hash.Quality.ShouldBeLessThan(Pdq.LowestUsefulQuality);
        PictureComparison.Compare(flat, null, flat).SamePicture.ShouldBeLessThan(Likeness.CopyFrom);
        PictureComparison.Compare(flat, null, Reference).SamePicture.ShouldBeLessThan(Likeness.CopyFrom);
    }

    [Fact]
    public void Small_and_narrow_pictures_are_read_without_fault()
    {
        foreach (var (width, height) in ((int, int)[])[(1, 1), (4, 4), (5, 5), (3, 900), (900, 3), (16, 16), (64, 64)])
        {
            var print = PicturePrint.Of(Scenes.Draw(4, width, height, 10));
            PictureComparison.Compare(print, null, Reference);
            PrintFile.Read(PrintFile.Write(print)).ShouldNotBeNull();
        }
    }

    [Fact]
    public void Of_what_was_cut_out_the_sentence_says_that_all_between_the_details_agrees()
    {
        var screener = new Screener(new([new() { Mark = "Quorvane" }], [new(0, "ref-1.jpg", PrintHead.Of(Reference), () => Reference)]), new(Weights.Shipped, Policy.Shipped));
        string Sentence(string edit) => screener.Screen(new() { Id = "1", Title = "A nice bag" }, [new(0, "a.jpg", PicturePrint.Of(Edited(edit)))]).Single().Signals.Single(s => s.Signal == "REFERENCE_PICTURE_COPIED").Sentence;
        Sentence("cut out").ShouldContain("of what lies between these details");
        Sentence("same").ShouldNotContain("between these details");
    }

    // A badge that two pictures share is in the same place of neither, and the pictures are different.
    [Fact]
    public void Pictures_that_share_a_badge_are_no_copies()
    {
        var badge = Scenes.Draw(5, 110, 80, 60);
        var one = Put(Scenes.Draw(11), badge, 10, 10, 1.0f, 0);
        var other = Put(Scenes.Draw(12), badge, 270, 200, 1.0f, 0);
        var found = PictureComparison.Compare(PicturePrint.Of(other), null, PicturePrint.Of(one));
        found.Inliers.ShouldBeGreaterThan(10, "or the badge is not met at all");
        found.SamePicture.ShouldBeLessThan(Likeness.CopyFrom, $"{found}");
    }

    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.05, false)]
    public void What_was_cut_out_counts_where_it_is_more_of_the_reference_than_a_badge_is(double share, bool isCopy) =>
        (Likeness.SamePicture(new()
        {
            SamePicture = 0, SameObject = 0, Inliers = 60, Expected = 200, Error = 0.1, StraightError = 0.06, HashDistance = 128,
            Dense = new(0.5, 100, 1, 1, Enclosed: 1, share),
        }) >= Likeness.CopyFrom).ShouldBe(isCopy);

    // The middle of a picture, an ellipse, on another ground; the way back from the new picture to the old.
    static Plane CutOut(Plane picture, Plane ground, Func<float, float, (float X, float Y)> back)
    {
        for (var y = 0; y < ground.Height; y++)
            for (var x = 0; x < ground.Width; x++)
            {
                var (px, py) = back(x, y);
                float dx = (px - (picture.Width / 2f)) / (picture.Width * 0.38f), dy = (py - (picture.Height / 2f)) / (picture.Height * 0.44f);
                if ((dx * dx) + (dy * dy) < 1) ground.Values[(y * ground.Width) + x] = picture.At(px, py);
            }

        return ground;
    }

    static Plane Put(Plane onto, Plane print, int left, int top, float scale, double degrees)
    {
        var (sin, cos) = ((float, float))Math.SinCos(degrees * Math.PI / 180);
        return Over(onto);

        Plane Over(Plane to)
        {
            for (var y = 0; y < to.Height; y++)
                for (var x = 0; x < to.Width; x++)
                {
                    float dx = (x - left) / scale, dy = (y - top) / scale;
                    float px = (dx * cos) + (dy * sin), py = (dy * cos) - (dx * sin);
                    if (px >= 0 && py >= 0 && px <= print.Width - 1 && py <= print.Height - 1) to.Values[(y * to.Width) + x] = print.At(px, py);
                }

            return to;
        }
    }
}
