using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Parties;
using Wardmark.Registry.Enrolments;
using Wardmark.Storage;
using static Wardmark.Server.Tests.Enrolments.EnrolmentWorld;

namespace Wardmark.Server.Tests.Enrolments;

/// <summary>Those who want what is not theirs: impersonators, neighbours, and requests with more in them than they should have.</summary>
public sealed class AbuseTests : IAsyncLifetime
{
    const string Desk = "desk@velmora.example";
    static readonly string[] Alias = ["Velmo"];
    readonly EnrolmentWorld _world = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    static IEnumerable<string> LookAlikeAddresses()
    {
        string[] domains = ["ve1mora.example", "velrnora.example", "vеlmora.example", "velmora-legal.example", "velmora.example.evil.test", "velmoraa.example", "velmоra.example", "veimora.example", "gmail.com", "velmora.gmail.com"];
        string[] users = ["desk", "desk+legal", "legal", "velmora", "desk.velmora", "info", "ip", "brand", "agent", "office", "\"desk@velmora.example\"", "desk%velmora.example", "d.e.s.k", "DESK", "deѕk", "desk-", "desk_", "desk1", "desk2", "desk3"];
        return domains.SelectMany(_ => users, (d, u) => $"{u}@{d}");
    }

    [Fact]
    public async Task Of_two_hundred_look_alike_addresses_none_gains_the_right()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        var own = await Enrol(owner, mark);
        await Post(owner, $"/api/v1/enrolments/{own}/code/try", new { code = await _world.CodeOf(owner, own, Desk) });
        var addresses = LookAlikeAddresses().ToList();
        addresses.Count.ShouldBe(200);
        var (joined, tried, gained) = (0, 0, 0);
        foreach (var address in addresses)
        {
            if (await Impersonator(address) is not { } caller) continue;
            joined++;
            var desk = _world.Get<EnrolmentDesk>();
            foreach (var role in new[] { EnrolmentRole.Agent, EnrolmentRole.Owner })
            {
                if ((await desk.Submit(new(mark, role), caller, Stop)).Match(v => v.Enrolment.Id, _ => null!) is not { } id) continue;
                tried++;
                var domain = PartyDesk.AddressOf(address)!.Value.Domain;
                _world.Publish(new System.Globalization.IdnMapping().GetAscii(domain), id);
                await desk.ProveDomain(id, domain, caller, Stop);
                await desk.EnterCode(id, "00000000", caller, Stop);
                await desk.AnswerNomination(id, true, caller, Stop);
                await _world.Get<ReviewEnrolment>().Run(id, true, "I am one of you", caller, Stop);
                if (await _world.State(id) == "verified") gained++;
            }
        }

        gained.ShouldBe(0);
        joined.ShouldBeGreaterThan(150, "the addresses that are addresses are tried");
        tried.ShouldBeGreaterThan(150);
        _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM mails WHERE recipient = @to AND kind = 'enrolment.notice'", ("@to", Desk))).ShouldBe(20, "a flood of enrolments is no flood of mail");
        // The control: the owner's own domain proves, by the same steps.
        var (_, agent) = await _world.Party("Brandguard Legal", "office@brandguard.example");
        var honest = await Enrol(agent, mark, "agent");
        _world.Publish("velmora.example", honest);
        (await Post(agent, $"/api/v1/enrolments/{honest}/domain", new { domain = "velmora.example" })).Body.GetProperty("enrolment").GetProperty("proofs").GetArrayLength().ShouldBe(1);
    }

    // Straight into the store: that joining takes a confirmed address is tested elsewhere.
    async Task<Caller?> Impersonator(string address)
    {
        if (PartyDesk.AddressOf(address) is not var (mailbox, domain)) return null;
        var id = Guid.CreateVersion7().ToString();
        await _world.Db.Write(c => c.Run("INSERT INTO parties (id, name, address, domain, confirmed_at, created_at) VALUES (@id, 'Velmora GmbH', @address, @domain, @at, @at) ON CONFLICT DO NOTHING",
            ("@id", id), ("@address", mailbox), ("@domain", domain), ("@at", Instants.Write(_world.Clock.GetUtcNow().UtcDateTime))), Stop);
        return _world.Db.Read(c => PartyDesk.Find(c, id)) is null ? null : new(address, id);
    }

    [Theory]
    [InlineData("Velmora <boss@evil.test>")]
    [InlineData("boss@evil.test, legal@velmora.example")]
    [InlineData("legal@velmora.example\r\nBcc: all@evil.test")]
    [InlineData("legal@localhost")]
    [InlineData("@velmora.example")]
    [InlineData("legal")]
    public async Task An_address_is_a_mailbox_and_nothing_beside_it(string address) =>
        (await _world.Get<PartyDesk>().Join("Velmora GmbH", "DE", address, "correct horse battery", Stop)).Match(_ => "", no => no.Sentence).ShouldStartWith("address:");

    [Fact]
    public async Task A_name_with_line_breaks_and_braces_adds_nothing_to_a_mail()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        var (_, client) = await _world.Party("Evil\r\nBcc: all@evil.test {secret}", "boss@evil.test");
        await Enrol(client, mark);
        var (text, raw) = await _world.Mail.Newest(Desk, "asks to act");
        raw.Split("\r\n\r\n")[0].ShouldNotContain("Bcc:");
        Link().Count(text).ShouldBe(1, "the token stands once, in the link");
    }

    [Fact]
    public async Task What_belongs_to_another_party_is_not_there_on_any_route()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        var (_, stranger) = await _world.Party("Tarnovik AG", "ip@tarnovik.example");
        var id = await Enrol(owner, mark);
        var routes = _world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.Contains("/enrolments/{id}", StringComparison.Ordinal) && e.RoutePattern.RawText.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        routes.Count.ShouldBe(8, "a new route of enrolments is tried here, with a body it takes");
        foreach (var route in routes)
        {
            var method = route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0];
            var path = route.RoutePattern.RawText!.Replace("{id}", id, StringComparison.Ordinal);
            if (path.EndsWith("review", StringComparison.Ordinal))
            {
                (await Send(owner, method, path)).ShouldBe(HttpStatusCode.Forbidden, "nobody reviews his own");
                continue;
            }

            (await Send(stranger, method, path)).ShouldBe(HttpStatusCode.NotFound, $"{method} {path}");
            (await Send(owner, method, path)).ShouldNotBe(HttpStatusCode.NotFound, $"{method} {path}: its own party finds it, or the test could not fail");
        }

        (await stranger.GetFromJsonAsync<JsonElement>("/api/v1/enrolments", Stop)).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await stranger.PatchAsJsonAsync($"/api/v1/register/{mark}/brand", new { aliases = Alias }, Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var path in (string[])["/api/v1/listings", "/api/v1/register", "/api/v1/signals", "/api/v1/policies", "/api/v1/findings"])
            (await Send(stranger, "GET", path)).ShouldBe(HttpStatusCode.Forbidden, path);

        static async Task<HttpStatusCode> Send(HttpClient client, string method, string path)
        {
            using var request = new HttpRequestMessage(new(method), path + (path.EndsWith("documents", StringComparison.Ordinal) ? "?name=a.pdf" : ""));
            if (method != "GET")
            {
                request.Content = path.EndsWith("documents", StringComparison.Ordinal) ? new ByteArrayContent("%PDF-1.7"u8.ToArray())
                    : new StringContent(path.EndsWith("try", StringComparison.Ordinal) ? """{"code":"1"}""" : path.EndsWith("domain", StringComparison.Ordinal) ? """{"domain":"a.example"}""" : path.EndsWith("nomination", StringComparison.Ordinal) ? """{"agrees":true}""" : "{}", Encoding.UTF8, "application/json");
            }

            using var answer = await client.SendAsync(request, Stop);
            return answer.StatusCode == HttpStatusCode.NotFound && path.EndsWith("nomination", StringComparison.Ordinal) && await Knows(client) ? HttpStatusCode.UnprocessableEntity : answer.StatusCode;
        }

        // The owner's own case takes no nomination; that it is found at all is what is asked here.
        static async Task<bool> Knows(HttpClient client) => (await client.GetFromJsonAsync<JsonElement>("/api/v1/enrolments", Stop)).GetProperty("items").GetArrayLength() > 0;
    }

    [Fact]
    public async Task A_request_with_a_field_it_does_not_have_is_refused_and_changes_nothing()
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        string[] properties = ["id", "state", "party_id", "partyId", "strength", "proofs", "doubts", "opinions", "submitted_at", "cools_until", "contact_changed_at", "isVerified", "is_verified", "why", "may"];
        foreach (var name in properties)
            (await Raw(owner, "/api/v1/enrolments", $$"""{"mark_id":{{mark}},"role":"owner","{{name}}":"verified"}""")).ShouldBe(HttpStatusCode.BadRequest, name);
        foreach (var body in (string[])[$$"""{"mark_id":{{mark}},"mark_id":{{mark}},"role":"owner"}""", $$"""{"Mark_Id":{{mark}},"role":"owner"}""", $$"""{"mark_id":{{mark}},"role":"OWNER2"}""", $$"""{"mark_id":{{mark}},"role":0}""", $$"""{"mark_id":{{mark}}}"""])
            (await Raw(owner, "/api/v1/enrolments", body)).ShouldBe(HttpStatusCode.BadRequest, body);
        (await Raw(owner, "/api/v1/enrolments", $$"""{"mark_id":{{mark}},"right_key":"patent:US:1","role":"owner"}""")).ShouldBe(HttpStatusCode.UnprocessableEntity);
        _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM enrolments")).ShouldBe(0);
        (await Raw(owner, "/api/v1/enrolments", $$"""{"mark_id":{{mark}},"role":"owner"}""")).ShouldBe(HttpStatusCode.Created, "the same without more is taken");
        var id = _world.Db.Read(c => c.Scalar<string>("SELECT id FROM enrolments"))!;
        foreach (var name in (string[])["mark", "owner", "status", "number", "office", "classes", "territories", "expires_on", "source"])
            (await owner.PatchAsync($"/api/v1/register/{mark}/brand", new StringContent($$"""{"{{name}}":"x"}""", Encoding.UTF8, "application/json"), Stop)).StatusCode.ShouldBe(HttpStatusCode.BadRequest, name);
        (await _world.State(id)).ShouldBe("open");

        static async Task<HttpStatusCode> Raw(HttpClient client, string path, string body)
        {
            using var answer = await client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"), Stop);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_key_of_a_party_is_never_given_the_marketplaces_scopes()
    {
        var (party, _) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        foreach (var scope in ApiKeys.AllScopes.Except(ApiKeys.PartyScopes))
            (await _world.Get<ApiKeys>().Create("sly", [scope], "test", Stop, party)).Match(_ => "", no => no.Sentence).ShouldStartWith("scopes:", Case.Sensitive, scope);
    }

    [Fact]
    public async Task Members_of_a_party_open_their_own_pages_and_none_of_the_marketplaces()
    {
        await _world.Mark("Velmora", "Velmora GmbH", Desk);
        await _world.Party("Velmora GmbH", "legal@velmora.example");
        using var client = await SignIn("legal@velmora.example", "correct horse battery");
        var pages = _world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>() is not { } m || m.HttpMethods.Contains("GET"))
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).Where(p => !p.StartsWith("/api/", StringComparison.Ordinal) && !p.StartsWith("/_", StringComparison.Ordinal)).Distinct().ToList();
        string[] open = ["/enrol", "/enrolments", "/enrolments/{Id}", "/deposits", "/deposits/{Id}", "/sign-in", "/join", "/confirm/{Token}", "/not-me/{Token}", "/claims", "/claims.csv", "/claims/{Id}", "/report", "/notifier/{Token}", "/case/{Token}", "/repeat-infringers.txt", "/record", "/nothing-here", "/app.css", "/icon.svg", "/health/live", "/health/ready", "/metrics", "/openapi/{documentName}.json", "/reference/{documentName?}"];
        pages.Count.ShouldBeGreaterThan(20);
        foreach (var page in pages.Where(p => !open.Contains(p) && !p.StartsWith("/reference", StringComparison.Ordinal) && !p.StartsWith("/openapi", StringComparison.Ordinal)))
            (await client.GetAsync(page.Replace("{id:long}", "1", StringComparison.Ordinal).Replace("{Id:long}", "1", StringComparison.Ordinal), Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
        (await client.GetAsync("/enrolments", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetStringAsync("/enrol?search=Velmora", Stop)).ShouldContain("Velmora");
    }

    async Task<HttpClient> SignIn(string name, string password)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = new(_world.App.Urls.First()) };
        var token = Api.PageTests.Token().Match(await client.GetStringAsync("/sign-in", Stop)).Groups[1].Value;
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent([new("name", name), new("password", password), new("__RequestVerificationToken", token)]), Stop);
        answer.Headers.Location!.ToString().ShouldBe("/enrolments");
        return client;
    }
}
