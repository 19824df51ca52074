using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wardmark.Connectors.Delivery;

namespace Wardmark.Server.Tests.Notices;

/// <summary>The sender against a receiver on this machine that behaves as the database's documentation and code say.</summary>
public sealed class DsaSenderTests : IAsyncLifetime
{
    static readonly string[] TooMany = ["1 to 100, each once"];
    static readonly string[] Missing = ["The decision facts field is required."];
    readonly Dictionary<string, string> _held = [];
    int _requests;
    int _lostAnswers;
    WebApplication _receiver = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _receiver = builder.Build();
        _receiver.MapPost("/api/v1/statements", Take);
        _receiver.MapGet("/api/v1/statement/existing-puid/{puid}", async (string puid, HttpContext c) =>
        {
            c.Response.StatusCode = _held.ContainsKey(puid) ? 302 : 404;
            await c.Response.WriteAsync("{\"message\":\"as documented: a body, and no Location\"}", Stop);
        });
        await _receiver.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _receiver.DisposeAsync();

    async Task Take(HttpContext c)
    {
        _requests++;
        async Task Answer(int status, object body)
        {
            c.Response.StatusCode = status;
            await c.Response.WriteAsJsonAsync(body, Stop);
        }

        if (c.Request.Headers.Authorization != "Bearer right") { await Answer(401, new { message = "Unauthenticated." }); return; }
        using var json = await JsonDocument.ParseAsync(c.Request.Body, cancellationToken: Stop);
        var all = json.RootElement.GetProperty("statements").EnumerateArray().ToList();
        if (all.Count is 0 or > 100) { await Answer(422, new { message = "too many", errors = new { statements = TooMany } }); return; }
        var wrong = all.Select((s, i) => (s, i)).Where(x => !x.s.TryGetProperty("decision_facts", out _)).ToDictionary(x => $"statement_{x.i}", _ => (object)new { decision_facts = Missing });
        if (wrong.Count > 0) { await Answer(422, new { message = "invalid", errors = wrong }); return; }
        var known = all.Select(s => s.GetProperty("puid").GetString()!).Where(_held.ContainsKey).ToList();
        if (known.Count > 0) { await Answer(422, new { message = "not unique", errors = new Dictionary<string, object> { ["puid"] = TooMany, ["existing_puids"] = known } }); return; }
        foreach (var s in all) _held[s.GetProperty("puid").GetString()!] = Guid.CreateVersion7().ToString();
        if (_lostAnswers-- > 0) { c.Abort(); return; }
        await Answer(201, new { statements = all.Select(s => new { uuid = _held[s.GetProperty("puid").GetString()!] }) });
    }

    DsaSender Sender(string token = "right") => new(new(_receiver.Urls.First() + "/"), token, new(new SocketsHttpHandler { AllowAutoRedirect = false }));

    static StatementToSend Good(string puid) => new(puid, $$"""{"puid":"{{puid}}","decision_facts":"x"}""");

    [Fact]
    public async Task A_batch_is_taken_and_each_gets_its_number()
    {
        var sent = await Sender().Send([.. Enumerable.Range(0, 100).Select(i => Good($"p{i}"))], Stop);
        sent.ShouldAllBe(s => s.Error == null && s.Uuid == _held[s.Puid]);
        _requests.ShouldBe(1);
        await Should.ThrowAsync<ArgumentException>(() => Sender().Send([.. Enumerable.Range(0, 101).Select(i => Good($"q{i}"))], Stop));
    }

    [Fact]
    public async Task One_that_is_wrong_and_one_that_is_known_hold_up_no_other()
    {
        await Sender().Send([Good("known")], Stop);
        var sent = await Sender().Send([Good("a"), new("wrong", """{"puid":"wrong"}"""), Good("known"), Good("b")], Stop);
        sent.Select(s => s.Error is null).ShouldBe([true, false, true, true]);
        sent[1].Error!.ShouldContain("decision facts");
        sent[1].IsFinal.ShouldBeTrue();
        _held.Keys.Order().ShouldBe(["a", "b", "known"]);
    }

    [Fact]
    public async Task An_answer_that_was_lost_makes_no_second_statement()
    {
        _lostAnswers = 1;
        var first = await Sender().Send([Good("a"), Good("b")], Stop);
        first.ShouldAllBe(s => s.Error != null && !s.IsFinal);
        (await Sender().Send([Good("a"), Good("b")], Stop)).ShouldAllBe(s => s.Error == null);
        _held.Count.ShouldBe(2);
        (await Sender().Holds("a", Stop)).ShouldBe(true, "302 is a yes");
        (await Sender().Holds("c", Stop)).ShouldBe(false);
    }

    [Fact]
    public async Task A_wrong_token_and_a_silent_database_are_tried_again_later()
    {
        (await Sender("old").Send([Good("a")], Stop))[0].ShouldSatisfyAllConditions(s => s.Error!.ShouldContain("401"), s => s.IsFinal.ShouldBeFalse());
        var nobody = new DsaSender(new("http://127.0.0.1:9/"), "x", new());
        (await nobody.Send([Good("a")], Stop))[0].ShouldSatisfyAllConditions(s => s.Error!.ShouldContain("cannot be reached"), s => s.IsFinal.ShouldBeFalse());
        _held.ShouldBeEmpty();
    }
}
