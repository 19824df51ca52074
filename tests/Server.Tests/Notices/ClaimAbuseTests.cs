using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wardmark.Actions.Notices;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Statements;
using Wardmark.Storage;
using static Wardmark.Server.Tests.Enrolments.EnrolmentWorld;
using static Wardmark.Server.Tests.Notices.NoticeWorld;

namespace Wardmark.Server.Tests.Notices;

/// <summary>Impersonators, neighbours, insiders and racers at the notice desk.</summary>
public sealed class ClaimAbuseTests : IAsyncLifetime
{
    static readonly object Statement = new { name = "Sam Canaryname", address = "2 Canarystreet, Austin", phone = "+1 512 555 0100", signature = "Sam Canaryname", under_penalty_of_perjury = true, accepts_jurisdiction = true };
    readonly NoticeWorld _world = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Another_party_finds_nothing_behind_any_route()
    {
        var id = await File(_world.OwnerClient, Complete("shoe-1"));
        var (_, stranger) = await _world.Base.Party("Brandguard Legal", "office@brandguard.example");
        var routes = _world.Base.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1/claims/{id}", StringComparison.Ordinal)).ToList();
        routes.Count.ShouldBeGreaterThan(15);
        // A key of a party has no scope for the desk and the relay; the rest must find nothing.
        var bodies = new Dictionary<string, object> { ["cure"] = new { name = "x" }, ["retraction"] = new { text = "x" }, ["reply"] = new { text = "x" }, ["court"] = new { court = "c", number = "n", dated = "2026-01-01", document = "d" }, ["complaint"] = new { text = "x" } };
        foreach (var route in routes)
        {
            var isGet = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET");
            var step = route.RoutePattern.RawText!.Split('/')[^1];
            using var request = new HttpRequestMessage(isGet ? HttpMethod.Get : HttpMethod.Post, new System.Uri(route.RoutePattern.RawText!.Replace("{id}", id, StringComparison.Ordinal) + (step == "documents" ? "?name=a.pdf" : ""), UriKind.Relative));
            if (!isGet) request.Content = step == "documents" ? new ByteArrayContent("%PDF-1.4"u8.ToArray()) : JsonContent.Create(bodies.GetValueOrDefault(step) ?? new { });
            using var answer = await stranger.SendAsync(request, Stop);
            answer.StatusCode.ShouldBe(isGet || step == "documents" || bodies.ContainsKey(step) ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, route.RoutePattern.RawText);
        }

        (await stranger.PostAsJsonAsync($"/api/v1/claims/{id}/retraction", new { text = "mine" }, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _world.Claim(id).State.ShouldBe(ClaimState.Open);
        // The control: its own party may.
        await Do(_world.OwnerClient, id, "retraction", new { text = "settled" });
        _world.Claim(id).State.ShouldBe(ClaimState.Retracted);
    }

    [Fact]
    public async Task A_party_cannot_decide_its_own_claim_nor_answer_for_the_seller()
    {
        var id = await File(_world.OwnerClient, Complete("shoe-1"));
        foreach (var (step, body) in new (string, object)[] { ("decision", new { ruling = "uphold", reason = "ours" }), ("measure", new { }), ("clear", new { }), ("answer", new { kind = "consent" }), ("complaint/hearing", new { is_granted = true, reason = "ours" }) })
            (await Post(_world.OwnerClient, $"/api/v1/claims/{id}/{step}", body)).Status.ShouldBe(HttpStatusCode.Forbidden, step);
    }

    [Fact]
    public async Task Not_me_stops_everything_under_way_and_two_people_set_it_free()
    {
        var id = await File(_world.OwnerClient, Complete("shoe-1"));
        var (text, _) = await _world.Base.Mail.Newest(Contact, "Somebody asks to act");
        await _world.Base.Get<Wardmark.Actions.Enrolments.ChallengeEnrolment>().Run(Link().Match(text).Groups[1].Value, Stop);
        (await Refused(_world.Ada, id, "decision", new { ruling = "uphold", reason = "clear" })).ShouldContain("stands still");
        (await Refused(_world.Ada, id, "measure")).ShouldContain("stands still");
        (await Post(_world.OwnerClient, "/api/v1/notices", Complete("shoe-2"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await _world.Ada.GetFromJsonAsync<JsonElement>($"/api/v1/claims/{id}", Stop)).GetProperty("claim").GetProperty("frozen").GetString()!.ShouldContain("does not act for them");
        // For the seller it can be decided all the same.
        await Do(_world.Ada, id, "decision", new { ruling = "dismiss", reason = "Nobody stands behind it." });
    }

    [Fact]
    public async Task A_mark_that_ends_between_notice_and_decision_upholds_nothing()
    {
        var id = await File(_world.OwnerClient, Complete("shoe-1"));
        await _world.Base.Mark("Velmora", "Velmora GmbH", Contact, status: "cancelled", on: new(2026, 11, 20));
        (await Refused(_world.Ada, id, "decision", new { ruling = "uphold", reason = "clear" })).ShouldContain("cancelled");
        // The control: the register restores it, and the claim goes on.
        await _world.Base.Mark("Velmora", "Velmora GmbH", Contact, status: "registered", on: new(2026, 11, 21));
        await Do(_world.Ada, id, "decision", new { ruling = "uphold", reason = "clear" });
    }

    [Fact]
    public async Task The_store_itself_refuses_who_has_decided_to_hear_the_complaint()
    {
        var id = await File(_world.OwnerClient, Complete("shoe-1"));
        await Do(_world.Ada, id, "decision", new { ruling = "uphold", reason = "clear" });
        var people = _world.Db.Read(c => c.Rows("SELECT person FROM claim_people WHERE claim_id = @id", r => r.GetString(0), ("@id", id)));
        people.ShouldBe(["key ada"]);
        await Should.ThrowAsync<System.Data.Common.DbException>(() => _world.Db.Write(c => c.Run("INSERT INTO claim_people (claim_id, person, did) VALUES (@id, 'key ada', 'heard')", ("@id", id)), Stop));
        await Should.ThrowAsync<System.Data.Common.DbException>(() => _world.Db.Write(c => c.Run("UPDATE claim_people SET person = 'key zoe' WHERE claim_id = @id", ("@id", id)), Stop));
        await _world.Db.Write(c => c.Run("INSERT INTO claim_people (claim_id, person, did) VALUES (@id, 'key ben', 'heard')", ("@id", id)), Stop);
    }

    [Fact]
    public async Task No_pile_of_undecided_notices_suspends_a_seller()
    {
        for (var i = 0; i < 12; i++)
        {
            await _world.List($"bait-{i}", $"Velmora bag number {i}", "seller-9");
            await File(_world.OwnerClient, Complete($"bait-{i}"));
        }

        await _world.Base.Get<Wardmark.Actions.Webhooks.WebhookDesk>().Add("http://localhost:9/hook", Stop);
        await _world.Pass(200);
        var standing = _world.Db.Read(c => SellerDesk.Of(c, "seller-9", _world.Base.Clock.GetUtcNow().UtcDateTime));
        standing.Strikes.ShouldBe(0);
        standing.Cases.ShouldBeEmpty();
        // The control: three that were upheld on different days and are final propose it, and one person is not enough.
        for (var i = 0; i < 3; i++)
        {
            await Do(_world.Ada, _world.Db.Read(c => ClaimTable.Page(c, new(ListingId: $"bait-{i}"), 0, 1))[0].Id, "decision", new { ruling = "uphold", reason = "clear" });
            await _world.Pass(2);
        }

        await _world.Pass(15);
        var suspension = _world.Db.Read(c => SellerDesk.Of(c, "seller-9", _world.Base.Clock.GetUtcNow().UtcDateTime)).Cases[0];
        suspension.Measure.ShouldBe(Wardmark.Procedure.Measures.MeasureKind.AccountSuspension);
        (await Post(_world.Ada, $"/api/v1/seller-cases/{suspension.Id}/vote", new { agrees = true, reason = "three in a year" })).Body.GetProperty("state").GetString().ShouldBe("proposed");
        (await Post(_world.Ada, $"/api/v1/seller-cases/{suspension.Id}/vote", new { agrees = true, reason = "again" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Post(_world.Ben, $"/api/v1/seller-cases/{suspension.Id}/vote", new { agrees = true, reason = "I agree" })).Body.GetProperty("state").GetString().ShouldBe("in_force");
        // Its statement of reasons: to the seller, on record, and ready for the EU's database.
        _world.Events("account.statement").ShouldHaveSingleItem().ShouldContain("3 claims against listings of this account were upheld");
        var (sent, letter) = _world.Db.Read(c => c.Rows("SELECT json, letter, due_at FROM statements WHERE id = @id", r => (r.GetString(0), r.GetString(1) + r.GetString(2)), ("@id", suspension.Id)))[0];
        letter.ShouldStartWith("Your account: the account is suspended");
        var wire = DsaStatement.Of(JsonSerializer.Deserialize<Statement>(sent, RaceTests.Json)!);
        wire["decision_account"]!.GetValue<string>().ShouldBe("DECISION_ACCOUNT_SUSPENDED");
        DsaRules.Check(JsonDocument.Parse(wire.ToJsonString()).RootElement, []).ShouldBeEmpty();
        // One of the three is taken back: the suspension ends with it.
        await Do(_world.OwnerClient, _world.Db.Read(c => ClaimTable.Page(c, new(ListingId: "bait-0"), 0, 1))[0].Id, "retraction", new { text = "we were wrong" });
        _world.Db.Read(c => SellerDesk.Of(c, "seller-9", _world.Base.Clock.GetUtcNow().UtcDateTime)).Cases.First(c => c.Id == suspension.Id).State.ShouldBe(SellerCaseState.Ended);
    }

    [Theory]
    [InlineData("us_512", true)]
    [InlineData("eu_dsa", false)]
    public async Task Each_side_reads_what_the_matrix_gives_it_and_nothing_else(string regime, bool isForwarded)
    {
        using var logs = new LogLines();
        _world.Base.Get<ILoggerFactory>().AddProvider(logs);
        var notice = new
        {
            regime, theory = "copyright_picture", listings = new[] { "shoe-1" }, work = "A photograph of 2024", explanation = "The picture in this listing is our photograph.", name = "Nora Canaryowner", email = "nora@canaryowner.example",
            address = "1 Canaryquay, Bremen", phone = "+49 421 7654321", signature = "Nora Canaryowner", good_faith = true, accuracy = true,
        };
        var id = await File(_world.OwnerClient, notice);
        await _world.Base.Get<Wardmark.Actions.Webhooks.WebhookDesk>().Add("http://localhost:9/hook", Stop);
        await Do(_world.Ada, id, "measure");
        await Do(_world.Relay, id, "answer", isForwarded ? new { kind = "counter_notice", text = "It is mine.", statement = Statement } : (object)new { kind = "contest", text = "It is mine." });
        var seller = (await Do(_world.Relay, id, "seller-complaint", new { text = "Too much." })).ToString();
        var owner = await _world.OwnerClient.GetStringAsync(new Uri($"/api/v1/claims/{id}", UriKind.Relative), Stop);
        var database = await _world.Ada.GetStringAsync(new Uri($"/api/v1/statements/{_world.Claim(id).Measures[0].Id.Replace('.', '-')}/dsa", UriKind.Relative), Stop);
        var letter = _world.Db.Read(c => StatementTable.Of(c, id))[0].Letter;
        seller.Contains("Nora Canaryowner", StringComparison.Ordinal).ShouldBe(isForwarded);
        letter.Contains("Nora Canaryowner", StringComparison.Ordinal).ShouldBe(isForwarded);
        owner.Contains("2 Canarystreet", StringComparison.Ordinal).ShouldBe(isForwarded);
        foreach (var canary in new[] { "1 Canaryquay", "7654321" }) (seller + letter + database).ShouldNotContain(canary);
        using var anybody = new HttpClient { BaseAddress = _world.Ada.BaseAddress };
        var record = await anybody.GetStringAsync(new Uri("/record", UriKind.Relative), Stop);
        record.ShouldContain("<pre class=\"text\">", Case.Sensitive, "the record holds what was decided");
        foreach (var canary in new[] { "Canaryowner", "Canaryname", "Canarystreet", "canaryowner.example", "seller-1" }) (database + record).ShouldNotContain(canary);
        owner.ShouldNotContain("seller-1");
        // Every other way out: the seller's mail, messages to the marketplace, files, what is passed on to archives.
        var mail = string.Concat(_world.Db.Read(c => c.Rows("SELECT subject || text || COALESCE(message, '') FROM mails WHERE recipient = 'seller1@shop.example'", r => r.GetString(0))));
        var messages = string.Concat(_world.Db.Read(c => c.Rows("SELECT payload FROM outbox", r => r.GetString(0))));
        var lumen = await _world.Ada.GetStringAsync(new Uri($"/api/v1/notices/{_world.Claim(id).NoticeId}/lumen", UriKind.Relative), Stop);
        var (files, metrics) = (await _world.OwnerClient.GetStringAsync(new Uri("/api/v1/claims:export", UriKind.Relative), Stop), await anybody.GetStringAsync(new Uri("/metrics", UriKind.Relative), Stop));
        (mail.Length > 100 && messages.Length > 100 && lumen.Length > 100 && files.Length > 100).ShouldBeTrue("there is something to look at");
        foreach (var canary in new[] { "1 Canaryquay", "7654321", "2 Canarystreet" }) (mail + messages + lumen + files + metrics).ShouldNotContain(canary);
        (mail + messages).Contains("Nora Canaryowner", StringComparison.Ordinal).ShouldBe(isForwarded, "only where the statute forwards the notice");
        (lumen + files + metrics).ShouldNotContain("canaryowner.example");
        _world.Db.Read(c => LedgerTable.Of(c, id)).ShouldAllBe(e => !e.Payload.Contains("Canary"), "what cannot be deleted holds nobody's address");
        // A message that cannot be delivered, a body that cannot be read and a page that is not there are logged or answered without it.
        await _world.Base.Get<Wardmark.Actions.Webhooks.WebhookDesk>().Add("http://localhost:9/hook", Stop);
        (await _world.OwnerClient.PostAsync("/api/v1/notices", new StringContent("""{"name":"Nora Canaryowner","address":{"x":1}}""", Encoding.UTF8, "application/json"), Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        _world.Base.Get<ILogger<ClaimAbuseTests>>().LogWarning("The control: {What}", "1 Canarycontrol");
        logs.Text.ShouldContain("1 Canarycontrol");
        foreach (var canary in new[] { "Canaryowner", "Canaryname", "Canarystreet", "Canaryquay", "7654321", "seller1@shop.example" }) logs.Text.ShouldNotContain(canary);
        // The control: the desk reads all of it.
        (await _world.Ada.GetStringAsync(new Uri($"/api/v1/claims/{id}", UriKind.Relative), Stop)).ShouldContain("1 Canaryquay");
    }

    [Fact]
    public async Task Evidence_younger_than_the_listing_is_flagged_every_time_and_older_never()
    {
        var (younger, older) = (0, 0);
        for (var i = 0; i < 100; i++)
        {
            await _world.List($"photo-{i}", $"A vase, number {i}", $"maker-{i}");
            var body = (string dated) => (object)new { regime = "eu_dsa", theory = "copyright_picture", listings = new[] { $"photo-{i}" }, work = $"Vase {i} of {dated}", explanation = "The picture in this listing is our photograph.", good_faith = true, evidence = "https://throwaway.example/vase", evidence_dated = dated };
            if (_world.Claim(await File(_world.OwnerClient, body("2026-07-01"))) is { } fabricated && fabricated.Flags.Any(f => f.Rule == "EVIDENCE_AFTER_LISTING") && fabricated.Measures.Count == 0) younger++;
            if (_world.Claim(await File(_world.OwnerClient, body("2020-07-01"))).Flags.Any(f => f.Rule == "EVIDENCE_AFTER_LISTING")) older++;
        }

        younger.ShouldBe(100);
        older.ShouldBe(0);
    }

    [Fact]
    public async Task Who_sends_too_many_or_was_suspended_after_a_warning_is_told_until_when()
    {
        var mass = new { regime = "eu_dsa", theory = "counterfeit", listings = Enumerable.Range(0, 101).Select(i => $"x{i}").ToArray(), right_key = "US:A98000001", explanation = "Copies of our bags, all of them.", good_faith = true, name = "A", email = "a@free.example" };
        (await _world.Base.Get<NoticeDesk>().File(JsonSerializer.Deserialize<Wardmark.Procedure.Notices.Notice>(JsonSerializer.Serialize(new { id = "", channel = "form", received_at = DateTime.UnixEpoch, mass.regime, mass.theory, mass.listings, mass.right_key, mass.explanation, mass.good_faith, mass.name, mass.email }), Json)!, null, Stop))
            .Match(_ => "", no => no.Sentence).ShouldContain("100 claims a day");
        await File(_world.OwnerClient, Complete("shoe-1"));
        var notifier = Uri.EscapeDataString($"party:{_world.Owner}");
        (await Post(_world.Ada, $"/api/v1/notifiers/{notifier}/suspension", new { why = "unfounded" })).Body.ToString().ShouldContain("is warned first");
        await Post(_world.Ada, $"/api/v1/notifiers/{notifier}/warning", new { why = "many were unfounded" });
        await _world.Pass(2);
        (await Post(_world.Ada, $"/api/v1/notifiers/{notifier}/suspension", new { why = "still unfounded" })).Status.ShouldBe(HttpStatusCode.OK);
        (await Post(_world.OwnerClient, "/api/v1/notices", Complete("shoe-2"))).Body.ToString().ShouldContain("not processed until");
        await Post(_world.OwnerClient, "/api/v1/notifiers/me/complaint", new { text = "They were right." });
        (await Post(_world.Ada, $"/api/v1/notifiers/{notifier}/complaint/hearing", new { is_granted = true, reason = "x" })).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Post(_world.Ben, $"/api/v1/notifiers/{notifier}/complaint/hearing", new { is_granted = true, reason = "They were." })).Status.ShouldBe(HttpStatusCode.OK);
        (await Post(_world.OwnerClient, "/api/v1/notices", Complete("shoe-2"))).Status.ShouldBe(HttpStatusCode.Created);
    }

    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    [Fact]
    public async Task Every_row_of_a_file_is_answered_and_a_second_sending_changes_nothing()
    {
        var csv = new StringBuilder("reference,listing,right,theory,regime,explanation,good_faith\n");
        csv.Append("R1,shoe-1,US:A98000001,counterfeit,eu_dsa,\"We never made this bag, the clasp is not ours.\",yes\n");
        csv.Append("R2,shoe-2,US:A98000001,counterfeit,eu_dsa,\"We never made this bag, the clasp is not ours.\",\n");
        csv.Append("R3,shoe-2,US:A98000001,not_authorised_dealer,eu_dsa,\"No dealer of ours, so please remove it.\",yes\n");
        csv.Append("R4,nowhere,US:A98000001,counterfeit,eu_dsa,\"We never made this bag, the clasp is not ours.\",yes\n");
        csv.Append("R5,shoe-1,US:A98000001,stolen,eu_dsa,\"We never made this bag.\",yes\n");
        csv.Append("R6,shoe-1,US:A98000001,counterfeit,eu_dsa,\"We never made this bag, the clasp is not ours.\",yes\n");
        async Task<List<JsonElement>> Send()
        {
            using var body = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
            using var answer = await _world.OwnerClient.PostAsync(new Uri("/api/v1/notices:bulk", UriKind.Relative), body, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            return [.. (await answer.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        }

        var first = await Send();
        first.Select(r => r.GetProperty("status").GetString()).ShouldBe(["accepted", "curable", "refused", "curable", "refused", "merged"]);
        first[4].GetProperty("problems")[0].GetProperty("field").GetString().ShouldBe("theory");
        first[4].GetProperty("line").GetInt64().ShouldBe(6);
        var before = _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM notices"));
        (await Send()).Select(r => r.GetProperty("status").GetString()).ShouldBe(["accepted", "curable", "refused", "curable", "refused", "merged"]);
        _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM notices")).ShouldBe(before);
    }

    [Fact]
    public async Task A_campaign_waits_behind_everybody_else()
    {
        for (var i = 0; i < 10; i++) await _world.List($"rival-{i}", $"Velmora bag of a rival, {i}", $"rival-{i % 3}");
        for (var who = 0; who < 6; who++)
            for (var i = 0; i < 10; i++)
                (await _world.Base.Get<NoticeDesk>().File(new()
                {
                    Id = "", Channel = Wardmark.Procedure.Notices.Channel.Form, ReceivedAt = default, Regime = "eu_dsa", Theory = Wardmark.Registry.Rights.Theory.CopyrightPicture, Work = $"Picture {who} {i}", Listings = [$"rival-{i}"],
                    Explanation = $"This is our picture, number {i}{who}, remove it.", Name = "B", Email = $"bot{who}@free.example", GoodFaith = true, Network = "c0a801",
                }, null, Stop)).Match(_ => 0, no => throw new InvalidOperationException(no.Sentence));
        var honest = await File(_world.OwnerClient, Complete("shoe-1"));
        _world.Base.Clock.Forward += TimeSpan.FromMinutes(2);
        await _world.Base.Get<SeeCampaigns>().RunBatch(Stop);
        var queue = _world.Db.Read(c => ClaimTable.Page(c, new(Queue: true), 0, 100));
        queue.Count.ShouldBe(61);
        queue[0].Id.ShouldBe(honest);
        queue[0].Flags.ShouldNotContain(f => f.Rule == "CAMPAIGN");
        queue.Skip(1).ShouldAllBe(c => c.Flags.Any(f => f.Rule == "CAMPAIGN"));
    }

    [Fact]
    public async Task A_clock_that_leaps_ahead_is_not_believed_and_time_that_passes_is()
    {
        var (_, body) = await Post(_world.OwnerClient, "/api/v1/notices", Complete("nowhere"));
        var id = body.GetProperty("claims")[0].GetProperty("claim_id").GetString()!;
        _world.Base.Clock.Leap = TimeSpan.FromDays(730);
        (await _world.Base.Get<SettleClaims>().RunBatch(Stop)).ShouldBeFalse();
        _world.Claim(id).State.ShouldBe(ClaimState.Deficient);
        _world.Base.Clock.Leap = TimeSpan.Zero;
        await _world.Pass(16);
        _world.Claim(id).State.ShouldBe(ClaimState.Lapsed);
    }

    // Whatever a process would write to its log.
    sealed class LogLines : ILoggerProvider, ILogger
    {
        readonly StringBuilder _lines = new();

        public string Text { get { lock (_lines) return _lines.ToString(); } }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) { lock (_lines) _lines.AppendLine(formatter(state, exception) + " " + exception); }

        public void Dispose() { }
    }
}
