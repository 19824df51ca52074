using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Register;
using Wardmark.Server.Tests.Api;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Pictures;

/// <summary>A reference picture that meets very many sellers is set aside until a person has looked.</summary>
public sealed class ReferenceFloodTests(TestServer server) : IClassFixture<TestServer>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Data(string name) => $"data:image/jpeg;base64,{Convert.ToBase64String(File.ReadAllBytes(Path.Combine(AwaitedPicturesTests.Folder, name)))}";

    // Copied picture, named in title and brand, far below the price floor: enough to be held, and not without the picture.
    Task<JsonElement> List(string id, string seller, string brand, string picture, string more = "") =>
        server.Post("/api/v1/listings", new { id, title = $"{brand} bag{more}", brand, seller_id = seller, price = 20, currency = "EUR", images = new[] { Data(picture) } });

    string DispositionOf(string id) => server.Db.Read(c => ListingTable.Find(c, id))!.Disposition.ToString();

    async Task<long> Mark(string name, string picture)
    {
        await server.Post("/api/v1/register", new { marks = new[] { new { mark = name, status = "registered", price_floor = new Dictionary<string, int> { ["EUR"] = 200 }, images = new[] { Data(picture) } } } });
        return server.Db.Read(c => c.Scalar<long>("SELECT id FROM marks WHERE mark = @m", ("@m", name)));
    }

    async Task Becomes(string id, string disposition)
    {
        for (var i = 0; i < 200 && DispositionOf(id) != disposition; i++) await Task.Delay(100, Stop);
        DispositionOf(id).ShouldBe(disposition);
    }

    [Fact]
    public async Task A_reference_that_meets_thirty_sellers_leads_to_review_until_a_person_trusts_it()
    {
        var mark = await Mark("Quorvane", "ref-02.jpg");
        for (var i = 1; i < ReferenceFloods.Sellers; i++) await List($"F{i}", $"seller-{i}", "Quorvane", "ref-02.jpg");
        await List("F-again", "seller-1", "Quorvane", "ref-02.jpg");
        DispositionOf("F-again").ShouldBe("Hold", "a seller met before is no further one");
        server.Db.Read(c => ReferenceFloods.Of(c, mark)).ShouldBeEmpty();

        await List("F30", "seller-30", "Quorvane", "ref-02.jpg");
        var aside = (await server.Get("/api/v1/register/references-set-aside"))[0];
        (aside.GetProperty("mark").GetString(), aside.GetProperty("sellers").GetInt64()).ShouldBe(("Quorvane", 30));
        var reference = aside.GetProperty("reference").GetString()!;
        await List("F31", "seller-31", "Quorvane", "ref-02.jpg");
        DispositionOf("F31").ShouldBe("Review");
        server.Db.Read(c => ListingTable.FindingsOf(c, "F31"))[0].Signals.Single(s => s.Signal == "REFERENCE_PICTURE_COPIED").Sentence.ShouldContain("is set aside");
        await List("F32", "seller-32", "Quorvane", "ref-02.jpg", " replica, 1:1 mirror quality");
        DispositionOf("F32").ShouldBe("Hold", "what else is seen suffices by itself");
        await Becomes("F1", "Review");

        using (var silent = await server.Client.PostAsJsonAsync($"/api/v1/register/{mark}/references/trust", new { reference, why = " " }, Stop)) silent.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await server.App.Services.GetRequiredService<JudgeReference>().Trust(mark, reference, "It is ours.", new Caller("holder", "party-1"), Stop))
            .Match(_ => "trusted", no => no.Sentence).ShouldContain("until the marketplace has looked");
        (await server.Post($"/api/v1/register/{mark}/references/trust", new { reference, why = "A wave of one network." })).GetProperty("why").GetString().ShouldBe("A wave of one network.");
        await Becomes("F1", "Hold");
        await List("F33", "seller-33", "Quorvane", "ref-02.jpg");
        DispositionOf("F33").ShouldBe("Hold", "it is not set aside again");
        using (var twice = await server.Client.PostAsJsonAsync($"/api/v1/register/{mark}/references/trust", new { reference, why = "Again." }, Stop)) twice.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        server.Db.Read(c => ShowRegister.History(c, ShowRegister.Find(c, mark)!.Key)).Select(h => h.Changed).ShouldContain("a reference set aside");
    }

    [Fact]
    public async Task A_person_sets_a_reference_aside_and_trusts_it_again()
    {
        var mark = await Mark("Tarnovique", "ref-08.jpg");
        await List("S1", "seller-1", "Tarnovique", "ref-08.jpg");
        DispositionOf("S1").ShouldBe("Hold", "the control");
        var reference = server.Db.Read(c => ShowRegister.Find(c, mark))!.Pictures[0].Source;
        var path = $"/api/v1/register/{mark}/references/set-aside";
        using (var silent = await server.Client.PostAsJsonAsync(path, new { reference, why = "" }, Stop)) silent.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using (var unknown = await server.Client.PostAsJsonAsync(path, new { reference = "nowhere.jpg", why = "On trial." }, Stop)) unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.App.Services.GetRequiredService<JudgeReference>().SetAside(mark, reference, "Ours.", new Caller("holder", "party-1"), Stop)).Match(_ => "done", no => no.Sentence).ShouldContain("by the marketplace");
        (await server.Post(path, new { reference, why = "On trial for a week." })).GetProperty("doubt").GetString().ShouldBe("On trial for a week.");
        using (var twice = await server.Client.PostAsJsonAsync(path, new { reference, why = "Again." }, Stop)) twice.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Becomes("S1", "Review");
        await server.Post($"/api/v1/register/{mark}/references/trust", new { reference, why = "It met only copies." });
        await Becomes("S1", "Hold");
        await server.Post(path, new { reference, why = "In doubt after all." });
        await Becomes("S1", "Review");
    }

    [Fact]
    public async Task What_a_mark_may_ask_of_pictures_lies_within_bounds()
    {
        var mark = await Mark("Mirevoss", "ref-04.jpg");
        using (var low = await server.Client.PatchAsJsonAsync($"/api/v1/register/{mark}/brand", new { copy_from = 0.2 }, Stop)) low.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using (var high = await server.Client.PatchAsJsonAsync($"/api/v1/register/{mark}/brand", new { logo_from = 90 }, Stop)) high.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using (var kept = await server.Client.PatchAsJsonAsync($"/api/v1/register/{mark}/brand", new { copy_from = 0.99, logo_from = 12 }, Stop)) kept.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Db.Read(c => ShowRegister.Find(c, mark))!.Mark.LogoFrom.ShouldBe(12);
        using (var bad = await server.Client.PostAsJsonAsync("/api/v1/register", new { marks = new[] { new { mark = "Mirevoss", copy_from = 1.5 } } }, Stop)) (await bad.Content.ReadAsStringAsync(Stop)).ShouldContain("/marks/0/copy_from");
    }

    [Fact]
    public async Task A_second_picture_of_a_name_gets_a_name_of_its_own()
    {
        var mark = await Mark("Tessaline", "ref-05.jpg");
        foreach (var file in new[] { "ref-06.jpg", "ref-07.jpg", "ref-06.jpg" })
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(await File.ReadAllBytesAsync(Path.Combine(AwaitedPicturesTests.Folder, file), Stop)), "pictures", "same.jpg" } };
            using var answer = await server.Client.PostAsync($"/api/v1/register/{mark}/pictures", form, Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var names = server.Db.Read(c => ShowRegister.Find(c, mark))!.Pictures.Select(p => p.Source).ToList();
        (names.Count, names.Distinct().Count(), names.Count(n => n == "same.jpg")).ShouldBe((3, 3, 1));
    }

    [Fact]
    public async Task A_reference_that_is_removed_meets_nothing_and_its_past_is_forgotten()
    {
        var mark = await Mark("Brelvanti", "ref-03.jpg");
        await List("R1", "seller-1", "Brelvanti", "ref-03.jpg");
        DispositionOf("R1").ShouldBe("Hold", "the control");
        var sha = server.Db.Read(c => ShowRegister.Find(c, mark))!.Pictures[0].Sha256;
        using (var gone = await server.Client.DeleteAsync($"/api/v1/register/{mark}/pictures/{sha}", Stop)) gone.StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var twice = await server.Client.DeleteAsync($"/api/v1/register/{mark}/pictures/{sha}", Stop)) twice.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Becomes("R1", "Review");
        server.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM reference_meetings WHERE mark_id = @mark", ("@mark", mark))).ShouldBe(0);
    }
}
