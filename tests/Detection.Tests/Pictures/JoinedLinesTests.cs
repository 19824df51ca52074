using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Tests.Pictures;

public sealed class JoinedLinesTests
{
    static readonly ScreenedRegister Register = new([
        new() { Mark = "Calvin Klein" }, new() { Mark = "The North Face" }, new() { Mark = "New Balance" }, new() { Mark = "Old Navy" }, new() { Mark = "Puma" }, new() { Mark = "Gucci" },
    ]);

    static readonly Screener Screener = new(Register, new(Weights.Shipped, Policy.Shipped));

    static PictureLine Line(string text, double left, double top, double width = 0.3, double height = 0.08, double certain = 0.98) => new(text, certain, new(left, top, left + width, top + height));

    static List<string?> Marks(params PictureLine[] lines) => [.. Screener.Screen(new() { Id = "1", Title = "see picture" }, [new(0, "a.jpg", null) { Lines = lines }])
        .Where(f => f.Signals.Any(s => s.Signal == "MARK_IN_PICTURE")).Select(f => f.Mark)];

    [Fact]
    public void A_name_over_lines_beside_each_other_is_found_with_the_place_of_both()
    {
        var finding = Screener.Screen(new() { Id = "1", Title = "see picture" }, [new(0, "a.jpg", null) { Lines = [Line("KLEIN", 0.55, 0.42), Line("CALVIN", 0.2, 0.4)] }]).ShouldHaveSingleItem();
        finding.Mark.ShouldBe("Calvin Klein");
        var shown = finding.Signals.Single(s => s.Signal == "MARK_IN_PICTURE");
        shown.Seen.ShouldBe("CALVIN KLEIN");
        shown.Box.ShouldBe(new Region(0.2, 0.4, 0.85, 0.5));
    }

    [Fact]
    public void A_name_over_lines_under_each_other_is_found() =>
        Marks(Line("FACE", 0.32, 0.58), Line("THE", 0.3, 0.4), Line("NORTH", 0.31, 0.49)).ShouldBe(["The North Face"]);

    [Fact]
    public void Beside_a_stray_line_the_name_is_found_all_the_same() =>
        Marks(Line("CALVIN", 0.2, 0.4), Line("KLEIN", 0.55, 0.4), Line("MADE IN ITALY", 0.2, 0.5, 0.65, 0.04)).ShouldBe(["Calvin Klein"]);

    [Fact]
    public void Words_far_apart_of_other_size_or_the_other_way_round_are_no_name()
    {
        Marks(Line("CALVIN", 0.05, 0.1, 0.1), Line("KLEIN", 0.85, 0.1, 0.1)).ShouldBeEmpty();
        Marks(Line("CALVIN", 0.2, 0.1), Line("KLEIN", 0.2, 0.7)).ShouldBeEmpty();
        Marks(Line("CALVIN", 0.2, 0.1, height: 0.2), Line("KLEIN", 0.2, 0.31, height: 0.04)).ShouldBeEmpty();
        Marks(Line("KLEIN", 0.2, 0.4), Line("CALVIN", 0.55, 0.4)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("THE NORTH FACE", 0.98, true)]
    [InlineData("New Balance", 0.98, true)]
    [InlineData("New Balance", 0.8, false)]
    [InlineData("a new balance of trade", 0.98, false)]
    [InlineData("OLD NAVY", 0.98, false)]
    [InlineData("PUMA", 0.98, false)]
    public void A_name_of_everyday_words_counts_where_it_is_long_and_alone_and_read_surely(string line, double certain, bool isNamed) =>
        (Marks(Line(line, 0.2, 0.4, certain: certain)).Count > 0).ShouldBe(isNamed);

    [Fact]
    public void Everyday_words_with_more_on_the_next_line_are_no_name() =>
        Marks(Line("A NEW", 0.2, 0.4), Line("BALANCE", 0.2, 0.49), Line("OF TRADE", 0.2, 0.58)).ShouldBeEmpty();

    [Fact]
    public void Chains_end_and_hold_no_line_twice()
    {
        var lines = Enumerable.Range(0, 24).Select(i => Line($"w{i}", 0.1, 0.04 * i, height: 0.035)).ToList();
        var joined = JoinedLines.Of(lines).ToList();
        joined.Count.ShouldBeInRange(40, 24 * 5);
        joined.ShouldAllBe(j => j.Line.Text.Split(' ', StringSplitOptions.None).Distinct().Count() == j.Starts.Count);
    }
}
