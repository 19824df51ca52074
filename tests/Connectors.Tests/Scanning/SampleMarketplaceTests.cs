using System.Text.Json;
using Wardmark.Cli.Scanning;
using Wardmark.Detection.Scoring;
using Wardmark.Imaging.Worker;

namespace Wardmark.Connectors.Tests.Scanning;

/// <summary>The whole of <c>scan</c> over the sample marketplace, against its truth.</summary>
public sealed class SampleMarketplaceTests
{
    [Fact]
    public async Task Attacks_are_put_before_a_person_and_innocents_are_not()
    {
        var samples = Find();
        var marks = await RegisterFile.Read(Path.Combine(samples, "register.jsonl"), [], TestContext.Current.CancellationToken);
        using var workers = new PictureWorkers();
        var register = new ScreenedRegister(marks, await LocalPictures.References(marks, samples, workers, [], TestContext.Current.CancellationToken));
        var found = new Dictionary<string, HashSet<string>>();
        await foreach (var row in new ScanPipeline(register, Weights.Shipped, Policy.Shipped, workers).Run(Path.Combine(samples, "listings.jsonl"), new(), TestContext.Current.CancellationToken))
        {
            row.Reject.ShouldBeNull();
            found[row.Listing!.Id] = [.. row.Findings.Where(f => f.Disposition > Disposition.Allow).Select(f => f.Mark ?? "")];
        }

        var truth = File.ReadLines(Path.Combine(samples, "truth.jsonl")).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var attacks = truth.Where(t => t.GetProperty("attack").GetBoolean()).ToList();
        var innocents = truth.Where(t => !t.GetProperty("attack").GetBoolean()).ToList();
        var caught = attacks.Count(a => a.GetProperty("marks").EnumerateArray().All(m => found[a.GetProperty("id").GetString()!].Contains(m.GetString()!)));
        var alarms = innocents.Where(i => found[i.GetProperty("id").GetString()!].Count > 0).Select(i => i.GetProperty("id").GetString()).ToList();
        ((double)caught / attacks.Count).ShouldBeGreaterThanOrEqualTo(0.9, $"{caught} of {attacks.Count}");
        alarms.Count.ShouldBeLessThanOrEqualTo(innocents.Count / 50, string.Join(' ', alarms));
    }

    internal static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "samples", "truth.jsonl"))) return Path.Combine(at.FullName, "samples");
        throw new DirectoryNotFoundException("samples");
    }
}
