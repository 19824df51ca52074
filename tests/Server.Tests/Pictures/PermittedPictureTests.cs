using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Server.Tests.Api;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Pictures;

/// <summary>Whose picture it was first, and pictures that may be used.</summary>
public sealed class PermittedPictureTests(TestServer server) : IClassFixture<TestServer>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static string Data(string name) => $"data:image/jpeg;base64,{Convert.ToBase64String(File.ReadAllBytes(Path.Combine(AwaitedPicturesTests.Folder, name)))}";

    Task<JsonElement> List(string id, string seller, string title, params string[] pictures) =>
        server.Post("/api/v1/listings", new { id, title, seller_id = seller, images = pictures.Select(Data).ToArray() });

    List<string> SignalsOf(string id) => [.. server.Db.Read(c => ListingTable.FindingsOf(c, id)).SelectMany(f => f.Signals).Select(s => s.Signal)];

    async Task<long> Mark(string name, params string[] pictures)
    {
        await server.Post("/api/v1/register", new { marks = new[] { new { mark = name, status = "registered", images = pictures.Select(Data).ToArray() } } });
        return server.Db.Read(c => c.Scalar<long>("SELECT id FROM marks WHERE mark = @m", ("@m", name)));
    }

    [Fact]
    public async Task A_permitted_picture_is_no_copy_any_more_and_others_still_are()
    {
        var mark = await Mark("Quorvane", "ref-02.jpg", "ref-03.jpg");
        await List("A1", "s1", "A nice bag", "ref-02.jpg");
        SignalsOf("A1").ShouldContain("REFERENCE_PICTURE_COPIED", "the control");
        using (var bad = await server.Client.PostAsJsonAsync($"/api/v1/register/{mark}/permitted-pictures", new { listing = "A1", picture = 0, why = "" }, Stop)) bad.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using (var missing = await server.Client.PostAsJsonAsync($"/api/v1/register/{mark}/permitted-pictures", new { listing = "A1", picture = 7, why = "Licensed." }, Stop)) missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var permitted = await server.Post($"/api/v1/register/{mark}/permitted-pictures", new { listing = "A1", picture = 0, why = "The owner gives it to every dealer." });
        permitted.GetArrayLength().ShouldBe(1);
        await List("A2", "s2", "Another nice bag", "ref-02.jpg");
        await List("A3", "s3", "Another nice bag", "ref-03.jpg");
        SignalsOf("A2").ShouldNotContain("REFERENCE_PICTURE_COPIED");
        SignalsOf("A3").ShouldContain("REFERENCE_PICTURE_COPIED", "permission of one picture is none for another");
        for (var i = 0; i < 200 && SignalsOf("A1").Contains("REFERENCE_PICTURE_COPIED"); i++) await Task.Delay(100, Stop);
        SignalsOf("A1").ShouldNotContain("REFERENCE_PICTURE_COPIED", "stored listings are screened again");

        var pdq = permitted[0].GetProperty("pdq").GetString()!;
        using (var back = await server.Client.DeleteAsync($"/api/v1/register/{mark}/permitted-pictures/{pdq}", Stop)) back.StatusCode.ShouldBe(HttpStatusCode.OK);
        await List("A4", "s4", "One more nice bag", "ref-02.jpg");
        SignalsOf("A4").ShouldContain("REFERENCE_PICTURE_COPIED");
    }

    [Fact]
    public async Task A_reference_that_an_earlier_version_left_without_a_print_is_met_again()
    {
        var mark = await Mark("Glasternova", "ref-09.jpg");
        var sha = StoredPicture.Read(server.Db.Read(c => c.Scalar<string>("SELECT pictures FROM marks WHERE id = @id", ("@id", mark)))!)[0].Sha256!;
        RenewReferences Again() => new(server.Db, server.App.Services.GetRequiredService<PictureStore>(), server.App.Services.GetRequiredService<LiveRegister>(), TimeProvider.System);
        File.Delete(Path.Combine(server.Db.Folder, "pictures", "prints", sha[..2], sha));
        for (var pass = Again(); await pass.RunBatch(Stop);) { }
        File.Exists(Path.Combine(server.Db.Folder, "pictures", "prints", sha[..2], sha)).ShouldBeTrue();
        await List("G1", "s1", "A nice bag", "ref-09.jpg");
        SignalsOf("G1").ShouldContain("REFERENCE_PICTURE_COPIED");
        var version = server.Db.Read(c => c.Scalar<string>("SELECT value FROM meta WHERE name = 'register_version'"));
        for (var pass = Again(); await pass.RunBatch(Stop);) { }
        server.Db.Read(c => c.Scalar<string>("SELECT value FROM meta WHERE name = 'register_version'")).ShouldBe(version, "once through is enough");
    }

    [Fact]
    public async Task Listings_are_screened_again_once_when_all_references_have_been_looked_at_also_after_a_pass_broken_off()
    {
        await server.Post("/api/v1/register", new { marks = Enumerable.Range(0, 60).Select(i => new { mark = $"Velmarest {i}", status = "registered", images = new[] { Data("ref-08.jpg") } }) });
        await List("R1", "s1", "A nice bag", "ref-07.jpg");
        await server.Db.Write(connection =>
        {
            foreach (var (id, pictures) in connection.Rows("SELECT id, pictures FROM marks WHERE mark LIKE 'Velmarest%'", r => (r.GetInt64(0), r.GetString(1))))
                connection.Run("UPDATE marks SET pictures = @pictures WHERE id = @id", ("@id", id), ("@pictures", StoredPicture.Write([.. StoredPicture.Read(pictures).Select(p => p with { IsRead = false })])));
            return 0;
        }, Stop);
        RenewReferences Pass() => new(server.Db, server.App.Services.GetRequiredService<PictureStore>(), server.App.Services.GetRequiredService<LiveRegister>(), TimeProvider.System);
        long Passes() => server.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM jobs WHERE kind = 'rescreen'"));
        var before = Passes();
        var brokenOff = Pass();
        while (server.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM meta WHERE name = 'references_gained'")) == 0) (await brokenOff.RunBatch(Stop)).ShouldBeTrue("more is to come");
        Passes().ShouldBe(before, "not before all have been looked at");

        var next = Pass();
        while (await next.RunBatch(Stop)) Passes().ShouldBe(before);
        Passes().ShouldBe(before + 1);
        var again = Pass();
        while (await again.RunBatch(Stop)) { }
        Passes().ShouldBe(before + 1, "nothing was gained");
    }

    [Fact]
    public async Task A_picture_that_was_another_sellers_first_is_named_with_day_and_listing()
    {
        await Mark("Brelvanti");
        await List("B1", "first", "Brelvanti replica bag", "ref-05.jpg");
        SignalsOf("B1").ShouldNotContain("PICTURE_OF_ANOTHER_SELLER", "nobody had it before");
        await List("B2", "first", "Brelvanti replica bag, red", "ref-05.jpg");
        SignalsOf("B2").ShouldNotContain("PICTURE_OF_ANOTHER_SELLER", "one's own picture");
        await List("B3", "second", "Brelvanti replica bag", "ref-05.jpg");
        var row = server.Db.Read(c => ListingTable.FindingsOf(c, "B3")).SelectMany(f => f.Signals).Single(s => s.Signal == "PICTURE_OF_ANOTHER_SELLER");
        row.Sentence.ShouldContain("listing B1 of another seller (first)");
        await List("B4", "second", "A bag without a name", "ref-05.jpg");
        SignalsOf("B4").ShouldBeEmpty("by itself it is no finding");

        // A maker's picture that many show is nobody's.
        for (var i = 0; i < 6; i++) await List($"C{i}", $"dealer-{i}", "A bag without a name", "ref-06.jpg");
        await List("C9", "dealer-9", "Brelvanti replica bag", "ref-06.jpg");
        SignalsOf("C9").ShouldNotContain("PICTURE_OF_ANOTHER_SELLER");
    }
}
