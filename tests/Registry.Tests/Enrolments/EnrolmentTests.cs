using Wardmark.Registry.Answers;
using Wardmark.Registry.Enrolments;

namespace Wardmark.Registry.Tests.Enrolments;

public sealed class EnrolmentTests
{
    static readonly DateTime Now = new(2026, 11, 2, 9, 0, 0, DateTimeKind.Utc);

    static readonly Doubt Weak = new("YOUNG_MARK", "the mark is young", false);

    static readonly Doubt Strong = new("LOOK_ALIKE_MARK", "it looks like another mark", true);

    static Enrolment New(params Doubt[] doubts) => Enrolment.Submit("e", "US:A1", "Velmora", "p", EnrolmentRole.Owner, doubts, null, Now);

    static Enrolment Coded(Enrolment e) => Done(e.Prove(new(ProofKind.RegisterCode, Now, "p", "desk@velmora.example")));

    static Enrolment Done(Outcome<Enrolment> outcome) => outcome.Match(e => e, no => throw new InvalidOperationException(no.Sentence));

    [Fact]
    public void Documents_count_when_two_people_have_read_them()
    {
        var e = Done(New().Prove(new(ProofKind.Documents, Now, "p", "sha256:aa")));
        e.Settle(Now).State.ShouldBe(EnrolmentState.Open);
        e = Done(e.Review("anna", true, "the certificate is genuine", Now));
        e.Settle(Now).State.ShouldBe(EnrolmentState.Open);
        e.Review("anna", true, "again", Now).Match(_ => "", no => no.Sentence).ShouldContain("another person");
        e = Done(e.Review("bert", true, "I read the same", Now)).Settle(Now);
        e.State.ShouldBe(EnrolmentState.Verified);
        e.Strength.ShouldBe(ProofStrength.Proved);
    }

    [Fact]
    public void One_strong_doubt_or_two_weak_ones_wait_for_a_person()
    {
        Coded(New(Weak)).Settle(Now).State.ShouldBe(EnrolmentState.Verified);
        Coded(New(Strong)).Settle(Now).State.ShouldBe(EnrolmentState.Open);
        var two = Coded(New(Weak, Weak with { Rule = "NO_USE_HERE" }));
        two.Settle(Now).State.ShouldBe(EnrolmentState.Open);
        Done(two.Review("anna", true, "looked", Now)).Settle(Now).State.ShouldBe(EnrolmentState.Verified);
        Done(two.Review("anna", false, "a squatter", Now)).State.ShouldBe(EnrolmentState.Refused);
    }

    [Fact]
    public void A_challenge_is_set_aside_by_two_people_and_not_by_one()
    {
        var e = Coded(New()).Settle(Now).Challenge(Now);
        e.State.ShouldBe(EnrolmentState.Frozen);
        e.May(HolderAct.ReportListings).ShouldBeFalse();
        e = Done(e.Review("anna", true, "the contact was mistaken", Now));
        e.Settle(Now.AddDays(30)).State.ShouldBe(EnrolmentState.Frozen);
        Done(e.Review("bert", true, "called them", Now)).Settle(Now).State.ShouldBe(EnrolmentState.Verified);
    }

    [Fact]
    public void What_one_may_do_follows_from_the_strength()
    {
        var domain = Done(New().Prove(new(ProofKind.Domain, Now, "p", "velmora.example"))).Settle(Now);
        (domain.May(HolderAct.ReportListings), domain.May(HolderAct.KeepBrand)).ShouldBe((true, false));
        var both = Done(domain.Prove(new(ProofKind.RegisterCode, Now, "p", "desk"))).Settle(Now);
        (both.May(HolderAct.KeepBrand), both.May(HolderAct.NominateAgents), both.May(HolderAct.AutomatedProtection)).ShouldBe((true, true, true));
        (both with { Role = EnrolmentRole.Agent }).May(HolderAct.NominateAgents).ShouldBeFalse();
    }

    [Fact]
    public void A_right_that_ends_suspends_and_one_that_is_restored_restores()
    {
        var e = Coded(New()).Settle(Now).Suspend("cancelled on the register");
        (e.State, e.May(HolderAct.ReportListings)).ShouldBe((EnrolmentState.Suspended, false));
        e.Settle(Now.AddYears(1)).State.ShouldBe(EnrolmentState.Suspended);
        e.Restore().State.ShouldBe(EnrolmentState.Verified);
    }

    [Fact]
    public void An_authority_that_has_ended_suspends_the_agent()
    {
        var e = Coded(New()) with { Role = EnrolmentRole.Agent, AuthorityEndsOn = new(2026, 12, 31) };
        e = e.Settle(Now);
        e.Settle(new(2026, 12, 31, 23, 0, 0, DateTimeKind.Utc)).State.ShouldBe(EnrolmentState.Verified);
        e.Settle(new(2027, 1, 1, 0, 0, 0, DateTimeKind.Utc)).State.ShouldBe(EnrolmentState.Suspended);
    }

    [Fact]
    public void What_nobody_proves_lapses() => New().Settle(Now.AddDays(90)).State.ShouldBe(EnrolmentState.Lapsed);

    [Fact]
    public void Of_two_hundred_guesses_five_are_evaluated()
    {
        var code = new ProofCode("c", "e", "desk@velmora.example", ProofCode.HashOf("c", "00000150"), Now, 0, null);
        var evaluated = 0;
        for (var guess = 0; guess < 200; guess++)
        {
            var (after, isRight) = code.Try(guess.ToString("D8", null), Now);
            isRight.ShouldBeFalse();
            evaluated += after.Tries - code.Tries;
            code = after;
        }

        evaluated.ShouldBe(ProofCode.MostTries);
        code.Try("00000150", Now).IsRight.ShouldBeFalse("the right code comes too late");
    }

    [Fact]
    public void A_right_code_is_good_once_and_for_ten_minutes()
    {
        var code = new ProofCode("c", "e", "desk@velmora.example", ProofCode.HashOf("c", "00000150"), Now, 0, null);
        code.Try("00000150", Now.AddMinutes(10)).IsRight.ShouldBeFalse();
        var (used, isRight) = code.Try("00000150", Now.AddMinutes(10).AddTicks(-1));
        isRight.ShouldBeTrue();
        used.Try("00000150", Now.AddMinutes(1)).IsRight.ShouldBeFalse();
    }
}
