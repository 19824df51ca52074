using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Enrolments;
using Wardmark.Registry.Rights;
using Wardmark.Server.Hosting;
using Wardmark.Server.Tests.Stores;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Enrolments;

/// <summary>A host with a mail server, a register, parties and a clock.</summary>
public sealed partial class EnrolmentWorld : IAsyncLifetime, IDomainProbe
{
    readonly string _folder = Directory.CreateTempSubdirectory("wardmark-enrolments").FullName;
    readonly Dictionary<string, string> _domains = [];

    public LocalMail Mail { get; } = LocalMail.Start();

    public Uri? StampAuthority { get; set; }

    public MovedClock Clock { get; } = new();

    public WebApplication App { get; private set; } = null!;

    public Db Db { get; private set; } = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        Db = TestStore.Open(_folder);
        await StartServer();
    }

    public async Task StartServer()
    {
        App = WardmarkServer.Build(Db, Weights.Shipped, new("http://127.0.0.1:0")
        {
            PublicUrl = new("https://shop.example/protect"), Mail = new("localhost", Mail.Port, Security: MailKit.Security.SecureSocketOptions.None), Domains = this, Time = Clock, StampAuthority = StampAuthority,
        });
        await App.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        Db.Dispose();
        await Mail.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Puts a mark on record as the register has it; its number of record.</summary>
    public async Task<long> Mark(string name, string owner, string? contact, string number = "98000001", string status = "registered", DateOnly? on = null)
    {
        var mark = new Trademark { Mark = name, Owner = owner, Office = "US", ApplicationNumber = number, Number = number[1..], Status = status, Classes = [18], RegisteredOn = new(2015, 1, 1), FirstUse = new(2014, 1, 1), Source = new("uspto-tdxf", "f.xml", new('0', 64), on ?? new(2026, 1, 1)) };
        await Get<ImportRegister>().Run([new(mark, [], RegisterGroups.Owners, contact)], "test", Stop);
        return Db.Read(c => c.Scalar<long>("SELECT id FROM marks WHERE key = @key", ("@key", $"US:A{number}")));
    }

    /// <summary>A party that has confirmed its address, with a key of its own.</summary>
    public async Task<(string Id, HttpClient Client)> Party(string name, string address)
    {
        var party = (await Get<PartyDesk>().Join(name, "DE", address, "correct horse battery", Stop)).Match(p => p, no => throw new InvalidOperationException(no.Sentence));
        var (text, _) = await Mail.Newest(party.Address, "Confirm your address");
        (await Get<PartyDesk>().Confirm(Link().Match(text).Groups[1].Value, Stop)).Match(_ => true, no => throw new InvalidOperationException(no.Sentence));
        var key = (await Get<ApiKeys>().Create("party", [.. ApiKeys.PartyScopes], "test", Stop, party.Id)).Match(k => k.Secret, no => throw new InvalidOperationException(no.Sentence));
        return (party.Id, With(key));
    }

    public HttpClient With(string secret)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new(App.Urls.First()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    public static async Task<(HttpStatusCode Status, JsonElement Body)> Post(HttpClient client, string path, object? body = null)
    {
        using var answer = await client.PostAsJsonAsync(path, body ?? new { }, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public static string IdOf(JsonElement view) => view.GetProperty("enrolment").GetProperty("id").GetString()!;

    public static string StateOf(JsonElement view) => view.GetProperty("enrolment").GetProperty("state").GetString()!;

    /// <summary>Enrols and tells the number of the case.</summary>
    public static async Task<string> Enrol(HttpClient client, long mark, string role = "owner")
    {
        var (status, body) = await Post(client, "/api/v1/enrolments", new { mark_id = mark, role });
        status.ShouldBe(HttpStatusCode.Created, body.ToString());
        return IdOf(body);
    }

    /// <summary>Asks for a code and reads it from the mail of the contact.</summary>
    public async Task<string> CodeOf(HttpClient client, string id, string contact)
    {
        var before = Mail.To(contact, "Code for").Count;
        (await Post(client, $"/api/v1/enrolments/{id}/code")).Status.ShouldBe(HttpStatusCode.OK);
        return Digits().Match((await Mail.Newest(contact, "Code for", before)).Text).Value;
    }

    public async Task<string> State(string id) => Db.Read(c => c.Scalar<string>("SELECT state FROM enrolments WHERE id = @id", ("@id", id)))!;

    /// <summary>Puts a token where whoever controls the domain can.</summary>
    public void Publish(string domain, string enrolmentId) => _domains[domain] = EnrolmentTable.DomainToken(enrolmentId);

    public Task<string?> Find(string domain, string token, CancellationToken cancel) =>
        Task.FromResult(_domains.GetValueOrDefault(domain) == token ? $"in a TXT record of _wardmark.{domain}" : null);

    [GeneratedRegex("/(?:confirm|not-me)/([0-9a-f]{32})", RegexOptions.NonBacktracking)]
    public static partial Regex Link();

    [GeneratedRegex(@"\b\d{8}\b", RegexOptions.NonBacktracking)]
    public static partial Regex Digits();
}
