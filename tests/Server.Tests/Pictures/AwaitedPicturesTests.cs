using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Wardmark.Actions.Listings;
using Wardmark.Server.Tests.Api;
using Wardmark.Storage;

namespace Wardmark.Server.Tests.Pictures;

public sealed class AwaitedPicturesTests
{
    public static readonly string Folder = Samples();

    static string Samples()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Directory.Exists(Path.Combine(at.FullName, "samples", "pictures"))) return Path.Combine(at.FullName, "samples", "pictures");
        throw new DirectoryNotFoundException("samples");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_picture_named_by_address_is_fetched_and_the_listing_screened_with_it(bool allowPrivate)
    {
        await using var shop = WebApplication.CreateSlimBuilder().Build();
        shop.Urls.Add("http://127.0.0.1:0");
        shop.MapGet("/photo.jpg", () => Results.File(Path.Combine(Folder, "ref-01.jpg"), "image/jpeg"));
        await shop.StartAsync(TestContext.Current.CancellationToken);
        await using var server = new TestServer { AllowPrivatePictures = allowPrivate };
        await server.InitializeAsync();
        var reference = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(Folder, "ref-01.jpg"), TestContext.Current.CancellationToken));
        using var registered = await server.Client.PostAsJsonAsync("/api/v1/register", new { marks = new[] { new { mark = "Zorvante", status = "registered", images = new[] { $"data:image/jpeg;base64,{reference}" } } } }, TestContext.Current.CancellationToken);
        registered.IsSuccessStatusCode.ShouldBeTrue(await registered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var answer = await server.Post("/api/v1/listings", new { id = "P1", title = "Nice bag", seller_id = "s1", images = new[] { $"{shop.Urls.First()}/photo.jpg" } });
        answer.GetProperty("findings").GetArrayLength().ShouldBe(0);
        for (var i = 0; i < 200 && server.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM picture_fetches")) > 0; i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        var listing = server.Db.Read(c => ListingTable.Find(c, "P1")).ShouldNotBeNull();
        var found = server.Db.Read(c => ListingTable.FindingsOf(c, "P1"));
        if (allowPrivate)
        {
            listing.Pictures[0].Problem.ShouldBeNull();
            found.ShouldHaveSingleItem().Signals.ShouldContain(s => s.Signal == "REFERENCE_PICTURE_COPIED");
        }
        else
        {
            listing.Pictures[0].Problem.ShouldNotBeNull().ShouldContain("port of its own");
            found.ShouldBeEmpty();
        }

        // The same words again are the same listing: nothing is fetched twice.
        (await server.Post("/api/v1/listings", new { id = "P1", title = "Nice bag", seller_id = "s1", images = new[] { $"{shop.Urls.First()}/photo.jpg" } })).GetProperty("revision").GetInt32().ShouldBe(1);
        server.Db.Read(c => c.Scalar<long>("SELECT COUNT(*) FROM picture_fetches")).ShouldBe(0);
    }
}
