using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Wardmark.Actions.Accounts;
using Wardmark.Detection.Scoring;
using Wardmark.Server.Hosting;
using Wardmark.Server.Tests.Stores;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Api;

/// <summary>A real host over a real store in a folder of its own.</summary>
public sealed class TestServer : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("wardmark-server").FullName;

    public bool AllowPrivatePictures { get; init; }

    public int RequestsPerMinute { get; init; } = 60_000;

    public WebApplication App { get; private set; } = null!;

    public Db Db { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public string Secret { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Db = TestStore.Open(_folder);
        App = WardmarkServer.Build(Db, Weights.Shipped, new("http://127.0.0.1:0", RequestsPerMinute, AllowPrivateWebhooks: true) { AllowPrivatePictures = AllowPrivatePictures });
        await App.StartAsync();
        Secret = await Key([.. ApiKeys.AllScopes]);
        Client = With(Secret);
    }

    public async Task<string> Key(params string[] scopes) => (await App.Services.GetRequiredService<ApiKeys>().Create("test", scopes, "test", default)).Match(k => k.Secret, no => throw new InvalidOperationException(no.Sentence));

    public HttpClient With(string? secret)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(App.Urls.First()) };
        if (secret is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    public async Task<JsonElement> Post(string path, object body)
    {
        using var answer = await Client.PostAsJsonAsync(path, body);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    public async Task<JsonElement> Get(string path) => JsonDocument.Parse(await Client.GetStringAsync(path)).RootElement;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        // Disposing alone does not wait for the work in the background, which writes into the folder.
        await App.StopAsync();
        await App.DisposeAsync();
        Db.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
