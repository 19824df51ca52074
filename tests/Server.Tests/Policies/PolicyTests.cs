using Wardmark.Actions.Findings;
using Wardmark.Actions.Ledger;
using Wardmark.Actions.Policies;
using Wardmark.Actions.Register;
using Wardmark.Actions.Signals;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Listings;
using Wardmark.Server.Tests.Listings;
using Wardmark.Server.Tests.Stores;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Policies;

public sealed class PolicyTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("wardmark-policy").FullName;
    readonly Db _db;
    readonly Worker _worker, _other;

    public PolicyTests()
    {
        _db = TestStore.Open(_folder);
        (_worker, _other) = (new(_db), new(_db));
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    // A look-alike of Velmora is held by the shipped policy.
    static readonly Policy Lenient = Policy.Shipped with { Version = "lenient", Review = 150, Hold = 160, Rules = [] };

    [Fact]
    public async Task A_draft_decides_nothing_until_it_was_tested_and_made_live()
    {
        await Sellers();
        var draft = Done(await _worker.Policies.Draft(Lenient.Write(), "fewer holds", "anna", Stop));
        Refused(await _worker.Policies.Put(draft.Id, "live", "anna", Stop)).ShouldContain("not tested");
        Refused(await _worker.Policies.Put(draft.Id, "shadow", "anna", Stop)).ShouldContain("not tested");
        (await _worker.Submit("2", "V3lmora bag, super clone")).Disposition.ShouldBe(Disposition.Hold);

        var test = Done(await _worker.Policies.Test(draft.Id, "anna", Stop)).Test!;
        test.Shifts.ShouldContain(new Shift(Disposition.Hold, Disposition.Label, 2));
        test.Examples.ShouldContain(e => e.Id == "2" && e.Mark == "Velmora" && e.To == Disposition.Label);
        (await _worker.Submit("3", "V3lmora purse, super clone")).Disposition.ShouldBe(Disposition.Hold, "a test changes nothing");

        Done(await _worker.Policies.Put(draft.Id, "live", "anna", Stop)).State.ShouldBe("live");
        (await _worker.Submit("4", "V3lmora belt, super clone")).Disposition.ShouldBe(Disposition.Label);
        await _worker.RescreenAll(Stop);
        _db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM listings WHERE disposition = 3")).ShouldBe(0, "stored listings are weighed again");
        new VerifyLedger(_db).Run(null).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Another_process_decides_by_the_new_policy_at_its_next_transaction()
    {
        await Sellers();
        (await _other.Submit("2", "V3lmora bag, super clone")).Disposition.ShouldBe(Disposition.Hold);
        await MakeLive(Lenient);
        (await _other.Submit("3", "V3lmora purse, super clone")).Disposition.ShouldBe(Disposition.Label);
    }

    [Fact]
    public async Task The_test_counts_what_people_judged_and_a_dismissed_finding_holds_nothing()
    {
        await Sellers();
        await Judge("1", "confirmed");
        await _worker.Submit("2", "V3lmora bag, super clone");
        await Judge("2", "dismissed");
        var draft = Done(await _worker.Policies.Draft(Lenient.Write(), "fewer holds", "anna", Stop));
        var test = Done(await _worker.Policies.Test(draft.Id, "anna", Stop)).Test!;
        test.Confirmed.ShouldBe(new JudgedCounts(1, 1, 0));
        test.Dismissed.ShouldBe(new JudgedCounts(1, 1, 0));
        test.Shifts.ShouldBe([new(Disposition.Allow, Disposition.Allow, 1), new(Disposition.Hold, Disposition.Label, 1)]);
    }

    [Fact]
    public async Task Shadow_is_written_beside_what_was_done_and_decides_nothing()
    {
        await Sellers();
        var draft = Done(await _worker.Policies.Draft(Lenient.Write(), "watch it", "anna", Stop));
        Done(await _worker.Policies.Test(draft.Id, "anna", Stop));
        Done(await _worker.Policies.Put(draft.Id, "shadow", "anna", Stop));
        (await _worker.Submit("2", "V3lmora bag, super clone")).Disposition.ShouldBe(Disposition.Hold);
        _db.Read(PolicyTable.ShadowCounts).ShouldBe([(Disposition.Hold, Disposition.Label, 1)], "the first listing came before the shadow");
        _db.Read(c => LedgerTable.Of(c, "2"))[^1].Payload.ShouldContain("\"shadow\":{\"policy\":\"lenient\",\"dispositions\":[\"label\"]}");
    }

    [Fact]
    public async Task One_is_live_and_what_was_live_may_be_again()
    {
        await Sellers();
        var first = await MakeLive(Lenient);
        var second = Done(await _worker.Policies.Draft((Lenient with { Version = "second", Hold = 170 }).Write(), "next", "anna", Stop));
        Done(await _worker.Policies.Test(second.Id, "anna", Stop));
        await MakeLive(Lenient with { Version = "third" });
        Refused(await _worker.Policies.Put(second.Id, "live", "anna", Stop)).ShouldContain("test it again");
        Done(await _worker.Policies.Put(first.Id, "live", "anna", Stop));
        _db.Read(PolicyTable.All).Count(p => p.State == "live").ShouldBe(1);
        Done(await _worker.Policies.Put(first.Id, "expired", "anna", Stop));
        _db.Read(PoliciesInForce.Of).Live.Version.ShouldBe(Policy.Shipped.Version);
    }

    [Theory]
    [InlineData("Bags > Totes", "DE", "new", Disposition.Hold)]
    [InlineData("bags", "DE", "new", Disposition.Hold)]
    [InlineData("Bagsets", "DE", "new", Disposition.Label)]
    [InlineData("Bags", "FR", "new", Disposition.Label)]
    [InlineData("Bags", "DE", "top", Disposition.Label)]
    [InlineData("Bags", "DE", null, Disposition.Label)]
    [InlineData(null, "DE", "new", Disposition.Label)]
    public async Task A_rule_counts_where_all_it_names_is_so(string? category, string market, string? tier, Disposition expected)
    {
        await Sellers(tier);
        await MakeLive(Lenient with { Version = "rules", Rules = [new() { Category = "Bags", Market = "de", SellerTier = "new", Mark = "VELMORA", Review = 50, Hold = 60 }] });
        (await _worker.Submit(new Listing { Id = "2", Title = "V3lmora bag, super clone", SellerId = "S1", Category = category, Market = market })).Disposition.ShouldBe(expected);
    }

    [Theory]
    [InlineData("{", "policy")]
    [InlineData("""{"version":"x","find":10,"label":25,"review":20,"hold":70,"block":null}""", "must rise")]
    [InlineData("""{"version":"x","find":10,"label":25,"review":40,"hold":70,"block":null,"rules":[{"hold":10}]}""", "rules[0] names no")]
    [InlineData("""{"version":"x","find":10,"label":25,"review":40,"hold":70,"block":null,"rules":[{"market":"DE","hold":10}]}""", "rules[0]: with its thresholds")]
    [InlineData("""{"version":"x","find":10,"label":25,"review":40,"hold":70,"block":null,"strict":true}""", "strict")]
    [InlineData("""{"version":"1","find":10,"label":25,"review":40,"hold":70,"block":null}""", "is on record")]
    public async Task A_policy_that_contradicts_itself_is_refused(string json, string reason) =>
        Refused(await _worker.Policies.Draft(json, "why", "anna", Stop)).ShouldContain(reason);

    [Theory]
    [InlineData(40, 400, 40, 4_000, "more often")]
    [InlineData(0, 2_000, 80, 4_000, "less often")]
    [InlineData(5, 400, 40, 4_000, null)]
    [InlineData(60, 400, 400, 4_000, null)]
    [InlineData(20, 100, 40, 4_000, null)]
    [InlineData(40, 400, 9, 900, null)]
    public void A_signal_that_leaves_its_rate_is_an_alarm(long today, long todayOf, long before, long beforeOf, string? alarm) =>
        new SignalRate("MARK_IN_TITLE", today, todayOf, before, beforeOf, 0, 0).Alarm.ShouldBe(alarm);

    [Fact]
    public async Task New_revisions_are_counted_by_signal_and_a_second_look_is_not()
    {
        await Sellers();
        await _worker.Submit("2", "A plain bag");
        await _worker.Submit("2", "A plain bag");
        await _worker.Import("Tarnovik");
        await _worker.RescreenAll(Stop);
        var rate = _db.Read(c => SignalRates.Of(c, DateTime.UtcNow)).Single(r => r.Signal == "DIGITS_FOR_LETTERS");
        (rate.Today, rate.TodayOf).ShouldBe((1, 2));
        var tomorrow = _db.Read(c => SignalRates.Of(c, DateTime.UtcNow.AddDays(1))).Single(r => r.Signal == "DIGITS_FOR_LETTERS");
        (tomorrow.TodayOf, tomorrow.Before, tomorrow.BeforeOf).ShouldBe((0, 1, 2));
    }

    async Task Sellers(string? tier = "new")
    {
        await _worker.Import("Velmora");
        await _db.Write(c => c.Run("INSERT INTO sellers (id, tier) VALUES ('S1', @tier)", ("@tier", tier)), Stop);
        (await _worker.Submit("1", "V3lmora handbag, super clone")).Disposition.ShouldBe(Disposition.Hold);
    }

    async Task<PolicyView> MakeLive(Policy policy)
    {
        var draft = Done(await _worker.Policies.Draft(policy.Write(), "why", "anna", Stop));
        Done(await _worker.Policies.Test(draft.Id, "anna", Stop));
        return Done(await _worker.Policies.Put(draft.Id, "live", "anna", Stop));
    }

    async Task Judge(string listing, string verdict)
    {
        var finding = _db.Read(c => ShowFindings.Run(c, new(Listing: listing, Judgement: "all"))).Page[0];
        await new JudgeFinding(_db, TimeProvider.System).Run(new(finding.Id, verdict, "Seen."), "test", Stop);
    }

    static PolicyView Done(Outcome<PolicyView> outcome) => outcome.Match(p => p, no => throw new InvalidOperationException(no.Sentence));

    static string Refused(Outcome<PolicyView> outcome) => outcome.Match(_ => throw new InvalidOperationException("It was not refused."), no => no.Sentence);

    public void Dispose()
    {
        _db.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
