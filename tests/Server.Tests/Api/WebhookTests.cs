using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Wardmark.Connectors.Delivery;

namespace Wardmark.Server.Tests.Api;

public sealed class WebhookTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_finding_is_told_signed_and_again_until_it_is_taken()
    {
        var heard = System.Threading.Channels.Channel.CreateUnbounded<(string Body, string Signature)>();
        var answers = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var receiver = builder.Build();
        receiver.MapPost("/hook", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            await heard.Writer.WriteAsync((await reader.ReadToEndAsync(), request.Headers["Wardmark-Signature"].ToString()));
            return Interlocked.Increment(ref answers) == 1 ? Results.StatusCode(500) : Results.Ok();
        });
        await receiver.StartAsync(TestContext.Current.CancellationToken);
        var hook = await server.Post("/api/v1/webhooks", new { url = receiver.Urls.First() + "/hook" });
        await server.Post("/api/v1/listings", new { id = "w1", title = "super clone watch" });
        var (body, signature) = await Next(heard.Reader);
        JsonDocument.Parse(body).RootElement.GetProperty("listing_id").GetString().ShouldBe("w1");
        var t = signature.Split(',')[0][2..];
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(hook.GetProperty("secret").GetString()!), Encoding.UTF8.GetBytes($"{t}.{body}")));
        signature.ShouldBe($"t={t},v1={expected}");
        using var wait = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (server.Db.Read(c => Storage.Sql.Run(c, "UPDATE outbox SET due_at = '2000-01-01T00:00:00.000Z' WHERE error IS NOT NULL")) == 0)
            await wait.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        (await Next(heard.Reader)).Body.ShouldBe(body, "the same message with the same id");
        var path = $"/api/v1/webhooks/{hook.GetProperty("id").GetString()}";
        (await server.Client.DeleteAsync(path, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NoContent);
        (await server.Client.DeleteAsync(path, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await server.Get("/api/v1/webhooks")).GetArrayLength().ShouldBe(0);
    }

    static async Task<(string Body, string Signature)> Next(System.Threading.Channels.ChannelReader<(string Body, string Signature)> heard)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        return await heard.ReadAsync(patience.Token);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    public void Inside_addresses_are_told_from_public_ones(string address, bool isPublic) =>
        PublicAddresses.Includes(System.Net.IPAddress.Parse(address)).ShouldBe(isPublic);

    [Fact]
    public async Task A_webhook_to_an_inside_address_is_refused_where_it_is_not_allowed()
    {
        using var sender = new WebhookSender(allowPrivate: false);
        (await sender.Send(new("http://127.0.0.1:9/"), "s", "{}", DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken))!.ShouldContain("not an address of the public Internet");
    }
}
