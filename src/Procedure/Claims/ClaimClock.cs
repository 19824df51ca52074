using Wardmark.Procedure.Clocks;
using Wardmark.Registry.Answers;

namespace Wardmark.Procedure.Claims;

/// <summary>Something that time does to a claim of itself.</summary>
/// <param name="At">The first instant at which it may be done.</param>
/// <param name="Deadline">The deadline; nothing where a measure ends.</param>
/// <param name="MeasureId">The measure that ends.</param>
public sealed record Due(DateTime At, Consequence Then, Deadline? Deadline, string? MeasureId);

/// <summary>What time does to claims. A pure function of the claim, its regime and the instant; done twice it is done once.</summary>
public static class ClaimClock
{
    /// <summary>The deadlines of a claim: its regime's and the marketplace's own.</summary>
    public static IReadOnlyList<Deadline> DeadlinesOf(Claim claim) => [.. Of(claim).Select(d => d.Deadline).OrderBy(d => d.DueAt)];

    /// <summary>What is due next.</summary>
    public static Due? Next(Claim claim)
    {
        if (claim.State is ClaimState.Lapsed or ClaimState.Retracted) return null;
        var next = claim.Measures.Where(m => m is { EndedAt: null, Until: not null }).Select(m => new Due(m.Until!.Value, Consequence.None, null, m.Id)).MinBy(d => d.At);
        foreach (var (deadline, then) in Of(claim))
        {
            if (deadline.StoppedBy is not null || !Concerns(claim, then) || claim.Fired.Any(f => f.Deadline == deadline.Name && f.StartedAt == deadline.Started.At.UtcDateTime)) continue;
            var due = new Due((then == Consequence.Restore ? deadline.OpensAt == deadline.Started.At ? deadline.DueAt : deadline.OpensAt : deadline.DueAt).UtcDateTime, then, deadline, null);
            if (next is null || due.At < next.At) next = due;
        }

        return next;
    }

    /// <summary>Does everything that is due, in the order in which it fell due.</summary>
    public static Claim Settle(this Claim claim, DateTime now)
    {
        while (Next(claim) is { } due && due.At <= now) claim = Do(claim, due, now);
        return claim;
    }

    /// <summary>
    /// One step of the desk: what has fallen due comes first, so that no late step puts it off; but for a paper of a court,
    /// which may be what stops it. What the step makes due follows.
    /// </summary>
    public static Outcome<Claim> Step(this Claim claim, Func<Claim, Outcome<Claim>> step, DateTime now, bool isCourtPaper = false) =>
        step(isCourtPaper ? claim : claim.Settle(now)).Match<Outcome<Claim>>(done => done.Settle(now), no => no);

    /// <summary>The deadline at whose end the listing is put back, where one runs.</summary>
    public static Deadline? RunningRestore(Claim claim, DateTime now) =>
        Of(claim).Where(d => d.Then == Consequence.Restore && d.Deadline.StoppedBy is null && d.Deadline.DueAt.UtcDateTime > now && !IsFired(claim, d.Deadline)).Select(d => d.Deadline).FirstOrDefault();

    /// <summary>The first instant that is too late for a complaint.</summary>
    public static DateTime? ComplaintEnds(Claim claim) =>
        Of(claim).FirstOrDefault(d => d.Deadline.Name == "complaint_window").Deadline?.DueAt.UtcDateTime;

    static Claim Do(Claim claim, Due due, DateTime now)
    {
        if (due.MeasureId is { } id)
            return claim with { Measures = [.. claim.Measures.Select(m => m.Id == id ? m.End(due.At, "its time was over; nothing was decided meanwhile") : m)] };
        // Silence speaks against a seller only where nothing speaks against the notice.
        var then = due.Then == Consequence.Remove && (claim.Flags.Count > 0 || claim.Frozen is not null) ? Consequence.Person : due.Then;
        var rule = $"{due.Deadline!.Name.Replace('_', ' ')} ({due.Deadline.Rule})";
        var fired = claim with { Fired = [.. claim.Fired, new(due.Deadline.Name, due.Deadline.Started.At.UtcDateTime, now, due.Deadline.AtSilence)] };
        return then switch
        {
            Consequence.Restore => fired.Decided(new(Ruling.Dismiss, [rule], true, $"Put back by the clock: {due.Deadline.AtSilence}.", null, false, now), Claim.RemoveFor(rule), now),
            Consequence.Remove => fired.Decided(new(Ruling.Uphold, [rule], true, $"By the clock: {due.Deadline.AtSilence}.", null, true, now), Claim.RemoveFor($"No answer came in time: {rule}."), now),
            Consequence.Lapse => fired with { State = ClaimState.Lapsed, Why = "what the notice lacked was not given in time" },
            Consequence.Final => fired with { IsFinal = true },
            _ => fired with { IsCalled = true },
        };
    }

    // A consequence concerns a claim only where there is something left for it to do.
    static bool Concerns(Claim claim, Consequence then) => then switch
    {
        Consequence.Restore => claim.State is ClaimState.Open or ClaimState.Upheld,
        Consequence.Remove => claim.State == ClaimState.Open,
        Consequence.Lapse => claim.State == ClaimState.Deficient,
        Consequence.Final => claim.State is ClaimState.Upheld or ClaimState.Dismissed && !claim.IsFinal,
        Consequence.Person => claim.State == ClaimState.Open || claim.OpenComplaint() is not null,
        _ => false,
    };

    static bool IsFired(Claim claim, Deadline deadline) => claim.Fired.Any(f => f.Deadline == deadline.Name && f.StartedAt == deadline.Started.At.UtcDateTime);

    static IEnumerable<(Deadline Deadline, Consequence Then)> Of(Claim claim)
    {
        var regime = Regime.Find(claim.Regime) ?? throw new InvalidDataException($"There is no regime “{claim.Regime}”.");
        return Count(regime, claim).Concat(Count(Regime.House, claim));
    }

    static IEnumerable<(Deadline, Consequence)> Count(Regime regime, Claim claim)
    {
        if (regime.FactsOf(claim.Happened) is not { Count: > 0 } facts) return [];
        return Deadlines.Of(regime, facts, TimeZoneInfo.FindSystemTimeZoneById(claim.Zone), Regime.CalendarOf(regime.Calendar))
            .Select(d => (d, regime.Deadlines.First(r => r.Deadline == d.Name).Then));
    }
}
