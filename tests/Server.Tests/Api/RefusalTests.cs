using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Wardmark.Server.Tests.Api;

/// <summary>Refusals that no route words itself say what to do all the same.</summary>
public sealed class RefusalTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_refusal_of_the_api_has_a_problem_that_says_what_to_do()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        using var stranger = server.With(null);
        using var reader = server.With(await server.Key("register:read"));
        foreach (var (client, method, path, status, advice) in new[]
        {
            (stranger, HttpMethod.Get, "/api/v1/listings", HttpStatusCode.Unauthorized, "Authorization: Bearer"),
            (reader, HttpMethod.Get, "/api/v1/listings", HttpStatusCode.Forbidden, "lacks the scope listings:read"),
            (server.Client, HttpMethod.Get, "/api/v1/no-such-thing", HttpStatusCode.NotFound, "No route"),
            (server.Client, HttpMethod.Delete, "/api/v1/signals", HttpStatusCode.MethodNotAllowed, "the method is not"),
        })
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await client.SendAsync(request, Stop);
            answer.StatusCode.ShouldBe(status, path);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", path);
            (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(advice);
        }
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_how_long_to_wait_and_others_are_not_refused()
    {
        await using var server = new TestServer { RequestsPerMinute = 5 };
        await server.InitializeAsync();
        for (var i = 0; i < 5; i++)
            using (var fine = await server.Client.GetAsync("/api/v1/signals", Stop)) fine.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var answer = await server.Client.GetAsync("/api/v1/signals", Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("More than 5 requests");
        using var other = server.With(await server.Key("listings:read"));
        (await other.GetAsync("/api/v1/signals", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
