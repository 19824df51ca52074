using Wardmark.Detection.Pictures;
using Wardmark.Detection.Signals;

namespace Wardmark.Detection.Tests.Pictures;

public sealed class LogoViewTests
{
    static float[] Direction(int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, LogoView.Length).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray();
        var length = MathF.Sqrt(values.Sum(v => v * v));
        return [.. values.Select(v => v / length)];
    }

    static float[] Between(float[] one, float[] other, float share)
    {
        var mixed = one.Zip(other, (a, b) => ((1 - share) * a) + (share * b)).ToArray();
        var length = MathF.Sqrt(mixed.Sum(v => v * v));
        return [.. mixed.Select(v => v / length)];
    }

    static FineFeatures Seen(params LogoView[] views) => new(100, 100, [], []) { Views = views };

    static LogoIndex IndexOf(int count)
    {
        var index = new LogoIndex();
        for (var i = 0; i < count; i++) index.Add(i, new(1, 1, [], []), [], LogoView.Pack(Direction(i)), isDrawing: true);
        return index;
    }

    [Fact]
    public void The_logo_seen_is_named_with_its_place_and_strangers_are_not()
    {
        var index = IndexOf(200);
        var box = new Region(0.1, 0.2, 0.3, 0.4);
        for (var i = 0; i < 200; i += 20)
        {
            var stranger = new LogoView(new(0, 0, 1, 1), 8, LogoView.Pack(Direction(1_000 + i)));
            var best = index.Match(Seen(stranger, new LogoView(box, 8, LogoView.Pack(Between(Direction(i), Direction(5_000 + i), 0.3f))))).ShouldHaveSingleItem();
            (best.Mark, best.Box).ShouldBe((i, box));
            best.Likeness.ShouldBeInRange(0.5, 1);
            index.Match(Seen(stranger)).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Doubt_that_there_is_a_logo_lessens_likeness()
    {
        var index = IndexOf(1);
        double Likeness(float sure) => index.Match(Seen(new LogoView(new(0, 0, 1, 1), sure, LogoView.Pack(Direction(0))))) is [var m] ? m.Likeness : 0;
        Likeness(8).ShouldBeGreaterThan(0.95);
        Likeness(-6).ShouldBeInRange(0.4, 0.8);
        Likeness(-20).ShouldBe(0);
    }

    [Fact]
    public void The_network_alone_names_nobody_and_supports_what_else_is_seen()
    {
        var alone = new LogoMatch(0, 0, 0, 0, 0.999, new(0, 0, 1, 1));
        alone.Score.ShouldBeLessThan(LogoInPicture.Fewest);
        (alone with { Inliers = 3 }).Score.ShouldBeGreaterThan(LogoInPicture.Fewest);
    }

    [Fact]
    public void Views_are_written_and_read_again()
    {
        var print = PicturePrint.Of(Scenes.Draw(3), withFine: true);
        print = print with { OwnView = LogoView.Pack(Direction(1)), Fine = print.Fine! with { Views = [new(new(0.25, 0.5, 0.75, 1), -1.5f, LogoView.Pack(Direction(2)))] } };
        var back = PrintFile.Read(PrintFile.Write(print)).ShouldNotBeNull();
        back.OwnView.ShouldBe(print.OwnView);
        var view = back.Fine!.Views.ShouldHaveSingleItem();
        (view.Box, view.Sure).ShouldBe((new Region(0.25, 0.5, 0.75, 1), -1.5f));
        view.Values.ShouldBe(print.Fine.Views[0].Values);
        PrintFile.Read(PrintFile.Write(print with { OwnView = null }))!.OwnView.ShouldBeNull();
    }
}
