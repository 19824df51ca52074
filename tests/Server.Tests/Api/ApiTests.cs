using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Wardmark.Actions.Ledger;
using Wardmark.Server.Tests.Stores;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Api;

public sealed class ApiTests(TestServer server) : IClassFixture<TestServer>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listing_is_screened_kept_explained_and_judged()
    {
        await server.Post("/api/v1/register", new { marks = new[] { new { mark = "Velmora", owner = "Velmora GmbH" } } });
        var answer = await server.Post("/api/v1/listings", new { id = "a1", title = "Vеlmora bag super clone", seller_id = "S1" });
        answer.GetProperty("disposition").GetString().ShouldBe("hold");
        answer.GetProperty("findings")[0].GetProperty("mark").GetString().ShouldBe("Velmora");
        var finding = (await server.Get("/api/v1/findings?listing=a1")).GetProperty("items")[0];
        finding.GetProperty("score").GetInt32().ShouldBe(finding.GetProperty("signals").EnumerateArray().Sum(s => s.GetProperty("weight").GetInt32()));
        await server.Post($"/api/v1/findings/{finding.GetProperty("id").GetInt64()}/judgement", new { verdict = "dismissed", reason = "The seller showed the invoice." });
        (await server.Get("/api/v1/listings/a1")).GetProperty("disposition").GetString().ShouldBe("allow");
        (await server.Get("/api/v1/listings/a1/ledger")).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("kind").GetString())
            .ShouldBe(["listing.screened", "finding.judged"]);
    }

    [Fact]
    public async Task The_same_content_twice_is_one_revision_and_a_change_is_another()
    {
        (await server.Post("/api/v1/listings", new { id = "b1", title = "Bag" })).GetProperty("revision").GetInt32().ShouldBe(1);
        var again = await server.Post("/api/v1/listings", new { id = "b1", title = "Bag" });
        again.GetProperty("revision").GetInt32().ShouldBe(1);
        again.GetProperty("is_unchanged").GetBoolean().ShouldBeTrue();
        (await server.Post("/api/v1/listings", new { id = "b1", title = "Belt" })).GetProperty("revision").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_check_stores_nothing()
    {
        (await server.Post("/api/v1/listings:check", new { id = "c1", title = "super clone watch" })).GetProperty("score").GetInt32().ShouldBeGreaterThan(0);
        (await server.Client.GetAsync("/api/v1/listings/c1", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("{\"id\":\"d\",\"title\":\"Bag\",\"isVerified\":true}", 422, "")]
    [InlineData("{\"id\":\"d\",\"title\":\"Bag\",\"title\":\"Belt\"}", 400, "")]
    [InlineData("{\"listings\":[{\"id\":\"d\",\"title\":\"Bag\"},{\"id\":\"e\"}]}", 422, "/listings/1")]
    [InlineData("{\"listings\":[{\"id\":\"d\",\"title\":\"Bag\",\"price\":-1}]}", 422, "/listings/0/price")]
    [InlineData("{\"id\":\"d\",\"title\":\"Bag\",\"price\":\"x\"}", 422, "/price")]
    [InlineData("[]", 400, "")]
    [InlineData("{", 400, "")]
    public async Task A_body_that_cannot_be_taken_is_refused_by_field_and_nothing_is_stored(string body, int status, string pointer)
    {
        using var answer = await server.Client.PostAsync("/api/v1/listings", new StringContent(body, Encoding.UTF8, "application/json"), Stop);
        ((int)answer.StatusCode).ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain($"\"pointer\":\"{pointer}");
        (await server.Client.GetAsync("/api/v1/listings/d", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_route_of_the_api_refuses_strangers_and_keys_without_its_scope()
    {
        using var stranger = server.With(null);
        var tried = 0;
        foreach (var route in server.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            if (!route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)) continue;
            var scope = route.Metadata.GetMetadata<Server.Api.NeededScope>().ShouldNotBeNull(route.RoutePattern.RawText).Scope;
            var method = new HttpMethod(route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]);
            var path = route.RoutePattern.RawText.Replace("{id:long}", "1", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal);
            (await stranger.SendAsync(new(method, path), Stop)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            using var other = server.With(await server.Key([.. Actions.Accounts.ApiKeys.AllScopes.Where(s => s != scope)]));
            (await other.SendAsync(new(method, path), Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
            tried++;
        }

        tried.ShouldBeGreaterThan(8);
    }

    [Fact]
    public void Every_page_asks_for_a_person_but_those_that_say_otherwise()
    {
        string[] open = ["/sign-in", "/nothing-here", "/app.css", "/icon.svg", "/health/live", "/health/ready", "/metrics", "/openapi/{documentName}.json",
            "/join", "/confirm/{Token}", "/confirm/{token}/yes", "/not-me/{Token}", "/not-me/{token}/yes", "/report", "/report/send", "/notifier/{Token}", "/notifier/{token}", "/case/{Token}", "/case/{token}/{claim}/{step}", "/repeat-infringers.txt", "/record"];
        foreach (var route in server.App.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            var path = route.RoutePattern.RawText!;
            if (path.StartsWith("/api/", StringComparison.Ordinal) || path.StartsWith("/reference", StringComparison.Ordinal) || path.Contains("_framework", StringComparison.Ordinal)) continue;
            if (route.Metadata.GetMetadata<IAllowAnonymous>() is not null) open.ShouldContain(path.Length > 1 ? path.TrimEnd('/') : path);
        }
    }

    [Fact]
    public async Task A_stranger_is_sent_to_sign_in_and_a_forged_sign_in_is_refused()
    {
        using var stranger = server.With(null);
        var page = await stranger.GetAsync("/findings", Stop);
        page.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        page.Headers.Location!.PathAndQuery.ShouldStartWith("/sign-in");
        using var forged = await stranger.PostAsync("/sign-in", new FormUrlEncodedContent([new("name", "admin"), new("password", "x")]), Stop);
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_change_of_the_register_reaches_stored_listings()
    {
        await server.Post("/api/v1/listings", new { id = "r1", title = "Tarnovik sneakers 1:1 quality" });
        await server.Post("/api/v1/register", new { marks = new[] { new { mark = "Tarnovik" } } });
        for (var i = 0; i < 200; i++)
        {
            if ((await server.Get("/api/v1/findings?listing=r1&mark=Tarnovik")).GetProperty("items").GetArrayLength() > 0) return;
            await Task.Yield();
            await server.Client.GetAsync("/health/live", Stop);
            using var wait = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            await wait.WaitForNextTickAsync(Stop);
        }

        Assert.Fail("The listing was not screened again within ten seconds.");
    }

    [Fact]
    public async Task The_ledger_verifies_and_a_change_behind_its_back_is_found()
    {
        var folder = Directory.CreateTempSubdirectory("wardmark-ledger").FullName;
        using (var db = TestStore.Open(folder))
        {
            for (var i = 0; i < 20; i++)
                await db.Write(c => { using var ledger = new LedgerAppender(c, DateTime.UnixEpoch, "a"); return ledger.Append("k", $"s{i}", "{}"); }, Stop);
            var onLedger = db.Engine == "PostgreSQL" ? " ON ledger" : "";
            var verify = new VerifyLedger(db);
            var clean = verify.Run(null);
            clean.Problem.ShouldBeNull();
            Should.Throw<System.Data.Common.DbException>(() => db.Read(c => c.Run("UPDATE ledger SET actor = 'b' WHERE seq = 3"))).Message.ShouldContain("append-only");
            db.Read(c => c.Run($"DROP TRIGGER ledger_is_append_only_update{onLedger}; UPDATE ledger SET actor = 'b' WHERE seq = 3"));
            verify.Run(null).Problem!.ShouldContain("Entry 3");
            db.Read(c => c.Run($"UPDATE ledger SET actor = 'a' WHERE seq = 3; DROP TRIGGER ledger_is_append_only_delete{onLedger}; DELETE FROM ledger WHERE seq > 15"));
            verify.Run(null).Problem.ShouldBeNull("a chain alone cannot see that its end was cut off: this is the control");
            verify.Run(new(clean.Entries, clean.Head)).Problem!.ShouldContain("cut off");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_description_of_the_api_is_the_approved_one()
    {
        var now = JsonSerializer.Serialize(JsonDocument.Parse(await server.Client.GetStringAsync("/openapi/v1.json", Stop)).RootElement, new JsonSerializerOptions { WriteIndented = true });
        var approved = Path.Combine(Source(), "api.v1.approved.json");
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") await File.WriteAllTextAsync(approved, now + "\n", Stop);
        (await File.ReadAllTextAsync(approved, Stop)).TrimEnd().ShouldBe(now, "run with APPROVE=1 to approve the change");
    }

    static string Source([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(Path.GetDirectoryName(file))!;
}
