using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wardmark.Actions.Alarms;
using Wardmark.Actions.Notices;
using Wardmark.Actions.Searches;
using Wardmark.Procedure.Claims;
using Wardmark.Storage;
using static Wardmark.Server.Tests.Enrolments.EnrolmentWorld;
using static Wardmark.Server.Tests.Notices.NoticeWorld;

namespace Wardmark.Server.Tests.Notices;

/// <summary>What makes the desk bearable for who uses it every day: drafts, files, taking back at once, letters that say all.</summary>
public sealed class NoticeComfortTests : IAsyncLifetime
{
    static readonly string[] Shoes = ["shoe-1", "shoe-2"];
    readonly NoticeWorld _world = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    static object TwoShoes => new { regime = "eu_dsa", theory = "counterfeit", listings = Shoes, right_key = "US:A98000001", explanation = "We never made these bags; the clasps are not ours.", good_faith = true };

    [Fact]
    public async Task A_notice_is_taken_back_whole_by_who_made_it_and_by_nobody_else()
    {
        var (_, filed) = await Post(_world.OwnerClient, "/api/v1/notices", TwoShoes);
        var id = filed.GetProperty("notice_id").GetString()!;
        var (_, stranger) = await _world.Base.Party("Other Ltd", "legal@other.example");
        (await Post(stranger, $"/api/v1/notices/{id}/retraction", new { why = "not mine" })).Status.ShouldBe(HttpStatusCode.NotFound);
        _world.Db.Read(c => ClaimTable.Page(c, new(State: "open"), 0, 10)).Count.ShouldBe(2, "the control: a stranger changed nothing");
        (await Post(_world.OwnerClient, $"/api/v1/notices/{id}/retraction", new { why = "" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var (status, answer) = await Post(_world.OwnerClient, $"/api/v1/notices/{id}/retraction", new { why = "They are ours after all." });
        status.ShouldBe(HttpStatusCode.OK);
        answer.GetProperty("claims").GetInt32().ShouldBe(2);
        _world.Db.Read(c => ClaimTable.Page(c, new(State: "retracted"), 0, 10)).Count.ShouldBe(2);
        (await Post(_world.OwnerClient, $"/api/v1/notices/{id}/retraction", new { why = "again" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "there is nothing left to take back");
    }

    [Fact]
    public async Task Drafts_and_templates_are_a_partys_own_and_keep_what_a_notice_still_lacks()
    {
        var (_, kept) = await Post(_world.OwnerClient, "/api/v1/notice-drafts", new { name = "bags", is_template = true, notice = new { regime = "eu_dsa", theory = "counterfeit", listings = Array.Empty<string>(), right_key = "US:A98000001" } });
        var id = kept.GetProperty("id").GetString()!;
        (await _world.OwnerClient.GetFromJsonAsync<JsonElement>("/api/v1/notice-drafts", Stop)).GetProperty("items")[0].GetProperty("name").GetString().ShouldBe("bags");
        var (_, stranger) = await _world.Base.Party("Other Ltd", "legal@other.example");
        (await stranger.GetFromJsonAsync<JsonElement>("/api/v1/notice-drafts", Stop)).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await Post(stranger, "/api/v1/notice-drafts", new { id, notice = new { regime = "eu_dsa", theory = "counterfeit", listings = Shoes } })).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.DeleteAsync($"/api/v1/notice-drafts/{id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await Post(_world.OwnerClient, "/api/v1/notice-drafts", new { notice = new { regime = "eu_dsa", theory = "counterfeit", listings = Shoes, explanation = new string('x', 5_001) } })).Status.ShouldBe(HttpStatusCode.OK, "it can be shortened before it is sent");
        (await _world.Base.Get<NoticeDrafts>().Keep(null, _world.Owner, "x", false, new() { Id = "", Channel = Wardmark.Procedure.Notices.Channel.Api, Regime = "", Theory = Wardmark.Registry.Rights.Theory.Counterfeit, ReceivedAt = default, Listings = [], Work = new string('x', 250_000) }, Stop)).Match(_ => "kept", no => no.Sentence).ShouldContain("250,000");
        (await _world.OwnerClient.DeleteAsync($"/api/v1/notice-drafts/{id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task What_a_stranger_typed_into_a_form_that_is_refused_is_there_again_and_only_by_its_secret()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = new(_world.Base.App.Urls.First()) };
        async Task<HttpResponseMessage> Send(string page, params (string, string)[] fields)
        {
            var token = Api.PageTests.Token().Match(await client.GetStringAsync(page, Stop)).Groups[1].Value;
            return await client.PostAsync("/report/send", new FormUrlEncodedContent([.. fields.Select(f => new KeyValuePair<string, string>(f.Item1, f.Item2)), new("__RequestVerificationToken", token)]), Stop);
        }

        using var refused = await Send("/report", ("theory", "counterfeit"), ("regime", "eu_dsa"), ("listings", "shoe-1"), ("territory", "9x"), ("explanation", "The <b>clasp</b> is not theirs."), ("email", "nora@notifier.example"));
        var back = refused.Headers.Location!.ToString();
        back.ShouldContain("problem=");
        var page = await client.GetStringAsync(back, Stop);
        page.ShouldContain("The &lt;b&gt;clasp&lt;/b&gt; is not theirs.");
        page.ShouldContain("nora@notifier.example");
        (await client.GetStringAsync("/report?draft=00000000000000000000000000000000", Stop)).ShouldNotContain("nora@notifier.example");

        // Sent at last, the draft is gone.
        var draft = System.Text.RegularExpressions.Regex.Match(back, "draft=([0-9a-f]{32})", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        using var sent = await Send(back, ("draft", draft), ("do", "send"), ("theory", "counterfeit"), ("regime", "eu_dsa"), ("listings", "shoe-1"), ("right", "US:A98000001"), ("explanation", "The clasp of this bag is not the owner's."), ("email", "nora@notifier.example"), ("name", "Nora"), ("good_faith", "yes"));
        sent.Headers.Location!.ToString().ShouldStartWith("/case/");
        _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM notice_drafts")).ShouldBe(0);
    }

    [Fact]
    public async Task The_receipt_names_each_thing_that_is_lacking()
    {
        await File(_world.OwnerClient, new { regime = "us_512", theory = "copyright_picture", listings = Shoes, work = "Photograph of a red bag", explanation = "The picture in these listings is our photograph.", name = "Velmora GmbH", email = "legal@velmora.example" });
        var (letter, _) = await _world.Base.Mail.Newest("legal@velmora.example", "Your notice has arrived");
        foreach (var field in (string[])["address: a postal address", "phone: a telephone number", "signature: sign with your name"]) letter.ShouldContain(field);
        letter.Split("a postal address").Length.ShouldBe(2, "what every claim lacks is said once");
    }

    [Fact]
    public async Task Who_is_warned_hears_of_it_and_who_is_suspended_learns_until_when_and_how_to_complain()
    {
        await File(_world.OwnerClient, Complete("shoe-1"));
        (await Post(_world.Ada, $"/api/v1/notifiers/party:{_world.Owner}/warning", new { why = "Nine of ten were about genuine goods." })).Status.ShouldBe(HttpStatusCode.OK);
        (await _world.Base.Mail.Newest("legal@velmora.example", "A warning")).Text.ShouldContain("Nine of ten were about genuine goods.");
        await _world.Pass(2);
        (await Post(_world.Ada, $"/api/v1/notifiers/party:{_world.Owner}/suspension", new { why = "It went on." })).Status.ShouldBe(HttpStatusCode.OK);
        (await _world.Base.Mail.Newest("legal@velmora.example", "not processed")).Text.ShouldContain("complain");
    }

    [Fact]
    public async Task A_notifier_without_an_account_complains_by_the_link_in_the_warning_and_somebody_else_hears_it()
    {
        using var anybody = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = new(_world.Base.App.Urls.First()) };
        (await _world.Base.Get<NoticeDesk>().File(new()
        {
            Id = "", Channel = Wardmark.Procedure.Notices.Channel.Form, Regime = "eu_dsa", Theory = Wardmark.Registry.Rights.Theory.CopyrightPicture, ReceivedAt = default, Listings = Shoes, Work = "A photograph of 2024",
            Explanation = "The picture in this listing is our photograph.", Name = "Nora Notifier", Email = "nora@notifier.example", GoodFaith = true,
        }, null, Stop)).Match(_ => "", no => no.Sentence).ShouldBe("");
        var notifier = _world.Db.Read(c => NotifierRecords.Page(c, 0, 10, _world.Base.Clock.GetUtcNow().UtcDateTime)).ShouldHaveSingleItem().Notifier;
        await Post(_world.Ada, $"/api/v1/notifiers/{notifier}/warning", new { why = "Nine of ten were about genuine goods." });
        var page = System.Text.RegularExpressions.Regex.Match((await _world.Base.Mail.Newest("nora@notifier.example", "A warning")).Text, "/notifier/[0-9a-f]{32}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        (await anybody.GetStringAsync(page, Stop)).ShouldContain("Nine of ten were about genuine goods.");
        (await anybody.GetStringAsync($"/notifier/{new string('0', 32)}", Stop)).ShouldContain("not one of ours");
        (await Submit("They were all copies.", page)).ShouldContain("done=1");
        (await Submit("Again.", "/report")).ShouldContain("problem=");
        (await Post(_world.Ada, $"/api/v1/notifiers/{notifier}/complaint/hearing", new { is_granted = true, reason = "It was mine." })).Body.ToString().ShouldContain("another person hears");
        (await Post(_world.Ben, $"/api/v1/notifiers/{notifier}/complaint/hearing", new { is_granted = true, reason = "They were copies indeed." })).Status.ShouldBe(HttpStatusCode.OK);
        (await anybody.GetStringAsync(page, Stop)).ShouldContain("They were copies indeed.");
        (await _world.Base.Mail.Newest("nora@notifier.example", "was heard")).Text.ShouldContain("ended");

        async Task<string> Submit(string text, string from)
        {
            var form = Api.PageTests.Token().Match(await anybody.GetStringAsync(from, Stop)).Groups[1].Value;
            using var answer = await anybody.PostAsync(page, new FormUrlEncodedContent([new("text", text), new("__RequestVerificationToken", form)]), Stop);
            return answer.Headers.Location!.ToString();
        }
    }

    [Fact]
    public async Task A_correction_is_believed_when_screening_sees_it()
    {
        var id = await File(_world.OwnerClient, Complete("shoe-1"));
        (await Refused(_world.Relay, id, "answer", new { kind = "corrected", text = "I took the name out." })).ShouldContain("has not changed");
        await _world.List("shoe-1", "Velmora bag, leather", "seller-1");
        (await Refused(_world.Relay, id, "answer", new { kind = "corrected", text = "I took the name out." })).ShouldContain("still finds the right");
        await _world.List("shoe-1", "A leather bag, new", "seller-1");
        await Do(_world.Relay, id, "answer", new { kind = "corrected", text = "I took the name out." });
        _world.Claim(id).State.ShouldBe(ClaimState.Open, "one of the marketplace's people looks");
        (await _world.Base.Mail.Newest("seller1@shop.example", "Ware, die nicht vom Inhaber stammt")).Text.ShouldContain("Rechnung");
    }

    [Fact]
    public async Task Claims_go_into_a_spreadsheet_without_formulas_and_without_the_other_side()
    {
        await _world.List("=cmd()", "Velmora bag", "seller-9");
        await File(_world.OwnerClient, Complete("=cmd()"));
        await File(_world.OwnerClient, Complete("shoe-1"));
        var staff = (await _world.Ada.GetStringAsync("/api/v1/claims:export", Stop)).TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries);
        staff.Length.ShouldBe(3);
        staff[0].ShouldContain("seller");
        staff.ShouldContain(l => l.Contains("\"'=cmd()\""));
        var own = await _world.OwnerClient.GetStringAsync("/api/v1/claims:export", Stop);
        own.ShouldNotContain("seller-1");
        own.ShouldContain("shoe-1");
        var (_, stranger) = await _world.Base.Party("Other Ltd", "legal@other.example");
        (await stranger.GetStringAsync("/api/v1/claims:export", Stop)).ShouldNotContain("shoe-1");
    }

    [Fact]
    public async Task Lumen_gets_the_facts_and_nobodys_address()
    {
        var id = await File(_world.OwnerClient, Dmca("shoe-1"));
        await Do(_world.Ada, id, "measure");
        await Do(_world.Relay, id, "answer", new { kind = "counter_notice", text = "Ring me at +1 512 555 0100.", statement = new { name = "Sam Seller", address = "2 Lane, Austin", phone = "+1 512 555 0100", signature = "Sam Seller", under_penalty_of_perjury = true, accepts_jurisdiction = true } });
        var all = await _world.Ada.GetStringAsync($"/api/v1/notices/{_world.Claim(id).NoticeId}/lumen", Stop);
        foreach (var personal in (string[])["legal@velmora.example", "1 Quay", "+49 421", "Vera Velmora", "Sam Seller", "2 Lane", "555 0100"]) all.ShouldNotContain(personal, Case.Insensitive);
        var made = JsonDocument.Parse(all).RootElement;
        made.GetArrayLength().ShouldBe(2);
        var notice = made[0].GetProperty("notice");
        notice.GetProperty("type").GetString().ShouldBe("DMCA");
        notice.GetProperty("action_taken").GetString().ShouldBe("Yes");
        notice.GetProperty("works_attributes")[0].GetProperty("infringing_urls_attributes")[0].GetProperty("url").GetString().ShouldBe("shoe-1");
        notice.GetProperty("entity_notice_roles_attributes").EnumerateArray().Select(r => r.GetProperty("name").GetString()).ShouldBe(["recipient", "principal", "sender"]);
        all.ShouldContain("Velmora GmbH", Case.Sensitive, "the control: what the matrix gives to Lumen is there");
        made[1].GetProperty("notice").GetProperty("type").GetString().ShouldBe("Counternotice");
        (await _world.OwnerClient.GetAsync($"/api/v1/notices/{_world.Claim(id).NoticeId}/lumen", Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Searches_are_kept_for_who_keeps_them_and_only_of_pages_that_are_searched()
    {
        var searches = _world.Base.Get<SavedSearches>();
        (await searches.Keep("ada", "/findings", "holds", "?disposition=hold", Stop)).Match(p => p, no => no.Sentence).ShouldBe("/findings");
        (await searches.Keep("ada", "/findings", "holds", "disposition=block", Stop)).Match(p => p, no => no.Sentence).ShouldBe("/findings");
        _world.Db.Read(c => SavedSearches.Of(c, "ada", "/findings")).ShouldHaveSingleItem().Query.ShouldBe("disposition=block");
        _world.Db.Read(c => SavedSearches.Of(c, "ben", "/findings")).ShouldBeEmpty();
        (await searches.Keep("ada", "//evil.example", "x", "", Stop)).Match(_ => "taken", no => no.Sentence).ShouldContain("page");
        var id = _world.Db.Read(c => SavedSearches.Of(c, "ada", "/findings"))[0].Id;
        (await searches.Delete("ben", id, Stop)).Match(_ => "deleted", no => no.Sentence).ShouldContain("Search");
        (await searches.Delete("ada", id, Stop)).Match(p => p, no => no.Sentence).ShouldBe("/findings");
    }

    [Fact]
    public async Task What_was_given_up_raises_an_alarm_until_somebody_sends_it_again()
    {
        (await _world.OwnerClient.GetStringAsync("/metrics", Stop)).ShouldContain("wardmark_parked");
        await _world.Db.Write(c => c.Run("INSERT INTO mails (recipient, kind, subject_id, subject, text, message_id, due_at, tries, parked_at, error, created_at) VALUES ('a@b.example', 'k', 's', 's', 't', 'm@x', @at, 8, @at, 'no such host', @at)", ("@at", "2026-01-01T00:00:00.000Z")), Stop);
        ParkedWork Mail() => _world.Db.Read(ParkedWork.Of).Single(w => w.Way == "mail");
        (Mail().Parked, Mail().LastError).ShouldBe((1, "no such host"));
        (await ParkedWork.TryAgain(_world.Db, "mail", DateTime.UtcNow.AddDays(1), Stop)).ShouldBe(1);
        (Mail().Parked, Mail().LastError).ShouldBe((0, null));
        (await ParkedWork.TryAgain(_world.Db, "sellers", DateTime.UtcNow, Stop)).ShouldBe(0);
    }
}
