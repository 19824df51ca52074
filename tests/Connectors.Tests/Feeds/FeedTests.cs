using System.IO.Compression;
using System.Text;
using Wardmark.Connectors.Feeds;
using Wardmark.Registry.Listings;

namespace Wardmark.Connectors.Tests.Feeds;

public sealed class FeedTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("wardmark-feed").FullName;

    string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    string Write(string name, string text, Encoding? encoding = null) => Write(name, (encoding ?? new UTF8Encoding(false)).GetBytes(text));

    static async Task<(List<Listing> Taken, List<Reject> Rejects)> Read(string path, string? map = null)
    {
        var (taken, rejects) = (new List<Listing>(), new List<Reject>());
        await foreach (var row in Feed.Listings(path, ColumnMap.Parse(map), TestContext.Current.CancellationToken))
            if (row.Value is { } listing) taken.Add(listing);
            else rejects.Add(row.Reject!);
        return (taken, rejects);
    }

    [Theory]
    [InlineData("id,title,price\n1,Bag,10\n2,\"Belt, black\",20\n", null)]
    [InlineData("id;title;price\n1;Bag;10\n2;Belt, black;20\n", null)]
    [InlineData("id\ttitle\tprice\n1\tBag\t10\n2\tBelt, black\t20\n", null)]
    [InlineData("Nr,Name,Price\n1,Bag,10\n2,\"Belt, black\",20\n", "id=Nr,title=Name")]
    [InlineData("{\"id\":1,\"title\":\"Bag\",\"price\":10}\n{\"id\":\"2\",\"title\":\"Belt, black\",\"price\":\"20\"}\n", null)]
    public async Task Formats_and_delimiters_are_told_by_the_content(string text, string? map)
    {
        var (taken, rejects) = await Read(Write("feed", text), map);
        rejects.ShouldBeEmpty();
        taken.Select(l => (l.Id, l.Title, l.Price)).ShouldBe([("1", "Bag", 10m), ("2", "Belt, black", 20m)]);
    }

    [Fact]
    public async Task Gzip_and_other_encodings_are_read()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            await gzip.WriteAsync("id,title\n1,Sac à main\n"u8.ToArray(), TestContext.Current.CancellationToken);
        (await Read(Write("a.csv.gz", packed.ToArray()))).Taken.ShouldHaveSingleItem().Title.ShouldBe("Sac à main");
        var latin = "id,title\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},Größe für Mädchen und Läufer\n"));
        (await Read(Write("b.csv", latin, Encoding.Latin1))).Taken[3].Title.ShouldBe("Größe für Mädchen und Läufer");
    }

    [Fact]
    public async Task A_bad_row_is_named_by_line_and_field_and_the_rest_goes_on()
    {
        var (taken, rejects) = await Read(Write("feed.jsonl", "{\"id\":1,\"title\":\"Bag\"}\n{\"id\":2}\nnonsense\n{\"id\":3,\"title\":\"Belt\",\"price\":\"cheap\"}\n{\"id\":4,\"title\":\"\\ud800\"}\n{\"id\":5,\"title\":\"Cap\"}\n"));
        taken.Select(l => l.Id).ShouldBe(["1", "5"]);
        rejects.Select(r => (r.Line, r.Field)).ShouldBe([(2, "title"), (3, ""), (4, "price"), (5, "")]);
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_said_with_those_that_are()
    {
        var wrong = await Should.ThrowAsync<FeedException>(() => Read(Write("feed.csv", "Nr,Name\n1,Bag\n"), "title=Titel"));
        wrong.Message.ShouldContain("Nr, Name");
    }

    [Theory]
    [InlineData("\u001f\u008bnot gzip at all")]
    [InlineData("PAR1 not parquet at all")]
    [InlineData("[{\"id\":1}]")]
    [InlineData("")]
    public async Task A_broken_file_is_an_error_in_words(string text) =>
        (await Should.ThrowAsync<FeedException>(() => Read(Write("broken", text, Encoding.Latin1)))).Message.ShouldNotBeEmpty();

    [Fact]
    public async Task A_line_without_end_is_bounded()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("{\"id\":1,\"title\":\""u8.ToArray(), TestContext.Current.CancellationToken);
            var zeros = new byte[1 << 20];
            Array.Fill(zeros, (byte)'x');
            for (var i = 0; i < 64; i++) await gzip.WriteAsync(zeros, TestContext.Current.CancellationToken);
        }

        var (taken, rejects) = await Read(Write("bomb.jsonl.gz", packed.ToArray()));
        taken.ShouldBeEmpty();
        rejects.ShouldHaveSingleItem().Reason.ShouldContain("longer than");
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData(" @x", "\"' @x\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("plain \"x\"", "\"plain \"\"x\"\"\"")]
    public void A_cell_is_never_a_formula(string text, string cell) => CsvCell.Quote(text).ShouldBe(cell);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
