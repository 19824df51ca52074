using System.Globalization;
using Wardmark.Procedure.Claims;

namespace Wardmark.Procedure.Tests.Claims;

/// <summary>Years of claims by seed. WARDMARK_SEEDS sets how many; 100,000 take some minutes.</summary>
public sealed class SimulationTests
{
    static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable("WARDMARK_SEEDS") ?? "5000", CultureInfo.InvariantCulture);

    public static TheoryData<string> Faults => [.. DeskSteps.Faults.Keys];

    [Fact]
    public void No_seed_breaks_a_rule()
    {
        var ends = new System.Collections.Concurrent.ConcurrentBag<(ClaimState State, bool ByClock, bool IsFinal, bool Restored, bool Heard)>();
        var broken = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(0, Seeds, seed =>
        {
            var (rules, end) = Simulation.Run(seed, new());
            foreach (var rule in rules) broken.Add($"seed {seed}: {rule}");
            ends.Add((end.State, end.Decisions.Any(d => d.IsByClock), end.IsFinal, end.Restitutions.Count > 0, end.Complaints.Any(c => c.DecidedBy is not null)));
        });
        broken.Order(StringComparer.Ordinal).Take(20).ShouldBeEmpty($"{broken.Count} of {Seeds}");
        // The same steps must be able to reach every end.
        foreach (var state in Enum.GetValues<ClaimState>().Except([ClaimState.Deficient])) ends.Count(e => e.State == state).ShouldBeGreaterThan(Seeds / 500, state.ToString());
        ends.Count(e => e.ByClock).ShouldBeGreaterThan(Seeds / 100);
        ends.Count(e => e.Restored).ShouldBeGreaterThan(Seeds / 100);
        ends.Count(e => e.Heard).ShouldBeGreaterThan(Seeds / 200);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_planted_fault_is_found_within_a_thousand_seeds(string fault)
    {
        for (var seed = 0; seed < 1_000; seed++)
            if (Simulation.Run(seed, DeskSteps.Faults[fault]).Broken.Count > 0) return;
        Assert.Fail($"“{fault}” was not found");
    }

    [Fact]
    public void The_same_seed_lives_the_same_life() =>
        System.Text.Json.JsonSerializer.Serialize(Simulation.Run(4711, new()).End).ShouldBe(System.Text.Json.JsonSerializer.Serialize(Simulation.Run(4711, new()).End));
}
