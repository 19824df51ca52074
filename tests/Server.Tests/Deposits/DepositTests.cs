using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text.Json;
using Wardmark.Actions.Accounts;
using Wardmark.Imaging.Documents;
using Wardmark.Storage;
using Wardmark.Server.Tests.Enrolments;

namespace Wardmark.Server.Tests.Deposits;

/// <summary>Deposits: hashed, chained, stamped by an authority that is not us, and searched for.</summary>
public sealed class DepositTests : IAsyncLifetime
{
    readonly EnrolmentWorld _world = new();
    LocalStampAuthority _authority = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _authority = await LocalStampAuthority.Start();
        _world.StampAuthority = _authority.Address;
        await _world.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _authority.DisposeAsync();
    }

    static byte[] Sample(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "samples", "pictures", name))) return File.ReadAllBytes(Path.Combine(at.FullName, "samples", "pictures", name));
        throw new FileNotFoundException(name);
    }

    static async Task<(HttpStatusCode Status, JsonElement Body)> Deposit(HttpClient client, params (string Name, string Value)[] other)
    {
        using var form = new MultipartFormDataContent();
        Dictionary<string, string> fields = new() { ["title"] = "Bear on a swing", ["kind"] = "copyright", ["author"] = "Jana Nováková", ["is_own"] = "true" };
        foreach (var (name, value) in other) fields[name] = value;
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(Sample("ref-02.jpg")) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } }, "pictures", "bear.jpg");
        using var answer = await client.PostAsync("/api/v1/deposits", form, Stop);
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement);
    }

    async Task<HttpClient> Shop() => _world.With((await _world.Get<ApiKeys>().Create("shop", [.. ApiKeys.AllScopes], "test", Stop)).Match(k => k.Secret, no => throw new InvalidOperationException(no.Sentence)));

    static async Task List(HttpClient shop, string id, string picture) => (await EnrolmentWorld.Post(shop, "/api/v1/listings", new { id, title = "wooden bear", seller_id = "S3", images = new[] { "data:image/jpeg;base64," + Convert.ToBase64String(Sample(picture)) } })).Status.ShouldBe(HttpStatusCode.OK);

    static async Task<JsonElement> Shown(HttpClient client, string id) => JsonDocument.Parse(await client.GetStringAsync($"/api/v1/deposits/{id}", Stop)).RootElement;

    [Fact]
    public async Task A_deposit_is_hashed_chained_stamped_and_certified()
    {
        var (_, creator) = await _world.Party("Jana Nováková", "jana@studio.example");
        var (status, body) = await Deposit(creator);
        status.ShouldBe(HttpStatusCode.Created, body.ToString());
        var id = body.GetProperty("id").GetString()!;
        await EnrolmentTests.Eventually(() => _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM deposits WHERE stamp IS NOT NULL")) == 1);
        var manifest = await creator.GetByteArrayAsync($"/api/v1/deposits/{id}/manifest", Stop);
        var hash = SHA256.HashData(manifest);
        Convert.ToHexStringLower(hash).ShouldBe(body.GetProperty("sha256").GetString());
        System.Text.Encoding.UTF8.GetString(manifest).ShouldContain(Convert.ToHexStringLower(SHA256.HashData(Sample("ref-02.jpg"))));
        Rfc3161TimestampToken.TryDecode(await creator.GetByteArrayAsync($"/api/v1/deposits/{id}/time-stamp", Stop), out var token, out _).ShouldBeTrue();
        token!.VerifySignatureForHash(hash, HashAlgorithmName.SHA256, out var signer).ShouldBeTrue();
        signer!.Subject.ShouldBe("CN=Time of the test");
        token.VerifySignatureForHash(SHA256.HashData("another"u8), HashAlgorithmName.SHA256, out _).ShouldBeFalse("the control");
        var entry = _world.Db.Read(c => LedgerTable.Of(c, id));
        entry.Select(e => e.Kind).ShouldBe(["deposit.made", "deposit.stamped"]);
        entry[0].Payload.ShouldContain(body.GetProperty("sha256").GetString()!);
        entry[0].Hash.ShouldBe(body.GetProperty("ledger_hash").GetString());
        var pdf = await creator.GetByteArrayAsync($"/api/v1/deposits/{id}/certificate", Stop);
        System.Text.Encoding.ASCII.GetString(pdf, 0, 5).ShouldBe("%PDF-");
        pdf.Length.ShouldBeGreaterThan(10_000, "with its font and pictures");
    }

    [Fact]
    public async Task Listings_that_showed_the_picture_before_and_after_are_found_and_others_are_not()
    {
        using var shop = await Shop();
        await List(shop, "before", "ref-02.jpg");
        await List(shop, "other", "ref-05.jpg");
        _world.Clock.Forward = TimeSpan.FromMinutes(1);
        var (_, creator) = await _world.Party("Jana Nováková", "jana@studio.example");
        var id = (await Deposit(creator)).Body.GetProperty("id").GetString()!;
        _world.Clock.Forward = TimeSpan.FromMinutes(2);
        await List(shop, "after", "ref-02.jpg");
        await EnrolmentTests.Eventually(() => _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM deposit_uses")) == 2);
        await EnrolmentTests.Eventually(() => Shown(creator, id).Result.GetProperty("searched").GetDouble() == 1);
        var uses = (await Shown(creator, id)).GetProperty("uses").EnumerateArray().Select(u => (u.GetProperty("listing_id").GetString(), u.GetProperty("is_earlier").GetBoolean())).ToList();
        uses.ShouldBe([("before", true), ("after", false)]);
    }

    [Fact]
    public async Task A_stamp_that_lies_is_not_kept_and_one_that_is_late_comes_later()
    {
        _authority.Lies = true;
        var (_, creator) = await _world.Party("Jana Nováková", "jana@studio.example");
        var id = (await Deposit(creator)).Body.GetProperty("id").GetString()!;
        await EnrolmentTests.Eventually(() => _world.Db.Read(c => c.Scalar<long>("SELECT stamp_tries FROM deposits")) >= 1);
        (await Shown(creator, id)).TryGetProperty("stamped_at", out _).ShouldBeFalse();
        (await Shown(creator, id)).GetProperty("stamp_error").GetString()!.Length.ShouldBeGreaterThan(5);
        (_authority.Lies, _authority.IsDown) = (false, true);
        _world.Clock.Forward = TimeSpan.FromMinutes(2);
        await EnrolmentTests.Eventually(() => _world.Db.Read(c => c.Scalar<long>("SELECT stamp_tries FROM deposits")) >= 2);
        _authority.IsDown = false;
        _world.Clock.Forward = TimeSpan.FromMinutes(10);
        await EnrolmentTests.Eventually(() => _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM deposits WHERE stamp IS NOT NULL")) == 1);
    }

    [Fact]
    public async Task What_is_not_affirmed_not_a_picture_or_anothers_is_refused()
    {
        var (_, creator) = await _world.Party("Jana Nováková", "jana@studio.example");
        var (_, stranger) = await _world.Party("Tarnovik AG", "ip@tarnovik.example");
        foreach (var (field, value) in new[] { ("is_own", "false"), ("kind", "patent"), ("title", " "), ("author", "") })
            (await Deposit(creator, (field, value))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, field);
        using var form = new MultipartFormDataContent { { new StringContent("x"), "title" }, { new StringContent("copyright"), "kind" }, { new StringContent("x"), "author" }, { new StringContent("true"), "is_own" }, { new ByteArrayContent("<svg onload=alert(1)>"u8.ToArray()), "pictures", "x.svg" } };
        (await creator.PostAsync("/api/v1/deposits", form, Stop)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var id = (await Deposit(creator)).Body.GetProperty("id").GetString()!;
        foreach (var part in (string[])["", "/certificate", "/manifest", "/time-stamp"])
            (await stranger.GetAsync($"/api/v1/deposits/{id}{part}", Stop)).StatusCode.ShouldBe(HttpStatusCode.NotFound, part);
        (await creator.GetAsync($"/api/v1/deposits/{id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void What_the_font_cannot_draw_stands_as_its_code() =>
        Certificate.Shown("Jana Nováková, Мишка, 熊\u202E").ShouldBe("Jana Nováková, Мишка, <U+718A><U+202E>");
}
