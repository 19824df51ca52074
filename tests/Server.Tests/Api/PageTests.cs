using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Wardmark.Actions.Accounts;

namespace Wardmark.Server.Tests.Api;

public sealed partial class PageTests(TestServer server) : IClassFixture<TestServer>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    async Task<HttpClient> SignedIn()
    {
        var desk = server.App.Services.GetRequiredService<AccountDesk>();
        var password = await desk.CreateFirstAdministrator(Stop) ?? await desk.ResetPassword("admin", Stop);
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = new(server.App.Urls.First()) };
        var token = Token().Match(await client.GetStringAsync("/sign-in", Stop)).Groups[1].Value;
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent([new("name", "admin"), new("password", password), new("__RequestVerificationToken", token)]), Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe("/findings");
        return client;
    }

    [Fact]
    public async Task Every_page_opens_and_a_strangers_text_stays_text()
    {
        const string hostile = "<script>alert(1)</script> \u202Esuper\u202C super clone \"onmouseover=alert(2)";
        await server.Post("/api/v1/register", new { marks = new[] { new { mark = "<img src=x onerror=alert(3)>", owner = "<b>o" } } });
        await server.Post("/api/v1/listings", new { id = "<x>&1", title = hostile, description = hostile, seller_id = "<s>", brand = hostile });
        using var client = await SignedIn();
        foreach (var path in (string[])["/", "/findings", "/findings?judgement=all&mark=%3Cx%3E&after=9.9", "/findings?disposition=nonsense&after=x", "/listings/" + Uri.EscapeDataString("<x>&1"), "/listings/none", "/register", "/register?search=%3Cimg", "/register/1", "/register/99", "/sellers", "/sellers?page=-3", "/nothing-here", "/not/a/page"])
        {
            using var answer = await client.GetAsync(path, Stop);
            ((int)answer.StatusCode).ShouldBeLessThan(500, path);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
            var page = await answer.Content.ReadAsStringAsync(Stop);
            page.ShouldContain("<main id=\"content\">", Case.Sensitive, path);
            page.ShouldNotContain("<script", Case.Insensitive, path);
            page.ShouldNotContain("<img src=x", Case.Insensitive, path);
        }

        (await client.GetStringAsync("/listings/" + Uri.EscapeDataString("<x>&1"), Stop)).ShouldContain("U&#x2B;202E");
    }

    [Fact]
    public async Task A_judgement_without_the_pages_token_is_refused()
    {
        using var client = await SignedIn();
        using var forged = await client.PostAsync("/findings/1/judge", new FormUrlEncodedContent([new("verdict", "dismissed"), new("reason", "x")]), Stop);
        forged.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_wrong_password_leads_back_to_sign_in_and_says_so()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = new(server.App.Urls.First()) };
        var token = Token().Match(await client.GetStringAsync("/sign-in", Stop)).Groups[1].Value;
        using var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent([new("name", "admin"), new("password", "wrong"), new("__RequestVerificationToken", token)]), Stop);
        answer.Headers.Location!.ToString().ShouldStartWith("/sign-in?failed=1");
        (await client.GetStringAsync(answer.Headers.Location, Stop)).ShouldContain("do not fit together");
        (await client.GetAsync("/findings", Stop)).Headers.Location!.PathAndQuery.ShouldStartWith("/sign-in");
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_for_a_while()
    {
        var desk = server.App.Services.GetRequiredService<AccountDesk>();
        var password = await desk.CreateFirstAdministrator(Stop) ?? (await desk.ResetPassword("admin", Stop))!;
        (await desk.SignIn("admin", password, Stop)).ShouldNotBeNull();
        for (var i = 0; i < 5; i++) (await desk.SignIn("admin", "wrong", Stop)).ShouldBeNull();
        (await desk.SignIn("admin", password, Stop)).ShouldBeNull();
        (await desk.ResetPassword("admin", Stop)).ShouldNotBeNull();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    internal static partial Regex Token();
}
