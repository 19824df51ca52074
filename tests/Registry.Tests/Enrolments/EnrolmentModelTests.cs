using Wardmark.Registry.Answers;
using Wardmark.Registry.Enrolments;

namespace Wardmark.Registry.Tests.Enrolments;

/// <summary>
/// Every sequence of {contact change, enrol, code, challenge, expiry} and what goes with them, to a depth: none grants
/// early. What early means is told by a history kept beside the case, not by the case.
/// </summary>
public sealed class EnrolmentModelTests
{
    enum Step
    {
        ContactChange, Enrol, SendCode, EnterRight, EnterWrong, Challenge, Documents, Domain, TenMinutes, OneDay, SevenDays,
    }

    static readonly Step[] Steps = Enum.GetValues<Step>();

    static readonly DateTime Start = new(2026, 11, 2, 9, 0, 0, DateTimeKind.Utc);

    // What happened, by the clock of the world.
    sealed record World(DateTime Now, Enrolment? Case, ProofCode? Code, DateTime? ChangedAt, DateTime? EnrolledAt, DateTime? ChallengedAt, bool CodeEntered, bool OtherProof);

    sealed record Tally(int Sequences, int Grants, List<string> Early);

    [Fact]
    public void No_sequence_grants_early()
    {
        var tally = Explore(6, e => e);
        tally.Early.ShouldBeEmpty();
        tally.Sequences.ShouldBe(Enumerable.Range(1, 6).Sum(d => (int)Math.Pow(Steps.Length, d)));
        tally.Grants.ShouldBeGreaterThan(1_000, "the same steps must be able to grant");
    }

    [Fact]
    public void A_case_without_cooling_off_is_caught() => Explore(4, e => e with { CoolsUntil = null }).Early.ShouldNotBeEmpty();

    [Fact]
    public void A_case_that_forgets_the_changed_contact_is_caught() => Explore(5, e => e with { ContactChangedAt = null }).Early.ShouldNotBeEmpty();

    [Fact]
    public void A_case_that_does_not_freeze_is_caught() =>
        Explore(4, e => e.State == EnrolmentState.Frozen ? e with { State = EnrolmentState.Open } : e).Early.ShouldNotBeEmpty();

    [Fact]
    public void Without_a_changed_contact_the_code_grants_at_once()
    {
        var world = Run([Step.Enrol, Step.SendCode, Step.EnterRight]);
        world.Case!.State.ShouldBe(EnrolmentState.Verified);
        world.Case.Strength.ShouldBe(ProofStrength.Proved);
    }

    [Fact]
    public void With_a_changed_contact_two_proofs_and_seven_days_grant()
    {
        Run([Step.ContactChange, Step.Enrol, Step.SendCode, Step.EnterRight, Step.SevenDays]).Case!.State.ShouldBe(EnrolmentState.Open);
        Run([Step.ContactChange, Step.Enrol, Step.SendCode, Step.EnterRight, Step.Domain]).Case!.State.ShouldBe(EnrolmentState.Open);
        Run([Step.ContactChange, Step.Enrol, Step.SendCode, Step.EnterRight, Step.Domain, Step.SevenDays]).Case!.State.ShouldBe(EnrolmentState.Verified);
    }

    static World Run(Step[] steps) => steps.Aggregate(new World(Start, null, null, null, null, null, false, false), (w, s) => Do(w, s, e => e));

    static Tally Explore(int depth, Func<Enrolment, Enrolment> broken)
    {
        var (sequences, grants, early) = (0, 0, new List<string>());
        Walk(new(Start, null, null, null, null, null, false, false), []);
        return new(sequences, grants, early);

        void Walk(World world, List<Step> path)
        {
            if (path.Count > 0) sequences++;
            if (world.Case?.State == EnrolmentState.Verified)
            {
                grants++;
                if (WhyEarly(world) is { } why && early.Count < 20) early.Add($"{string.Join(" → ", path)}: {why}");
            }

            if (path.Count == depth) return;
            foreach (var step in Steps)
            {
                path.Add(step);
                Walk(Do(world, step, broken), path);
                path.RemoveAt(path.Count - 1);
            }
        }
    }

    // The rule in words of the world: what a hijacked contact could use is not enough before its cooling-off ends.
    static string? WhyEarly(World w)
    {
        if (w.ChallengedAt is not null) return "it was challenged, and nobody set that aside";
        if (!w.CodeEntered && !w.OtherProof) return "nothing was proved";
        if (w.ChangedAt is not { } changed || changed <= w.EnrolledAt!.Value.AddDays(-30)) return null;
        if (!w.OtherProof) return "the contact changed, and the code is the only proof";
        var until = (changed > w.EnrolledAt ? changed : w.EnrolledAt.Value).AddDays(7);
        return w.Now < until ? $"the contact changed, and {until:s} is not reached" : null;
    }

    static World Do(World w, Step step, Func<Enrolment, Enrolment> broken)
    {
        var next = step switch
        {
            Step.ContactChange => w.Case is { State: EnrolmentState.Verified } ? w : w with { ChangedAt = w.Now, Case = w.Case?.ContactChanged(w.Now), CodeEntered = false, Code = null },
            Step.Enrol => w.Case is null ? w with { EnrolledAt = w.Now, Case = Enrolment.Submit("e", "US:A1", "Velmora", "p", EnrolmentRole.Owner, [], w.ChangedAt, w.Now) } : w,
            Step.SendCode => w.Case is null ? w : w with { Code = new("c", "e", "desk@velmora.example", ProofCode.HashOf("c", "12345678"), w.Now, 0, null) },
            Step.EnterRight or Step.EnterWrong => Enter(w, step == Step.EnterRight ? "12345678" : "00000000"),
            Step.Challenge => w.Case is null ? w : w with { Case = w.Case.Challenge(w.Now), ChallengedAt = w.Now },
            Step.Documents => w.Case is null ? w : Proved(w, Say(Say(Say(w.Case, e => e.Prove(new(ProofKind.Documents, w.Now, "p", "sha256"))), e => e.State == EnrolmentState.Open ? e.Review("anna", true, "read", w.Now) : e), e => e.State == EnrolmentState.Open ? e.Review("bert", true, "read", w.Now) : e)),
            Step.Domain => w.Case is null ? w : Proved(w, Say(w.Case, e => e.Prove(new(ProofKind.Domain, w.Now, "p", "velmora.example")))),
            Step.TenMinutes => w with { Now = w.Now.AddMinutes(10) },
            Step.OneDay => w with { Now = w.Now.AddDays(1) },
            _ => w with { Now = w.Now.AddDays(7) },
        };
        return next.Case is null ? next : next with { Case = broken(next.Case).Settle(next.Now) };
    }

    static World Proved(World w, Enrolment after) => w with { Case = after, OtherProof = w.OtherProof || after.Proofs.Count > w.Case!.Proofs.Count };

    static World Enter(World w, string code)
    {
        if (w.Code is null || w.Case is null) return w;
        var (tried, isRight) = w.Code.Try(code, w.Now);
        if (!isRight) return w with { Code = tried };
        var after = Say(w.Case, e => e.Prove(new(ProofKind.RegisterCode, w.Now, "p", "desk@velmora.example")));
        return w with { Code = tried, Case = after, CodeEntered = w.CodeEntered || after.Proofs.Any(p => p.Kind == ProofKind.RegisterCode) };
    }

    static Enrolment Say(Enrolment e, Func<Enrolment, Outcome<Enrolment>> step) => step(e).Match(done => done, _ => e);
}
