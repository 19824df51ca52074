using Wardmark.Detection.Pictures;

namespace Wardmark.Detection.Tests.Pictures;

public sealed class LookIndexTests
{
    static float[] Output(Random random, int length = 1_792) => [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() - 0.5))];

    [Fact]
    public void The_nearest_are_those_that_comparing_with_every_one_finds()
    {
        var random = new Random(7);
        var index = new LookIndex();
        var looks = Enumerable.Range(0, 500).Select(i => PictureLook.Of((ulong)(i % 2), Output(random), [])).ToList();
        for (var i = 0; i < looks.Count; i++) index.Add(i + 1_000, looks[i]);
        for (var q = 0; q < 20; q++)
        {
            var query = PictureLook.Of(1, Output(random), []);
            var slow = looks.Select((l, i) => (Number: i + 1_000, Likeness: l.Likeness(query))).Where(l => l.Number % 2 == 1 && l.Likeness >= 0.05)
                .OrderByDescending(l => l.Likeness).Take(10).Select(l => l.Number);
            index.Nearest(query, 10, 0.05).Select(n => n.Number).ShouldBe(slow);
        }
    }

    [Fact]
    public void Angles_are_kept_and_a_mean_is_taken_away()
    {
        var random = new Random(3);
        for (var i = 0; i < 20; i++)
        {
            float[] one = Output(random), other = Output(random), mixed = [.. one.Zip(other, (a, b) => a + (0.5f * b))];
            double dot = one.Zip(mixed, (a, b) => (double)a * b).Sum(), size = Math.Sqrt(one.Sum(a => (double)a * a) * mixed.Sum(a => (double)a * a));
            PictureLook.Of(1, one, []).Likeness(PictureLook.Of(1, mixed, [])).ShouldBe(dot / size, 0.12);
            PictureLook.Of(1, one, []).Likeness(PictureLook.Of(1, other, [])).ShouldBe(0, 0.3);
        }

        // What all pictures have in common says nothing once it is taken away.
        float[] common = [.. Output(random).Select(v => v * 10)], a = [.. common.Zip(Output(random), (x, y) => x + y)], b = [.. common.Zip(Output(random), (x, y) => x + y)];
        PictureLook.Of(1, a, []).Likeness(PictureLook.Of(1, b, [])).ShouldBeGreaterThan(0.9);
        PictureLook.Of(1, a, common).Likeness(PictureLook.Of(1, b, common)).ShouldBe(0, 0.3);
    }

    [Fact]
    public void Looks_of_two_networks_say_nothing_about_each_other_and_text_comes_back()
    {
        var look = PictureLook.Of(0xABC, Output(new(1)), []);
        look.Likeness(look).ShouldBe(1, 1e-6);
        look.Likeness(look with { Network = 2 }).ShouldBe(0);
        PictureLook.Read(look.Write()).ShouldBe(look);
        foreach (var bad in new[] { null, "", "abc", look.Write()[..^4], look.Write()[..16] + "!!!" }) PictureLook.Read(bad).ShouldBeNull();
    }

    [Fact]
    public void A_reference_that_shares_neither_hash_nor_details_is_a_candidate_by_its_look()
    {
        var look = PictureLook.Of(1, Output(new(5)), []);
        var asked = new List<int>();
        var index = new PictureIndex(number =>
        {
            asked.Add(number);
            return null;
        });
        for (var seed = 0; seed < 3; seed++)
            index.Add(PrintHead.Of(PicturePrint.Of(Scenes.Draw(seed + 50)) with { Look = PictureLook.Of(1, Output(new(seed + 90)), []) }));
        index.Add(PrintHead.Of(PicturePrint.Of(Scenes.Draw(60)) with { Look = look }));
        var query = PicturePrint.Of(Scenes.Draw(70, things: 0));
        index.Match(query);
        asked.ShouldNotContain(3, "without a look nothing leads there");
        index.Match(query with { Look = look });
        asked.ShouldContain(3);
    }
}
