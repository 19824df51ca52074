using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Notices;
using Wardmark.Procedure.Claims;
using Wardmark.Registry.Listings;
using Wardmark.Server.Tests.Enrolments;
using Wardmark.Storage;
using static Wardmark.Server.Tests.Enrolments.EnrolmentWorld;

namespace Wardmark.Server.Tests.Notices;

/// <summary>A marketplace with an owner who has proved a right, sellers with listings, and people at the desk.</summary>
public sealed class NoticeWorld : IAsyncLifetime
{
    public const string Contact = "desk@velmora.example";

    public EnrolmentWorld Base { get; } = new();

    public Db Db => Base.Db;

    public long Mark { get; private set; }

    public string Owner { get; private set; } = "";

    public HttpClient OwnerClient { get; private set; } = null!;

    /// <summary>Two people of the desk, and a program of the marketplace that passes on what sellers say.</summary>
    public HttpClient Ada { get; private set; } = null!;

    public HttpClient Ben { get; private set; } = null!;

    public HttpClient Relay { get; private set; } = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Base.InitializeAsync();
        Mark = await Base.Mark("Velmora", "Velmora GmbH", Contact);
        (Owner, OwnerClient) = await Base.Party("Velmora GmbH", "legal@velmora.example");
        var enrolment = await Enrol(OwnerClient, Mark);
        await Post(OwnerClient, $"/api/v1/enrolments/{enrolment}/code/try", new { code = await Base.CodeOf(OwnerClient, enrolment, Contact) });
        (Ada, Ben, Relay) = (await Staff("ada", "notices:read", "notices:write", "notices:decide"), await Staff("ben", "notices:read", "notices:decide"), await Staff("relay", "sellers:answer", "notices:read", "listings:read"));
        await List("shoe-1", "Velmora leather bag, new", "seller-1");
        await List("shoe-2", "Velmora bag black", "seller-2");
        await List("plain", "A bag without a name", "seller-3");
        (await Post(Relay, "/api/v1/sellers/seller-1/reach", new { address = "seller1@shop.example", language = "de" })).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    public ValueTask DisposeAsync() => Base.DisposeAsync();

    public async Task<HttpClient> Staff(string name, params string[] scopes) =>
        Base.With((await Base.Get<ApiKeys>().Create(name, [.. scopes], "test", Stop)).Match(k => k.Secret, no => throw new InvalidOperationException(no.Sentence)));

    public Task List(string id, string title, string seller, string? description = null) => Base.Get<SubmitListings>().Run([new(new Listing
    {
        Id = id, Title = title, SellerId = seller, Description = description, Category = "Bags", Market = "US", Url = $"https://shop.example/l/{id}", Images = id == "plain" ? [] : ["front.jpg"], CreatedAt = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc),
    }, [])], "test", Stop);

    /// <summary>A complete notice of the owner.</summary>
    public static object Complete(string listing, string theory = "counterfeit", string regime = "eu_dsa", string? reference = null) => new
    {
        regime, theory, listings = new[] { listing }, right_key = "US:A98000001", explanation = "We never made this bag; the clasp and the stitching are not ours.", good_faith = true, reference,
    };

    /// <summary>A complete notice under 512(c)(3), for a work that is only described.</summary>
    public static object Dmca(string listing, string work = "Photograph of a red bag on a chair, by Velmora GmbH, 2024") => new
    {
        regime = "us_512", theory = "copyright_picture", listings = new[] { listing }, work, explanation = "The picture in this listing is our photograph, taken in 2024.", name = "Velmora GmbH", email = "legal@velmora.example",
        address = "1 Quay, Bremen", phone = "+49 421 1234567", signature = "Vera Velmora", good_faith = true, accuracy = true,
    };

    /// <summary>Files a notice and gives its first claim.</summary>
    public static async Task<string> File(HttpClient client, object notice)
    {
        var (status, body) = await Post(client, "/api/v1/notices", notice);
        status.ShouldBe(HttpStatusCode.Created, body.ToString());
        return body.GetProperty("claims")[0].GetProperty("claim_id").GetString()!;
    }

    public Claim Claim(string id) => Db.Read(c => ClaimTable.Find(c, id))!;

    public static async Task<JsonElement> Do(HttpClient client, string claim, string step, object? body = null)
    {
        var (status, answer) = await Post(client, $"/api/v1/claims/{claim}/{step}", body);
        status.ShouldBe(HttpStatusCode.OK, $"{step}: {answer}");
        return answer;
    }

    public static async Task<string> Refused(HttpClient client, string claim, string step, object? body = null)
    {
        var (status, answer) = await Post(client, $"/api/v1/claims/{claim}/{step}", body);
        status.ShouldBe(HttpStatusCode.UnprocessableEntity, $"{step}: {answer}");
        return answer.GetProperty("errors")[0].GetProperty("detail").GetString()!;
    }

    /// <summary>Adds a PDF and gives its hash.</summary>
    public static async Task<string> Document(HttpClient client, string claim, string path = "documents", string text = "paper")
    {
        using var body = new ByteArrayContent([.. "%PDF-1.4 "u8, .. System.Text.Encoding.UTF8.GetBytes(text)]);
        using var answer = await client.PostAsync(new Uri($"/api/v1/claims/{claim}/{path}?name=paper.pdf", UriKind.Relative), body, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("sha256").GetString()!;
    }

    /// <summary>Lets days pass; the desk does what has fallen due.</summary>
    public async Task Pass(double days)
    {
        Base.Clock.Forward += TimeSpan.FromDays(days);
        while (await Base.Get<SettleClaims>().RunBatch(Stop)) { }
    }

    public List<string> Events(string type) => Db.Read(c => c.Rows("SELECT payload FROM outbox WHERE kind = @kind ORDER BY id", r => r.GetString(0), ("@kind", type)));
}
