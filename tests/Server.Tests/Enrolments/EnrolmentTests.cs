using System.Net;
using System.Security.Cryptography;
using System.Text;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Register;
using Wardmark.Registry.Rights;
using Wardmark.Storage;
using static Wardmark.Server.Tests.Enrolments.EnrolmentWorld;

namespace Wardmark.Server.Tests.Enrolments;

/// <summary>Enrolment over the API, with mail through a real SMTP server.</summary>
public sealed class EnrolmentTests : IAsyncLifetime
{
    const string Desk = "desk@velmora.example";
    readonly EnrolmentWorld _world = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_code_to_the_registers_contact_proves_the_right_and_the_mail_is_kept_verbatim()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        var (_, owner) = await _world.Party("Velmora Gesellschaft mit beschränkter Haftung", "legal@velmora.example");
        var id = await Enrol(owner, mark);
        (await _world.Mail.Newest(Desk, "asks to act")).Text.ShouldContain("https://shop.example/protect/not-me/");
        var code = await _world.CodeOf(owner, id, Desk);
        var (_, raw) = await _world.Mail.Newest(Desk, "Code for");
        var (status, body) = await Post(owner, $"/api/v1/enrolments/{id}/code/try", new { code });
        status.ShouldBe(HttpStatusCode.OK);
        StateOf(body).ShouldBe("verified");
        body.GetProperty("may").EnumerateArray().Select(a => a.GetString()).ShouldContain("keep_brand");
        (await _world.Mail.Newest("legal@velmora.example", "Velmora: verified")).Text.ShouldContain("now verified");
        var kept = _world.Db.Read(c => MailDesk.Page(c, id, long.MaxValue, 50)).First(m => m.Kind == "enrolment.code");
        kept.Message!.Replace(MailDesk.Mask, code, StringComparison.Ordinal).ShouldNotContain(MailDesk.Mask);
        kept.Message.ShouldNotContain(code);
        raw.ShouldContain(code);
        raw.TrimEnd().EndsWith("Wardmark, for the marketplace at https://shop.example/protect", StringComparison.Ordinal).ShouldBeTrue();
        kept.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(raw.TrimEnd() + "\r\n"))));
        _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM mails WHERE secret IS NOT NULL AND sent_at IS NOT NULL")).ShouldBe(0);
    }

    [Fact]
    public async Task Mail_that_the_server_refuses_is_tried_again()
    {
        _world.Mail.Refusals = 1;
        await _world.Get<PartyDesk>().Join("Velmora GmbH", "DE", "legal@velmora.example", "correct horse battery", Stop);
        await Eventually(() => _world.Db.Read(c => c.Scalar<long>("SELECT tries FROM mails WHERE error IS NOT NULL")) == 1);
        _world.Clock.Forward = TimeSpan.FromMinutes(2);
        await _world.Mail.Newest("legal@velmora.example", "Confirm your address");
    }

    [Fact]
    public async Task Of_two_hundred_guesses_over_fifty_connections_and_a_restart_five_are_evaluated()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        var id = await Enrol(owner, mark);
        var code = await _world.CodeOf(owner, id, Desk);
        var wrong = Enumerable.Range(0, 200).Select(i => i.ToString("D8", null)).Where(g => g != code).ToList();
        (await Post(owner, $"/api/v1/enrolments/{id}/code/try", new { code = wrong[0] })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await _world.App.DisposeAsync();
        await _world.StartServer();
        using var again = _world.With(owner.DefaultRequestHeaders.Authorization!.Parameter!);
        await Parallel.ForEachAsync(wrong.Skip(1), new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = Stop }, async (guess, _) =>
            (await Post(again, $"/api/v1/enrolments/{id}/code/try", new { code = guess })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity));
        _world.Db.Read(c => c.Scalar<long>("SELECT SUM(tries) FROM codes")).ShouldBe(5);
        (await Post(again, $"/api/v1/enrolments/{id}/code/try", new { code })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "the right code comes too late");
        (await _world.State(id)).ShouldBe("open");
        for (var i = 2; i <= 5; i++) (await Post(again, $"/api/v1/enrolments/{id}/code")).Status.ShouldBe(HttpStatusCode.OK);
        (await Post(again, $"/api/v1/enrolments/{id}/code")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "five codes a day go to one contact");
    }

    [Fact]
    public async Task A_contact_that_changed_lately_waits_seven_days_and_the_contact_of_before_can_object()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        await _world.Mark("Velmora", "Velmora GmbH", "desk@evil.example", on: new(2026, 1, 2));
        var (_, hijacker) = await _world.Party("Velmora GmbH", "boss@evil.example");
        var id = await Enrol(hijacker, mark);
        var code = await _world.CodeOf(hijacker, id, "desk@evil.example");
        var (_, tried) = await Post(hijacker, $"/api/v1/enrolments/{id}/code/try", new { code });
        StateOf(tried).ShouldBe("open");
        tried.GetProperty("waits").ToString().ShouldContain("a second proof");
        _world.Publish("evil.example", id);
        StateOf((await Post(hijacker, $"/api/v1/enrolments/{id}/domain", new { domain = "evil.example" })).Body).ShouldBe("open");
        _world.Clock.Forward = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);
        await _world.Get<SettleEnrolments>().RunBatch(Stop);
        (await _world.State(id)).ShouldBe("open");
        // The control: had the former contact kept silent, the seventh day would have granted.
        var token = Link().Match((await _world.Mail.Newest(Desk, "asks to act")).Text).Groups[1].Value;
        (await _world.Get<ChallengeEnrolment>().Run(token, Stop)).Match(_ => true, _ => false).ShouldBeTrue();
        _world.Clock.Forward = TimeSpan.FromDays(30);
        await _world.Get<SettleEnrolments>().RunBatch(Stop);
        (await _world.State(id)).ShouldBe("frozen");
    }

    [Fact]
    public async Task A_contact_that_changed_honestly_is_granted_after_seven_days()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        await _world.Mark("Velmora", "Velmora GmbH", "new@velmora.example", on: new(2026, 1, 2));
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        var id = await Enrol(owner, mark);
        var code = await _world.CodeOf(owner, id, "new@velmora.example");
        await Post(owner, $"/api/v1/enrolments/{id}/code/try", new { code });
        _world.Publish("velmora.example", id);
        await Post(owner, $"/api/v1/enrolments/{id}/domain", new { domain = "velmora.example" });
        (await _world.State(id)).ShouldBe("open");
        _world.Clock.Forward = TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1);
        await Eventually(() => _world.State(id).Result == "verified");
    }

    [Fact]
    public async Task Not_me_freezes_the_party_and_everything_it_has_begun_at_once()
    {
        var (velmora, tarnovik) = (await _world.Mark("Velmora", "Velmora GmbH", Desk), await _world.Mark("Tarnovik", "Tarnovik AG", "ip@tarnovik.example", "98000002"));
        var (party, agent) = await _world.Party("Brandguard Legal", "office@brandguard.example");
        var (first, second) = (await Enrol(agent, velmora, "agent"), await Enrol(agent, tarnovik, "agent"));
        var code = await _world.CodeOf(agent, second, "ip@tarnovik.example");
        StateOf((await Post(agent, $"/api/v1/enrolments/{second}/code/try", new { code })).Body).ShouldBe("verified");
        var token = Link().Match((await _world.Mail.Newest(Desk, "asks to act")).Text).Groups[1].Value;
        _world.Get<ChallengeEnrolment>().Look(token).ShouldBe("Velmora · Brandguard Legal", "looking changes nothing: mail filters open links");
        (await _world.State(first)).ShouldBe("open");
        var started = TimeProvider.System.GetTimestamp();
        await _world.Get<ChallengeEnrolment>().Run(token, Stop);
        (await _world.State(first), await _world.State(second)).ShouldBe(("frozen", "frozen"));
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(60));
        (await Post(agent, "/api/v1/enrolments", new { mark_id = velmora, role = "agent" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await _world.Get<ChallengeEnrolment>().Run(token, Stop)).Match(_ => true, _ => false).ShouldBeFalse("a link is good once");
        var review = _world.Get<ReviewEnrolment>();
        foreach (var (id, by) in new[] { (first, "anna"), (second, "anna"), (first, "bert"), (second, "bert") })
            (await review.Run(id, true, "the contact was mistaken", new(by, null), Stop)).Match(_ => "", no => no.Sentence).ShouldBe("");
        (await _world.State(second)).ShouldBe("verified");
        _world.Db.Read(c => PartyDesk.Find(c, party))!.FrozenAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_right_that_the_register_ends_suspends_at_once_tells_its_people_and_is_restored()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        var id = await Enrol(owner, mark);
        var code = await _world.CodeOf(owner, id, Desk);
        await Post(owner, $"/api/v1/enrolments/{id}/code/try", new { code });
        await _world.Mark("Velmora", "Velmora GmbH", Desk, status: "cancelled", on: new(2026, 2, 1));
        (await _world.State(id)).ShouldBe("suspended");
        (await _world.Mail.Newest("legal@velmora.example", "Velmora: suspended")).Text.ShouldContain("the register says cancelled");
        await _world.Mark("Velmora", "Velmora GmbH", Desk, on: new(2026, 3, 1));
        (await _world.State(id)).ShouldBe("verified");
        await _world.Mark("Velmora", "VELMORA Gesellschaft mbH", Desk, on: new(2026, 4, 1));
        (await _world.State(id)).ShouldBe("verified", "another writing of the owner is no other owner");
        await _world.Mark("Velmora", "Kestrel Holdings Inc", Desk, on: new(2026, 5, 1));
        (await _world.State(id)).ShouldBe("suspended");
        await _world.Mark("Velmora", "Velmora GmbH", Desk, on: new(2026, 6, 1));
        (await _world.State(id)).ShouldBe("verified");
        await SanctionList.Import(_world.Db, _world.Get<Wardmark.Actions.Register.IRightWatch>(), [new("Velmora G.m.b.H.", "void filings", "order of 2026-11-01")], "test", _world.Clock, Stop);
        (await _world.State(id)).ShouldBe("suspended");
        await SanctionList.Import(_world.Db, _world.Get<Wardmark.Actions.Register.IRightWatch>(), [new("Somebody Else", "void filings", "order of 2026-11-01")], "test", _world.Clock, Stop);
        (await _world.State(id)).ShouldBe("verified");
    }

    [Fact]
    public async Task An_owner_agrees_to_an_agent_and_can_object_to_one()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        var own = await Enrol(owner, mark);
        await Post(owner, $"/api/v1/enrolments/{own}/code/try", new { code = await _world.CodeOf(owner, own, Desk) });
        var (_, agent) = await _world.Party("Brandguard Legal", "office@brandguard.example");
        var id = await Enrol(agent, mark, "agent");
        (await _world.Mail.Newest("legal@velmora.example", "asks to be your agent")).Text.ShouldContain("Brandguard Legal");
        (await Post(agent, $"/api/v1/enrolments/{id}/nomination", new { agrees = true })).Status.ShouldBe(HttpStatusCode.NotFound, "no agent names itself");
        StateOf((await Post(owner, $"/api/v1/enrolments/{id}/nomination", new { agrees = true })).Body).ShouldBe("verified");
        (await Post(owner, "/api/v1/enrolments", new { mark_id = mark, role = "agent" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "owner and agent of one right are never the same");
        var (_, other) = await _world.Party("Sly Agents", "sly@agents.example");
        var slyId = await Enrol(other, mark, "agent");
        StateOf((await Post(owner, $"/api/v1/enrolments/{slyId}/nomination", new { agrees = false })).Body).ShouldBe("frozen");
    }

    [Fact]
    public async Task Who_says_to_own_what_another_has_proved_waits_for_a_person_and_the_owner_is_warned()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        var own = await Enrol(owner, mark);
        await Post(owner, $"/api/v1/enrolments/{own}/code/try", new { code = await _world.CodeOf(owner, own, Desk) });
        var (_, second) = await _world.Party("Velmora GmbH", "velmora@gmail.com");
        var id = await Enrol(second, mark);
        StateOf((await Post(second, $"/api/v1/enrolments/{id}/code/try", new { code = await _world.CodeOf(second, id, Desk) })).Body).ShouldBe("open", "even with the register's code");
        var token = Link().Match((await _world.Mail.Newest("legal@velmora.example", "Somebody else says they own")).Text).Groups[1].Value;
        (await _world.Get<ChallengeEnrolment>().Run(token, Stop)).Match(_ => true, _ => false).ShouldBeTrue();
        (await _world.State(id), await _world.State(own)).ShouldBe(("frozen", "verified"));
    }

    [Fact]
    public async Task A_mark_whose_term_is_over_ends_by_itself_after_the_months_of_grace()
    {
        var today = DateOnly.FromDateTime(_world.Clock.GetUtcNow().UtcDateTime);
        var mark = new Trademark { Mark = "Velmora", Owner = "Velmora GmbH", Office = "EM", Number = "8050131", Status = "registered", RegisteredOn = new(2015, 1, 1), ExpiresOn = today.AddMonths(-5) };
        await _world.Get<ImportRegister>().Run([new(mark, [], Contact: Desk)], "test", Stop);
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        var id = await Enrol(owner, 1);
        await Post(owner, $"/api/v1/enrolments/{id}/code/try", new { code = await _world.CodeOf(owner, id, Desk) });
        (await _world.State(id)).ShouldBe("verified", "within the grace it can be renewed");
        _world.Get<LiveRegister>().Current().Register.Marks[0].IsInForce.ShouldBeTrue();
        _world.Clock.Forward = TimeSpan.FromDays(35);
        await Eventually(() => _world.State(id).Result == "suspended");
        (await _world.Mail.Newest("legal@velmora.example", "Velmora: suspended")).Text.ShouldContain("the register says expired");
        var now = _world.Get<LiveRegister>().Current().Register;
        now.Marks[now.Marks.Count - 1].IsInForce.ShouldBeFalse("it is screened no more");
        await _world.Get<ImportRegister>().Run([new(mark with { ExpiresOn = today.AddYears(10) }, [])], "test", Stop);
        (await _world.State(id)).ShouldBe("verified", "renewed");
    }

    [Fact]
    public async Task Everything_is_done_over_the_api_by_keys_each_of_which_is_one_voice()
    {
        using var admin = _world.With((await _world.Get<ApiKeys>().Create("admin", [.. ApiKeys.AllScopes], "test", Stop)).Match(k => k.Secret, _ => ""));
        using var other = _world.With((await _world.Get<ApiKeys>().Create("other", ["enrolments:review", "enrolments:read"], "test", Stop)).Match(k => k.Secret, _ => ""));
        (await Post(admin, "/api/v1/rights", new { rights = new[] { new { type = "patent", name = "Folding frame", office = "US", number = "9876543", status = "granted", owner = "Velmora GmbH" } } })).Body.GetProperty("changed").GetInt32().ShouldBe(1);
        var party = (await Post(admin, "/api/v1/parties", new { name = "Velmora GmbH", address = "legal@velmora.example", password = "correct horse battery", country = "DE" })).Body.GetProperty("id").GetString()!;
        await _world.Get<PartyDesk>().Confirm(Link().Match((await _world.Mail.Newest("legal@velmora.example", "Confirm your address")).Text).Groups[1].Value, Stop);
        using var owner = _world.With((await Post(admin, $"/api/v1/parties/{party}/keys", new { name = "velmora", scopes = ApiKeys.PartyScopes })).Body.GetProperty("secret").GetString()!);
        var id = IdOf((await Post(owner, "/api/v1/enrolments", new { right_key = "patent:US:9876543", role = "owner" })).Body);
        (await owner.PostAsync($"/api/v1/enrolments/{id}/documents?name=grant.pdf", new ByteArrayContent("%PDF-1.7"u8.ToArray()), Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Post(admin, $"/api/v1/enrolments/{id}/review", new { approves = true, reason = "genuine" })).Status.ShouldBe(HttpStatusCode.OK);
        (await Post(admin, $"/api/v1/enrolments/{id}/review", new { approves = true, reason = "genuine" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Post(owner, $"/api/v1/enrolments/{id}/review", new { approves = true, reason = "genuine" })).Status.ShouldBe(HttpStatusCode.Forbidden);
        StateOf((await Post(other, $"/api/v1/enrolments/{id}/review", new { approves = true, reason = "genuine" })).Body).ShouldBe("verified");
        (await Post(admin, "/api/v1/sanctions", new { sanctions = new[] { new { name = "Velmora G.m.b.H.", reason = "void filings", source = "order 1" } } })).Status.ShouldBe(HttpStatusCode.OK);
        (await _world.State(id)).ShouldBe("suspended");
        (await admin.GetStringAsync($"/api/v1/mails?about={id}", Stop)).ShouldContain("is now verified");
    }

    [Fact]
    public async Task Another_right_is_proved_by_documents_that_two_people_read_and_ends_with_its_register()
    {
        var watch = _world.Get<Wardmark.Actions.Register.IRightWatch>();
        Right patent = new() { Type = RightType.Patent, Name = "Folding frame", Owner = "Velmora GmbH", Office = "US", Number = "9876543", Status = "granted", RegisteredOn = new(2018, 1, 1) };
        await RightTable.Import(_world.Db, watch, [patent], "test", _world.Clock, Stop);
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        var (status, body) = await Post(owner, "/api/v1/enrolments", new { right_key = "patent:US:9876543", role = "owner" });
        status.ShouldBe(HttpStatusCode.Created, body.ToString());
        var id = IdOf(body);
        (await Post(owner, $"/api/v1/enrolments/{id}/code")).Body.ToString().ShouldContain("names no e-mail contact");
        using var exe = await owner.PostAsync($"/api/v1/enrolments/{id}/documents?name=grant.pdf", new ByteArrayContent("MZ\u0090"u8.ToArray()), Stop);
        exe.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var pdf = await owner.PostAsync($"/api/v1/enrolments/{id}/documents?name=grant.pdf", new ByteArrayContent("%PDF-1.7 the grant"u8.ToArray()), Stop);
        pdf.StatusCode.ShouldBe(HttpStatusCode.OK);
        _world.Db.Read(c => EnrolmentTable.Page(c, new("anna", null), null, queue: true, null, 10)).Select(e => e.Id).ShouldBe([id]);
        foreach (var by in (string[])["anna", "anna", "bert"])
        {
            (await _world.State(id)).ShouldBe("open");
            await _world.Get<ReviewEnrolment>().Run(id, true, "the grant is genuine", new(by, null), Stop);
        }

        (await _world.State(id)).ShouldBe("verified");
        await RightTable.Import(_world.Db, watch, [patent with { Status = "expired" }], "test", _world.Clock, Stop);
        (await _world.State(id)).ShouldBe("suspended");
    }

    internal static async Task Eventually(Func<bool> holds)
    {
        for (var tries = 0; tries < 300 && !holds(); tries++) await Task.Delay(50);
        holds().ShouldBeTrue();
    }
}
