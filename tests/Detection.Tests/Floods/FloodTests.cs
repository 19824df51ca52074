using Wardmark.Detection.Floods;

namespace Wardmark.Detection.Tests.Floods;

/// <summary>A competitor's campaign of 50 accounts among honest notifiers who share networks, marks, sellers and a template.</summary>
public sealed class FloodTests
{
    static List<NoticeTrace> Honest(Random random, int notices) => [.. Enumerable.Range(0, notices).Select(i => random.Next(300)).Select(who => new NoticeTrace($"honest-{who}",
        $"net-{(who % 5 == 0 ? random.Next(12) : 100 + who)}", who % 10 == 0 ? "template of a guide" : $"words-{who}-{random.Next(4)}", [$"seller-{random.Next(400)}"]))];

    static List<NoticeTrace> Attack(Random random, int accounts, int notices) => [.. Enumerable.Range(0, notices).Select(i => random.Next(accounts)).Select(who => new NoticeTrace($"bot-{who}",
        $"net-{(who + random.Next(3)) % 12}", $"bot-words-{random.Next(8)}", [$"seller-{random.Next(40)}"]))];

    [Fact]
    public void The_campaign_is_one_actor_and_the_honest_stay_out()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var (attack, honest) = (Attack(random, 50, 20_000), Honest(random, 1_000));
            NoticeTrace[] all = [.. attack.Concat(honest)];
            random.Shuffle(all);
            var found = FloodDetector.Of(all);
            var members = found[0].Notifiers.ToHashSet();
            attack.Count(n => members.Contains(n.Notifier)).ShouldBeGreaterThanOrEqualTo(19_000, $"seed {seed}");
            honest.Count(n => found.Any(c => c.Notifiers.Contains(n.Notifier))).ShouldBeLessThanOrEqualTo(10, $"seed {seed}");
        }
    }

    [Fact]
    public void Honest_notifiers_alone_are_no_campaign()
    {
        for (var seed = 0; seed < 20; seed++) FloodDetector.Of(Honest(new(seed), 5_000)).Sum(c => c.Notices).ShouldBeLessThanOrEqualTo(50, $"seed {seed}");
    }

    [Fact]
    public void Without_anything_shared_nothing_is_found_and_one_account_is_no_campaign()
    {
        FloodDetector.Of([.. Enumerable.Range(0, 500).Select(i => new NoticeTrace($"n{i}", $"net{i}", $"p{i}", ["seller"]))]).ShouldBeEmpty();
        FloodDetector.Of([.. Enumerable.Range(0, 500).Select(i => new NoticeTrace("one", "net", "p", ["seller"]))]).ShouldBeEmpty();
    }
}
