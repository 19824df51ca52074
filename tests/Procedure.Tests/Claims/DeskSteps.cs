using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Measures;
using Wardmark.Registry.Answers;

namespace Wardmark.Procedure.Tests.Claims;

/// <summary>The steps of production, each of which a test may put a broken one in place of.</summary>
sealed record DeskSteps
{
    public Func<Claim, MeasureDraft, string, bool, DateTime, Outcome<Claim>> Take { get; init; } = (c, draft, by, auto, now) => c.Take(draft, by, auto, now);

    public Func<Claim, SellerAnswer, DateTime, Outcome<Claim>> Answer { get; init; } = (c, a, now) => c.Answer(a, now);

    public Func<Claim, CourtPaper, DateTime, Outcome<Claim>> Court { get; init; } = (c, p, now) => c.Court(p, now);

    public Func<Claim, DateTime, Outcome<Claim>> Retract { get; init; } = (c, now) => c.Retract("settled", now);

    public Func<Claim, Vote, int, DateTime, Outcome<Claim>> Vote { get; init; } = (c, v, eyes, now) => c.Vote(v, null, eyes, now);

    public Func<Claim, string, Side, DateTime, Outcome<Claim>> Complain { get; init; } = (c, id, side, now) => c.Complain(id, side, "wrong", now);

    public Func<Claim, string, bool, DateTime, Outcome<Claim>> Hear { get; init; } = (c, by, granted, now) => c.Hear(by, granted, "heard", now);

    public Func<Claim, IReadOnlyList<NotAccepted>, DateTime, Outcome<Claim>> Cure { get; init; } = (c, lacks, now) => c.Cure(lacks, c.Flags, now);

    public Func<Claim, DateTime, Claim> Settle { get; init; } = ClaimClock.Settle;

    /// <summary>Acknowledges before it is on the disk: what a crash then loses is lost.</summary>
    public bool AcknowledgesEarly { get; init; }

    /// <summary>The planted faults; each must be found.</summary>
    public static IReadOnlyDictionary<string, DeskSteps> Faults { get; } = new Dictionary<string, DeskSteps>
    {
        ["deadlines fire a day early"] = new() { Settle = (c, now) => c.Settle(now.AddDays(1)) },
        ["the clock forgets to put back"] = new() { Settle = (c, now) => c.Settle(now) is var s && s.State == ClaimState.Dismissed && s.LastDecision() is { IsByClock: true } && c.State != ClaimState.Dismissed ? c : s },
        ["notice of a court action is not heard"] = new() { Court = (c, p, now) => c.Court(p, now).Match<Outcome<Claim>>(x => x with { Happened = c.Happened }, no => no) },
        ["who decided hears the complaint"] = new() { Hear = (c, by, granted, now) => (c with { Votes = [], Decisions = [.. c.Decisions.Select(d => d with { By = [] })], Measures = [.. c.Measures.Select(m => m with { By = "" })], Complaints = [.. c.Complaints.Select(x => x with { DecidedBy = null })] }).Hear(by, granted, "heard", now).Match<Outcome<Claim>>(x => x, no => no) },
        ["a measure has no end"] = new() { Take = (c, draft, by, auto, now) => c.Take(draft, by, auto, now).Match<Outcome<Claim>>(x => x with { Measures = [.. x.Measures.Select(m => m with { Until = null })] }, no => no) },
        ["a flagged claim is measured by itself"] = new() { Take = (c, draft, by, auto, now) => (c with { Flags = [] }).Take(draft, by, auto, now).Match<Outcome<Claim>>(x => x with { Flags = c.Flags }, no => no) },
        ["a frozen claim is upheld"] = new() { Vote = (c, v, eyes, now) => (c with { Frozen = null }).Vote(v, null, eyes, now).Match<Outcome<Claim>>(x => x with { Frozen = c.Frozen }, no => no) },
        ["a retraction leaves the measures"] = new() { Retract = (c, now) => c.Retract("settled", now).Match<Outcome<Claim>>(x => x with { Measures = c.Measures }, no => no) },
        ["a strike counts at once"] = new() { Vote = (c, v, eyes, now) => c.Vote(v, null, eyes, now).Match<Outcome<Claim>>(x => x with { IsFinal = x.Decisions.Count > 0 }, no => no) },
        ["one pair of eyes is enough"] = new() { Vote = (c, v, _, now) => c.Vote(v, null, 1, now) },
        ["the same answer counts twice"] = new() { Answer = (c, a, now) => c.Answer(a with { Id = $"{a.Id}{c.Answers.Count}" }, now) },
        ["a wrong measure is not made good"] = new() { Hear = (c, by, granted, now) => c.Hear(by, granted, "heard", now).Match<Outcome<Claim>>(x => x with { Restitutions = c.Restitutions }, no => no) },
        ["a complaint comes after its time"] = new() { Complain = (c, id, side, now) => c.Complain(id, side, "wrong", now).Match<Outcome<Claim>>(x => x, _ => c.State is ClaimState.Upheld && side == Side.Seller && c.Complaints.Count == 0 ? c.Complain(id, side, "wrong", c.LastDecision()!.At) : new NotAccepted("complaint", "no")) },
        ["a measure stays when its time is over"] = new() { Settle = (c, now) => c.Settle(now) with { Measures = [.. c.Measures.Select(m => m with { Until = m.Until?.AddYears(1) })] } },
        ["a deficient notice is taken as whole"] = new() { Cure = (c, _, now) => c.Cure([], c.Flags, now) },
        ["a crash loses what was acknowledged"] = new() { AcknowledgesEarly = true },
    };
}
