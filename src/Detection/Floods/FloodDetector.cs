namespace Wardmark.Detection.Floods;

/// <summary>What of a notice shows who may stand behind it.</summary>
/// <param name="Network">The network it came from, cut short.</param>
/// <param name="Print">Of its words without numbers: one template, one print.</param>
/// <param name="Sellers">Whom it is aimed at.</param>
public sealed record NoticeTrace(string Notifier, string? Network, string? Print, IReadOnlyList<string> Sellers);

/// <summary>Notifiers that seem to be one.</summary>
/// <param name="Why">What they share, in a sentence.</param>
public sealed record Campaign(IReadOnlyList<string> Notifiers, int Notices, string Why);

/// <summary>
/// Finds campaigns: many accounts that act as one. Two accounts are joined only where they have met three times and in a quarter of the
/// places of one of them, each time by their words or their network and by whom they are after; a popular mark, a public network or a template from a guide joins nobody alone.
/// </summary>
public static class FloodDetector
{
    /// <summary>Fewer accounts are no campaign.</summary>
    public const int LeastNotifiers = 5;

    /// <summary>Fewer notices are no campaign.</summary>
    public const int LeastNotices = 50;

    const int LeastMeetings = 3;
    const double LeastShare = 0.25;
    const int MostAtOnePlace = 64;

    /// <summary>The campaigns among notices of a time, largest first.</summary>
    public static IReadOnlyList<Campaign> Of(IReadOnlyCollection<NoticeTrace> notices)
    {
        var meetings = new Dictionary<(string, string), int>();
        var places = notices.GroupBy(n => n.Notifier).ToDictionary(g => g.Key, g => g.SelectMany(Shared).Distinct().Count());
        foreach (var place in notices.SelectMany(n => Shared(n).Select(p => (Place: p, n.Notifier))).GroupBy(x => x.Place, x => x.Notifier))
        {
            // Where very many meet, each is counted with some: a campaign is dense enough to be seen so.
            var there = place.Distinct().Order(StringComparer.Ordinal).Take(MostAtOnePlace).ToList();
            for (var a = 0; a < there.Count; a++)
                for (var b = a + 1; b < there.Count; b++) meetings[(there[a], there[b])] = meetings.GetValueOrDefault((there[a], there[b])) + 1;
        }

        var parents = new Dictionary<string, string>();
        foreach (var ((one, other), times) in meetings)
            if (times >= Math.Max(LeastMeetings, LeastShare * Math.Min(places[one], places[other]))) Join(parents, one, other);
        return [.. notices.GroupBy(n => Root(parents, n.Notifier)).Select(g => (Notifiers: g.Select(n => n.Notifier).Distinct().ToList(), Notices: g.ToList()))
            .Where(g => g.Notifiers.Count >= LeastNotifiers && g.Notices.Count >= LeastNotices).OrderByDescending(g => g.Notices.Count).Select(g => new Campaign(g.Notifiers, g.Notices.Count,
                $"{g.Notifiers.Count} accounts sent {g.Notices.Count} notices in few words ({Count(g.Notices, n => n.Print)}), from few networks ({Count(g.Notices, n => n.Network)}), against the same sellers"))];
    }

    static IEnumerable<(string Kind, string From, string Seller)> Shared(NoticeTrace n)
    {
        foreach (var (kind, from) in new[] { ("words", n.Print), ("network", n.Network) })
            if (from is not null)
                foreach (var seller in n.Sellers) yield return (kind, from, seller);
    }

    static int Count(List<NoticeTrace> notices, Func<NoticeTrace, string?> of) => notices.Select(of).Distinct().Count();

    static void Join(Dictionary<string, string> parents, string one, string other)
    {
        var (a, b) = (Root(parents, one), Root(parents, other));
        if (a != b) parents[a] = b;
    }

    static string Root(Dictionary<string, string> parents, string of)
    {
        var root = of;
        while (parents.TryGetValue(root, out var next)) root = next;
        while (parents.TryGetValue(of, out var step))
        {
            parents[of] = root;
            if (step == root) break;
            of = step;
        }

        return root;
    }
}
