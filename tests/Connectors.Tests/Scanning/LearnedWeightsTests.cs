using Wardmark.Cli.Commands;
using Wardmark.Cli.Evaluation;
using Wardmark.Cli.Scanning;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Signals;

namespace Wardmark.Connectors.Tests.Scanning;

/// <summary>The weights that ship are those that the committed cases give.</summary>
public sealed class LearnedWeightsTests
{
    static readonly string Root = SampleMarketplaceTests.Find() + "/..";
    static readonly string[] Names = [.. AllSignals.InOrder.Select(s => s.Name)];

    static async Task<List<FittingExample>> Examples()
    {
        var cases = Path.Combine(Root, "tests", "Detection.Tests", "Cases");
        var marks = await RegisterFile.Read(Path.Combine(cases, "register.jsonl"), [], TestContext.Current.CancellationToken);
        return TrainCommand.Examples(Directory.EnumerateFiles(cases, "*.jsonl").Where(f => Path.GetFileName(f) != "register.jsonl").Order(StringComparer.Ordinal).SelectMany(TextCases.Read), new(marks), Names);
    }

    [Fact]
    public async Task The_shipped_weights_are_those_that_the_cases_give()
    {
        using var file = new MemoryStream();
        new WeightFitter(Weights.Prior, Names).Learn(await Examples()).Write(file);
        var path = Path.Combine(Root, "config", "scoring", "weights.json");
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") await File.WriteAllBytesAsync(path, file.ToArray(), TestContext.Current.CancellationToken);
        System.Text.Encoding.UTF8.GetString(file.ToArray()).ShouldBe(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), "run with APPROVE=1, build again, and look at the difference");
    }

    [Fact]
    public async Task Learned_weights_keep_their_signs_and_predict_marks_they_have_not_seen_better_than_the_priors()
    {
        var examples = await Examples();
        var fitter = new WeightFitter(Weights.Prior, Names);
        foreach (var (name, learned) in fitter.Learn(examples).Signals)
            Math.Sign(learned.Weight).ShouldBeOneOf([0, Math.Sign(Weights.Prior.Signals[name].Weight)], name);
        fitter.CrossValidate(examples).LogLoss.ShouldBeLessThan(fitter.Measure([.. Names.Select(n => (double)Weights.Prior.Signals[n].Weight)], examples).LogLoss);
    }
}
