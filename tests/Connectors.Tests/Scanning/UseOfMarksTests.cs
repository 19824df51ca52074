using Wardmark.Cli.Evaluation;
using Wardmark.Cli.Scanning;
using Wardmark.Detection.Scoring;

namespace Wardmark.Connectors.Tests.Scanning;

/// <summary>614 lines labelled by hand: what is the mark used for?</summary>
public sealed class UseOfMarksTests
{
    static readonly string Uses = Path.Combine(SampleMarketplaceTests.Find(), "..", "tests", "Detection.Tests", "Cases", "uses");

    [Theory]
    [InlineData("development", "reference", 0.95)]
    [InlineData("development", "own_brand", 0.93)]
    [InlineData("development", "style", 0.9)]
    [InlineData("held-out", "reference", 0.95)]
    [InlineData("held-out", "own_brand", 0.88)]
    [InlineData("held-out", "replica", 0.9)]
    public async Task A_use_is_told_from_the_others(string lines, string use, double atLeast)
    {
        var marks = await RegisterFile.Read(Path.Combine(Uses, "register.jsonl"), [], TestContext.Current.CancellationToken);
        var (rows, misses) = UseTable.Of(TextCases.Read(Path.Combine(Uses, $"{lines}.jsonl")), new(new(marks), new(Weights.Shipped, Policy.Shipped)));
        rows.Single(r => r.Use == use).F1.ShouldBeGreaterThanOrEqualTo(atLeast, string.Join('\n', misses.Where(m => m.Use == use || m.TakenFor == use)));
    }

    [Fact]
    public async Task Lines_with_their_labels_exchanged_are_not_told_apart()
    {
        var marks = await RegisterFile.Read(Path.Combine(Uses, "register.jsonl"), [], TestContext.Current.CancellationToken);
        var exchanged = TextCases.Read(Path.Combine(Uses, "held-out.jsonl")).Select(c => c with { Use = c.Use switch { "reference" => "own_brand", "own_brand" => "reference", var other => other } });
        UseTable.Of(exchanged, new(new(marks), new(Weights.Shipped, Policy.Shipped))).Rows.Single(r => r.Use == "reference").F1.ShouldBeLessThan(0.2);
    }
}
