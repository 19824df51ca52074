using Wardmark.Detection.Pictures;

namespace Wardmark.Detection.Tests.Pictures;

public sealed class PictureIndexTests
{
    [Fact]
    public void A_part_of_a_reference_in_a_mirror_is_found_among_many()
    {
        var prints = new List<PicturePrint>();
        var index = new PictureIndex(number => prints[number]);
        for (var i = 0; i < 80; i++)
        {
            prints.Add(PicturePrint.Of(Scenes.Draw(1_000 + i)));
            index.Add(PrintHead.Of(prints[i]));
        }

        for (var i = 0; i < 80; i += 8)
        {
            var query = PicturePrint.Of(Scenes.Draw(1_000 + i).Mirrored().Cropped(50, 40, 280, 210));
            var found = index.Match(query);
            found.ShouldNotBeEmpty();
            var best = found[0];
            best.Reference.ShouldBe(i);
            best.Resemblance.SamePicture.ShouldBeGreaterThanOrEqualTo(Likeness.CopyFrom);
        }

        for (var i = 0; i < 40; i++)
            index.Match(PicturePrint.Of(Scenes.Draw(5_000 + i))).ShouldAllBe(m => m.Resemblance.SamePicture < Likeness.CopyFrom && m.Resemblance.SameObject < Likeness.ObjectFrom);
    }

    [Fact]
    public void A_reference_whose_print_is_gone_is_passed_over()
    {
        var print = PicturePrint.Of(Scenes.Draw(1));
        var index = new PictureIndex(_ => null);
        index.Add(PrintHead.Of(print));
        index.Match(print).ShouldBeEmpty();
        index.ByHash(print.Turns).ShouldBe([(0, 0)]);
    }

    [Fact]
    public void A_print_comes_back_from_its_file_and_a_damaged_file_is_nothing()
    {
        var print = PicturePrint.Of(Scenes.Draw(2));
        var bytes = PrintFile.Write(print);
        var back = PrintFile.Read(bytes).ShouldNotBeNull();
        back.Turns.ShouldBe(print.Turns);
        back.Features.Places.ShouldBe(print.Features.Places);
        back.Features.Descriptors.ShouldBe(print.Features.Descriptors);
        var found = PictureComparison.Compare(back, null, print);
        found.SamePicture.ShouldBeGreaterThan(0.99);
        var head = PrintFile.ReadHead(bytes[..PrintFile.LongestHead]).ShouldNotBeNull();
        head.Hashes.ShouldBe(PrintHead.Of(print).Hashes);
        head.Sketches.ShouldBe(PrintHead.Of(print).Sketches);
        for (var cut = 0; cut < bytes.Length; cut += 997) PrintFile.Read(bytes[..cut]).ShouldBeNull();
        bytes[0] ^= 1;
        PrintFile.Read(bytes).ShouldBeNull();
        PrintFile.ReadHead(bytes).ShouldBeNull();
    }
}
