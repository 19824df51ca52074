using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wardmark.Actions.Accounts;
using Wardmark.Storage;
using static Wardmark.Server.Tests.Enrolments.EnrolmentWorld;

namespace Wardmark.Server.Tests.Enrolments;

/// <summary>From proved to screened: what an owner says of a brand reaches every listing.</summary>
public sealed class KeepBrandTests : IAsyncLifetime
{
    const string Desk = "desk@velmora.example";
    static readonly string[] Alias = ["Zanquelle"];
    static readonly string[] Germany = ["DE"];
    readonly EnrolmentWorld _world = new();
    HttpClient _shop = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        _shop = _world.With((await _world.Get<ApiKeys>().Create("shop", [.. ApiKeys.AllScopes], "test", Stop)).Match(k => k.Secret, no => throw new InvalidOperationException(no.Sentence)));
    }

    public ValueTask DisposeAsync()
    {
        _shop.Dispose();
        return _world.DisposeAsync();
    }

    async Task<(long Mark, HttpClient Owner)> Proved(bool byDomainOnly = false)
    {
        var mark = await _world.Mark("Velmora", "Velmora GmbH", Desk);
        var (_, owner) = await _world.Party("Velmora GmbH", "legal@velmora.example");
        var id = await Enrol(owner, mark);
        _world.Publish("velmora.example", id);
        if (byDomainOnly) await Post(owner, $"/api/v1/enrolments/{id}/domain", new { domain = "velmora.example" });
        else await Post(owner, $"/api/v1/enrolments/{id}/code/try", new { code = await _world.CodeOf(owner, id, Desk) });
        // A mark that nothing on the marketplace names, of a registered owner, is one weak doubt: not enough to wait for a person.
        (await _world.State(id)).ShouldBe("verified");
        return (mark, owner);
    }

    static async Task<HttpStatusCode> Keep(HttpClient client, long mark, object brand)
    {
        using var answer = await client.PatchAsJsonAsync($"/api/v1/register/{mark}/brand", brand, Stop);
        return answer.StatusCode;
    }

    async Task<List<string>> Signals(string id, string title, string seller, string? market = null)
    {
        var (status, body) = await Post(_shop, "/api/v1/listings", new { id, title, seller_id = seller, market });
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        return [.. body.GetProperty("findings").EnumerateArray().SelectMany(f => f.GetProperty("signals").EnumerateArray()).Select(s => s.GetProperty("signal").GetString()!)];
    }

    [Fact]
    public async Task An_alias_of_a_proved_owner_is_found_in_new_and_in_stored_listings_within_a_minute()
    {
        var (mark, owner) = await Proved();
        (await Signals("old", "Zanquelle handbag, super clone", "S1")).ShouldNotContain("MARK_IN_TITLE");
        var started = TimeProvider.System.GetTimestamp();
        (await Keep(owner, mark, new { aliases = Alias })).ShouldBe(HttpStatusCode.OK);
        (await Signals("new", "Zanquelle handbag, super clone", "S1")).ShouldContain("MARK_IN_TITLE");
        await EnrolmentTests.Eventually(() => _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM findings WHERE listing_id = 'old' AND mark = 'Velmora'")) > 0);
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(60));
        (await _shop.GetFromJsonAsync<JsonElement>("/api/v1/jobs", Stop))[0].GetProperty("kind").GetString().ShouldBe("rescreen");
    }

    [Fact]
    public async Task A_permitted_seller_is_not_held_within_the_terms_and_is_outside_them()
    {
        var (mark, owner) = await Proved();
        var today = DateOnly.FromDateTime(_world.Clock.GetUtcNow().UtcDateTime);
        (await Keep(owner, mark, new { permitted_sellers = new[] { new { seller_id = "S7", kind = "licensed", territories = Germany, until = today.AddDays(2) } } })).ShouldBe(HttpStatusCode.OK);
        (await Signals("1", "V3lmora handbag", "S7", "DE")).ShouldContain("AUTHORISED_SELLER");
        (await Signals("2", "V3lmora handbag", "S7", "FR")).ShouldNotContain("AUTHORISED_SELLER");
        (await Signals("3", "V3lmora handbag", "S8", "DE")).ShouldNotContain("AUTHORISED_SELLER");
        _world.Clock.Forward = TimeSpan.FromDays(3);
        await EnrolmentTests.Eventually(() => _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM turning_days")) == 0);
        (await Signals("4", "V3lmora handbag", "S7", "DE")).ShouldNotContain("AUTHORISED_SELLER", "the licence has ended");
        await EnrolmentTests.Eventually(() => _world.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM findings WHERE listing_id = '1' AND instr(signals, 'AUTHORISED_SELLER') = 0")) > 0);
    }

    [Fact]
    public async Task Who_has_proved_too_little_keeps_no_brand_and_nonsense_is_refused()
    {
        var (mark, owner) = await Proved(byDomainOnly: true);
        (await Keep(owner, mark, new { aliases = Alias })).ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Keep(_shop, mark, new { aliases = Alias })).ShouldBe(HttpStatusCode.OK, "the marketplace's own key needs no proof");
        foreach (var nonsense in (object[])[new { aliases = new[] { "" } }, new { price_floor = new Dictionary<string, decimal> { ["euro"] = 5 } }, new { price_floor = new Dictionary<string, decimal> { ["EUR"] = -5 } }, new { permitted_sellers = new[] { new { seller_id = "", kind = "licensed", territories = Germany } } }])
            (await Keep(_shop, mark, nonsense)).ShouldBe(HttpStatusCode.UnprocessableEntity, nonsense.ToString());
        (await Keep(_shop, mark, new { permitted_sellers = new[] { new { seller_id = "S1", kind = "blessed", territories = Germany } } })).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Two_hundred_reference_pictures_are_kept_and_a_copy_of_one_is_found()
    {
        var (mark, owner) = await Proved();
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < 49; i++) form.Add(new ByteArrayContent(Picture(i)), "pictures", $"{i}.png");
        (await owner.PostAsync($"/api/v1/register/{mark}/pictures", form, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        for (var from = 49; from < 200; from += 40)
        {
            using var more = new MultipartFormDataContent();
            for (var i = from; i < Math.Min(200, from + 40); i++) more.Add(new ByteArrayContent(Picture(i)), "pictures", $"{i}.png");
            (await owner.PostAsync($"/api/v1/register/{mark}/pictures", more, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        using var same = new MultipartFormDataContent { { new ByteArrayContent(Picture(7)), "pictures", "again.png" } };
        JsonDocument.Parse(await (await owner.PostAsync($"/api/v1/register/{mark}/pictures", same, Stop)).Content.ReadAsStringAsync(Stop)).RootElement.GetProperty("pictures").GetInt32().ShouldBe(200, "one that is there changes nothing");
        var (_, body) = await Post(_shop, "/api/v1/listings", new { id = "copy", title = "plain bag", seller_id = "S1", images = new[] { "data:image/png;base64," + Convert.ToBase64String(Picture(150)) } });
        body.ToString().ShouldContain("REFERENCE_PICTURE_COPIED");
        var (_, other) = await Post(_shop, "/api/v1/listings", new { id = "other", title = "plain bag", seller_id = "S1", images = new[] { "data:image/png;base64," + Convert.ToBase64String(Picture(999)) } });
        other.ToString().ShouldNotContain("REFERENCE_PICTURE_COPIED");
    }

    // Pictures that differ from each other: blocks of grey by the number.
    static byte[] Picture(int number)
    {
        using var bitmap = new SkiaSharp.SKBitmap(128, 128);
        var random = new Random(number);
        using var canvas = new SkiaSharp.SKCanvas(bitmap);
        for (var y = 0; y < 8; y++)
            for (var x = 0; x < 8; x++)
            {
                using var paint = new SkiaSharp.SKPaint { Color = new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)) };
                canvas.DrawRect(x * 16, y * 16, 16, 16, paint);
            }

        using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    [Fact]
    public async Task A_file_of_the_register_leaves_what_the_owner_said_as_it_is()
    {
        var (mark, owner) = await Proved();
        (await Keep(owner, mark, new { aliases = Alias, price_floor = new Dictionary<string, decimal> { ["EUR"] = 80 } })).ShouldBe(HttpStatusCode.OK);
        await _world.Mark("Velmora", "Velmora GmbH", Desk, on: new(2026, 9, 1));
        (await Signals("1", "Zanquelle handbag, super clone", "S1")).ShouldContain("MARK_IN_TITLE");
    }
}
