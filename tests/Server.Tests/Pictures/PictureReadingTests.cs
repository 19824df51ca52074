using System.Net;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Imaging.Drawings;
using Wardmark.Imaging.Pictures;
using Wardmark.Imaging.Worker;
using Wardmark.Registry.Rights;
using Wardmark.Server.Tests.Api;
using Wardmark.Storage;
using ZXing;

namespace Wardmark.Server.Tests.Pictures;

/// <summary>Words, codes and logos in pictures, as the worker reads them and the screening goes by them.</summary>
public sealed class PictureReadingTests : IDisposable
{
    readonly PictureWorkers _workers = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static byte[] Drawn(int width, int height, Action<SKCanvas> draw)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        draw(canvas);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }

    [Fact]
    public void What_is_transparent_is_seen_on_white()
    {
        // Wider than any step that many pixels are taken in, and no multiple of one; rows with and without transparent pixels.
        using var bitmap = new SKBitmap(new SKImageInfo(37, 3, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var y = 0; y < 3; y++)
            for (var x = 0; x < 37; x++) bitmap.SetPixel(x, y, new((byte)(x * 6), (byte)(255 - (x * 5)), (byte)(x * 3), (byte)(y == 0 || x % 9 != y ? 255 : x * 7)));
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var luma = PictureExaminer.Luma(png.ToArray(), out _)!;
        for (var y = 0; y < 3; y++)
            for (var x = 0; x < 37; x++)
            {
                var covers = y == 0 || x % 9 != y ? 1 : x * 7 / 255f;
                var own = (0.299f * (x * 6)) + (0.587f * (255 - (x * 5))) + (0.114f * (x * 3));
                luma.Values[(y * 37) + x].ShouldBe((covers * own) + ((1 - covers) * 255), 0.01f, $"{x}, {y}");
            }
    }

    static void Write(SKCanvas canvas, string text, float x, float y, float size, float turn = 0)
    {
        using var face = SKTypeface.FromStream(typeof(PictureExaminer).Assembly.GetManifestResourceStream("Wardmark.Imaging.Documents.DejaVuSans.ttf"));
        using var font = new SKFont(face, size);
        using var paint = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        canvas.Save();
        canvas.RotateDegrees(turn, x, y);
        canvas.DrawText(text, x, y, SKTextAlign.Left, font, paint);
        canvas.Restore();
    }

    [Theory]
    [InlineData("Velmora", 48, 0)]
    [InlineData("ORRELIN WATCHES", 36, 0)]
    [InlineData("Tarnovik", 40, 20)]
    [InlineData("Quessarin", 40, 90)]
    [InlineData("Zorvante", 44, 180)]
    public async Task Words_are_read_however_they_lie(string word, float size, float turn)
    {
        var picture = Drawn(600, 600, c => Write(c, word, 300 - (turn == 0 ? 200 : 0), turn == 90 ? 120 : 300, size, turn));
        var seen = await _workers.Examine(picture, PictureAsk.Words, Stop);
        string.Concat(seen.Lines.Select(l => l.Text)).Replace(" ", "", StringComparison.Ordinal).ShouldBe(word.Replace(" ", "", StringComparison.Ordinal));
    }

    // A scene with the name on it, and the name's place as it is or blurred.
    static byte[] Goods(bool isHidden)
    {
        var random = new Random(8);
        var place = new SKRect(200, 240, 470, 310);
        void Scene(SKCanvas c)
        {
            for (var i = 0; i < 150; i++)
            {
                using var paint = new SKPaint { Color = new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)) };
                c.DrawRect(random.Next(600), random.Next(600), 10 + random.Next(50), 10 + random.Next(50), paint);
            }

            using var label = new SKPaint { Color = SKColors.White };
            c.DrawRect(place, label);
            Write(c, "Velmora", 215, 292, 56);
        }

        using var clear = SKBitmap.Decode(Drawn(600, 600, Scene));
        return Drawn(600, 600, c =>
        {
            using var image = SKImage.FromBitmap(clear);
            c.DrawImage(image, 0, 0, SKSamplingOptions.Default);
            if (!isHidden) return;
            c.ClipRect(place);
            using var blur = new SKPaint { ImageFilter = SKImageFilter.CreateBlur(14, 14) };
            c.DrawImage(image, 0, 0, SKSamplingOptions.Default, blur);
        });
    }

    static async Task PutOnRegister(TestServer server) =>
        await server.Post("/api/v1/register", new { marks = new[] { new { mark = "Velmora", images = new[] { $"data:image/jpeg;base64,{Convert.ToBase64String(Goods(isHidden: false))}" } } } });

    static async Task<List<string>> SignalsOf(TestServer server, string id, bool isHidden)
    {
        await server.Post("/api/v1/listings", new { id, title = "Leather bag", seller_id = "s1", images = new[] { $"data:image/jpeg;base64,{Convert.ToBase64String(Goods(isHidden))}" } });
        return [.. server.Db.Read(c => ListingTable.FindingsOf(c, id)).ShouldHaveSingleItem().Signals.Select(r => r.Signal)];
    }

    [Fact]
    public async Task A_name_that_the_reference_shows_and_the_listing_s_picture_blurs_is_a_row_of_the_finding()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        await PutOnRegister(server);
        foreach (var isHidden in new[] { true, false })
        {
            var signals = await SignalsOf(server, isHidden ? "hidden" : "clear", isHidden);
            signals.ShouldContain("REFERENCE_PICTURE_COPIED");
            signals.Contains("MARK_HIDDEN_IN_PICTURE").ShouldBe(isHidden);
        }
    }

    [Fact]
    public async Task Words_of_references_that_an_earlier_version_did_not_read_are_read_after_a_start()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        await PutOnRegister(server);
        var live = server.App.Services.GetRequiredService<LiveRegister>();
        await server.Db.Write(connection =>
        {
            var unread = StoredPicture.Read(connection.Scalar<string>("SELECT pictures FROM marks")!).Select(p => p with { Lines = [], IsRead = false }).ToList();
            connection.Run("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'register_version'");
            connection.Run("UPDATE marks SET pictures = @pictures, version = (SELECT CAST(value AS BIGINT) FROM meta WHERE name = 'register_version')", ("@pictures", StoredPicture.Write(unread)));
            return 0;
        }, Stop);
        live.Changed();
        for (var i = 0; i < 100 && (await SignalsOf(server, $"before-{i}", isHidden: true)).Contains("MARK_HIDDEN_IN_PICTURE"); i++) await Task.Delay(100, Stop);
        (await SignalsOf(server, "before", isHidden: true)).ShouldNotContain("MARK_HIDDEN_IN_PICTURE", "the control: nobody knows where the reference shows the mark");

        await new RenewReferences(server.Db, server.App.Services.GetRequiredService<PictureStore>(), live, TimeProvider.System).RunBatch(Stop);
        for (var i = 0; i < 100 && !(await SignalsOf(server, $"after-{i}", isHidden: true)).Contains("MARK_HIDDEN_IN_PICTURE"); i++) await Task.Delay(100, Stop);
        (await SignalsOf(server, "after", isHidden: true)).ShouldContain("MARK_HIDDEN_IN_PICTURE");
        (await SignalsOf(server, "clear", isHidden: false)).ShouldNotContain("MARK_HIDDEN_IN_PICTURE");
    }

    [Fact]
    public async Task A_picture_without_words_or_codes_has_none()
    {
        var random = new Random(4);
        var picture = Drawn(500, 400, c =>
        {
            for (var i = 0; i < 60; i++)
            {
                using var paint = new SKPaint { Color = new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256), 120) };
                c.DrawCircle(random.Next(500), random.Next(400), 20 + random.Next(80), paint);
            }
        });
        var seen = await _workers.Examine(picture, PictureAsk.Words | PictureAsk.Codes, Stop);
        seen.Refusal.ShouldBeNull();
        seen.Lines.ShouldBeEmpty();
        seen.Codes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(BarcodeFormat.EAN_13, "EAN-13", "4006381333931")]
    [InlineData(BarcodeFormat.UPC_A, "UPC-A", "036000291452")]
    [InlineData(BarcodeFormat.CODE_128, "Code 128", "WM-2026-0042")]
    [InlineData(BarcodeFormat.QR_CODE, "QR", "https://wa.me/4915112345678")]
    [InlineData(BarcodeFormat.DATA_MATRIX, "DataMatrix", "010400638133393121ABC")]
    public async Task Codes_are_read(BarcodeFormat format, string kind, string text)
    {
        var matrix = new MultiFormatWriter().encode(text, format, 300, format is BarcodeFormat.QR_CODE or BarcodeFormat.DATA_MATRIX ? 300 : 120, new Dictionary<EncodeHintType, object>());
        var picture = Drawn(700, 500, c =>
        {
            for (var y = 0; y < matrix.Height; y++)
                for (var x = 0; x < matrix.Width; x++)
                    if (matrix[x, y]) c.DrawRect(150 + x, 100 + y, 1, 1, new() { Color = SKColors.Black });
        });
        var seen = await _workers.Examine(picture, PictureAsk.Codes, Stop);
        seen.Codes.ShouldContain(c => c.Kind == kind && c.Text == text, string.Join("; ", seen.Codes));
    }

    // A seller who names no brand and lets the photo speak.
    [Fact]
    public async Task A_mark_that_only_the_picture_names_is_found_and_an_ordinary_or_other_word_is_not()
    {
        Trademark[] marks = [new() { Mark = "Velmora" }, new() { Mark = "Orange", Classes = [9] }];
        var screener = new Screener(new(marks), new(Weights.Shipped, Policy.Shipped));
        async Task<IReadOnlyList<Finding>> Screen(string words, string? brand = null)
        {
            var seen = await _workers.Examine(Drawn(600, 300, c => Write(c, words, 60, 160, 48)), PictureAsk.Words, Stop);
            return screener.Screen(new() { Id = "1", Title = "leather bag brown", Brand = brand, Category = "Bags" }, [new(0, "photo", null) { Lines = seen.Lines }]);
        }

        var found = (await Screen("VELMORA")).ShouldHaveSingleItem();
        found.Signals.ShouldContain(s => s.Signal == "MARK_IN_PICTURE" && s.Box != null);
        found.Disposition.ShouldBe(Disposition.Allow, "a lawful resale shows the mark as well");
        (await Screen("VELMORA", "unbranded")).ShouldHaveSingleItem().Score.ShouldBeGreaterThan(found.Score, "the seller says there is no brand");
        (await Screen("ORANGE")).ShouldBeEmpty("a word on a bag is a word");
        (await Screen("MARBELLA")).ShouldBeEmpty();
    }

    const string Logo = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><path d="M5 50 L20 5 L35 40 L50 10 L62 44 L80 8 L95 55 L78 60 L88 92 L60 70 L50 96 L40 72 L12 90 L24 62 Z M40 50 a8 8 0 1 0 16 0 a8 8 0 1 0 -16 0 M20 48 h12 v6 h-12 z M66 50 l10 -6 v14 z" fill-rule="evenodd"/></svg>""";

    [Fact]
    public async Task A_logo_is_found_in_a_photo_dark_on_light_and_light_on_dark_and_another_is_not()
    {
        var drawing = await _workers.Examine(Encoding.UTF8.GetBytes(Logo), PictureAsk.Print | PictureAsk.Drawing, Stop);
        var logo = drawing.Print.ShouldNotBeNull();
        logo.IsDrawing.ShouldBeTrue();
        var index = new Detection.Pictures.LogoIndex();
        index.Add(0, logo.Features, [], null, isDrawing: true);
        async Task<int> Shown(bool isInverted, string path)
        {
            var random = new Random(3);
            var photo = Drawn(640, 480, c =>
            {
                c.Clear(isInverted ? new(60, 40, 40) : new(220, 214, 200));
                for (var i = 0; i < 25; i++) c.DrawCircle(random.Next(640), random.Next(120), 10 + random.Next(40), new() { Color = new((byte)random.Next(256), 120, 90, 90) });
                c.Translate(220, 180);
                c.RotateDegrees(9);
                c.Scale(2);
                c.DrawPath(SKPath.ParseSvgPathData(path), new() { Color = isInverted ? SKColors.White : SKColors.Black, IsAntialias = true });
            });
            var seen = await _workers.Examine(photo, PictureAsk.Print | PictureAsk.Fine, Stop);
            return index.Match(seen.Print!.Fine!) is [var best, ..] ? best.Inliers : 0;
        }

        var own = Logo.Split("d=\"")[1].Split('"')[0];
        (await Shown(false, own)).ShouldBeGreaterThanOrEqualTo(Detection.Signals.LogoInPicture.Fewest);
        (await Shown(true, own)).ShouldBeGreaterThanOrEqualTo(Detection.Signals.LogoInPicture.Fewest);
        (await Shown(false, "M10 10 H90 V30 H60 V90 H40 V30 H10 Z M20 60 a10 14 0 1 0 20 0 Z M70 50 l18 30 h-30 z")).ShouldBeLessThan(Detection.Signals.LogoInPicture.Fewest);
    }

    // By the network alone: neither details nor forms are on the register here.
    [Fact]
    public async Task The_network_sees_a_logo_small_and_large_on_any_ground_and_tells_it_from_others()
    {
        var index = new Detection.Pictures.LogoIndex();
        string[] paths = [Logo.Split("d=\"")[1].Split('"')[0], "M10 10 H90 V30 H60 V90 H40 V30 H10 Z M20 60 a10 14 0 1 0 20 0 Z M70 50 l18 30 h-30 z", "M50 5 L95 90 H5 Z M50 40 L70 78 H30 Z", "M10 50 Q50 0 90 50 Q50 100 10 50 Z M30 50 h40 v8 h-40 z"];
        for (var i = 0; i < paths.Length; i++)
        {
            var drawing = await _workers.Examine(Encoding.UTF8.GetBytes($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\"><path fill-rule=\"evenodd\" d=\"{paths[i]}\"/></svg>"), PictureAsk.Print | PictureAsk.Drawing, Stop);
            index.Add(i, new(1, 1, [], []), [], drawing.Print!.OwnView.ShouldNotBeNull(), isDrawing: true);
        }

        async Task<int?> Best(int logo, float size, bool isLight, int seed)
        {
            var random = new Random(seed);
            var photo = Drawn(640, 480, c =>
            {
                c.Clear(isLight ? new(40, 60, 50) : new(220, 214, 200));
                for (var i = 0; i < 25; i++) c.DrawCircle(random.Next(640), random.Next(480), 10 + random.Next(40), new() { Color = new((byte)random.Next(256), 120, 90, 90) });
                if (logo < 0) return;
                c.Translate(120 + random.Next(100), 100 + random.Next(80));
                c.RotateDegrees(random.Next(-9, 9));
                c.Scale(size);
                using var path = SKPath.ParseSvgPathData(paths[logo]);
                path.FillType = SKPathFillType.EvenOdd;
                c.DrawPath(path, new() { Color = isLight ? new(235, 235, 225) : new(50, 30, 30), IsAntialias = true });
            });
            var seen = await _workers.Examine(photo, PictureAsk.Print | PictureAsk.Fine, Stop);
            return index.Match(seen.Print!.Fine!) is [var best, ..] ? best.Mark : null;
        }

        var (right, byChance) = (0, 0);
        for (var i = 0; i < 24; i++)
        {
            if (await Best(i % 4, 0.6f + (i % 6 * 0.4f), i % 2 == 0, i) == i % 4) right++;
            if (await Best(-1, 1, i % 2 == 0, i) == i % 4) byChance++;
        }

        right.ShouldBeGreaterThanOrEqualTo(15, "of 24");
        byChance.ShouldBeLessThanOrEqualTo(11, "the control: nothing is shown");
    }

    [Theory]
    [InlineData("<svg><script>alert(1)</script></svg>", "<script>")]
    [InlineData("<svg onload='alert(1)'><path d='M0 0'/></svg>", "onload")]
    [InlineData("<svg xmlns:xlink='http://www.w3.org/1999/xlink'><use xlink:href='http://inside/a.svg#x'/></svg>", "href")]
    [InlineData("<svg><image href='file:///etc/passwd'/></svg>", "<image>")]
    [InlineData("<svg><rect style='fill:url(http://inside/)'/></svg>", "style")]
    [InlineData("<svg><foreignObject/></svg>", "<foreignObject>")]
    [InlineData("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "XML")]
    [InlineData("<?xml-stylesheet href='http://inside/'?><svg/>", "processing instruction")]
    public void A_drawing_that_is_more_than_a_drawing_is_refused(string svg, string reason) => SvgDrawing.Refuse(Encoding.UTF8.GetBytes(svg)).ShouldNotBeNull().ShouldContain(reason);

    [Fact]
    public async Task A_listings_picture_may_not_be_a_drawing()
    {
        SvgDrawing.Refuse(Encoding.UTF8.GetBytes(Logo)).ShouldBeNull();
        (await _workers.Examine(Encoding.UTF8.GetBytes(Logo), PictureAsk.Print, Stop)).Refusal.ShouldNotBeNull().ShouldContain("not a PNG");
    }

    [Fact]
    public async Task A_logo_put_on_the_register_is_found_in_the_first_picture_that_comes()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        await server.Post("/api/v1/register", new { marks = new[] { new { mark = "Zorvante", status = "registered", images = new[] { "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(Logo)) } } } });
        var photo = Drawn(640, 480, c =>
        {
            c.Translate(220, 140);
            c.Scale(2);
            c.DrawPath(SKPath.ParseSvgPathData(Logo.Split("d=\"")[1].Split('"')[0]), new() { Color = SKColors.DarkBlue, IsAntialias = true });
        });
        for (var i = 0; i < 2; i++)
            (await server.Post("/api/v1/listings", new { id = $"logo-{i}", title = "bag", images = new[] { "data:image/jpeg;base64," + Convert.ToBase64String(photo) } })).ToString().ShouldContain("LOGO_IN_PICTURE");
        var mark = server.Db.Read(c => c.Scalar<long>("SELECT id FROM marks WHERE mark = 'Zorvante'"));
        using (var kept = await server.Client.PatchAsJsonAsync($"/api/v1/register/{mark}/brand", new { logo_from = 40 }, Stop)) kept.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.Post("/api/v1/listings", new { id = "logo-surer", title = "bag", images = new[] { "data:image/jpeg;base64," + Convert.ToBase64String(photo) } })).ToString().ShouldNotContain("LOGO_IN_PICTURE", Case.Sensitive, "the mark asks for more");
    }

    [Fact]
    public async Task A_picture_leads_to_every_listing_that_shows_it_the_earliest_first()
    {
        await using var server = new TestServer();
        await server.InitializeAsync();
        var photo = Photo(1);
        async Task Submit(string id, string seller, byte[] bytes) => await server.Post("/api/v1/listings", new { id, title = "bag", seller_id = seller, images = new[] { "data:image/jpeg;base64," + Convert.ToBase64String(bytes) } });
        await Submit("first", "S1", photo);
        await Submit("other", "S2", Photo(2));
        await Submit("second", "S3", Photo(1, mirrored: true));
        // Another hash: only its look leads to it.
        await Submit("cut", "S4", Cut(photo));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(photo), "picture", "p.jpg" } };
        using var answer = await server.Client.PostAsync("/api/v1/pictures:find", form, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var found = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Stop)).RootElement;
        found.GetProperty("alike").EnumerateArray().ShouldAllBe(u => u.GetProperty("listing_id").GetString() == "other");
        found.GetProperty("uses").EnumerateArray().Select(u => u.GetProperty("listing_id").GetString()).ShouldBe(["first", "second", "cut"]);
        using var bad = new MultipartFormDataContent { { new ByteArrayContent("no picture"u8.ToArray()), "picture", "p.jpg" } };
        (await server.Client.PostAsync("/api/v1/pictures:find", bad, Stop)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    static byte[] Cut(byte[] photo)
    {
        using var whole = SKBitmap.Decode(photo);
        return Drawn(whole.Width * 3 / 4, whole.Height * 3 / 4, c => c.DrawBitmap(whole, -whole.Width / 5f, -whole.Height / 6f, SKSamplingOptions.Default));
    }

    static byte[] Photo(int seed, bool mirrored = false) => Drawn(500, 400, c =>
    {
        if (mirrored) c.Scale(-1, 1, 250, 0);
        var random = new Random(seed);
        for (var i = 0; i < 120; i++)
        {
            using var paint = new SKPaint { Color = new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)) };
            if (i % 2 == 0) c.DrawCircle(random.Next(500), random.Next(400), 6 + random.Next(30), paint);
            else c.DrawRect(random.Next(500), random.Next(400), 8 + random.Next(60), 8 + random.Next(40), paint);
        }
    });

    public void Dispose() => _workers.Dispose();
}
