using System.Text.Json.Nodes;
using SkiaSharp;
using Wardmark.Imaging.Looks;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Server.Tests.Pictures;

/// <summary>The network that says what pictures look like, and the manifest by which another is put in its place.</summary>
public sealed class LookReaderTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("looks").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Manifest(Action<JsonObject> change, bool withNetwork = true)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(LookReader.ShippedManifest))!.AsObject();
        change(manifest);
        if (withNetwork) File.Copy(Path.Combine(Path.GetDirectoryName(LookReader.ShippedManifest)!, "picture-look.onnx"), Path.Combine(_folder, "picture-look.onnx"), overwrite: true);
        var path = Path.Combine(_folder, "picture-look.json");
        File.WriteAllText(path, manifest.ToJsonString());
        return path;
    }

    static byte[] Picture(SKColor ground, int seed, bool turned = false, bool ofBars = false)
    {
        using var bitmap = new SKBitmap(300, 240);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(ground);
        var random = new Random(seed);
        if (turned) canvas.RotateDegrees(6, 150, 120);
        for (var i = 0; i < 40 && ofBars; i++) canvas.DrawRect(i * 8, 0, 2 + random.Next(5), 240, new() { Color = SKColors.White });
        for (var i = 0; i < 12 && !ofBars; i++) canvas.DrawCircle(random.Next(300), random.Next(240), 8 + random.Next(40), new() { Color = new((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)) });
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 85);
        return data.ToArray();
    }

    [Fact]
    public void A_scene_turned_a_little_looks_more_alike_than_a_scene_of_other_things()
    {
        Detection.Pictures.PictureLook Look(byte[] bytes) => PictureExaminer.Examine(bytes, PictureAsk.Print).Print!.Look.ShouldNotBeNull();
        for (var seed = 0; seed < 5; seed++)
        {
            var own = Look(Picture(SKColors.Beige, seed));
            own.Likeness(Look(Picture(SKColors.Beige, seed, turned: true))).ShouldBeGreaterThan(own.Likeness(Look(Picture(SKColors.DarkSlateBlue, seed + 100, ofBars: true))) + 0.1, $"{seed}");
        }
    }

    [Theory]
    [InlineData("sha256", "0000000000000000000000000000000000000000000000000000000000000000", "the manifest says")]
    [InlineData("output", "nothing", "has no output nothing; it has top_gap, top_gem")]
    [InlineData("order", "hsv", "rgb and bgr are taken")]
    [InlineData("file", "other.onnx", "is not there")]
    [InlineData("colour", "red", "colour")]
    [InlineData("centre", "***", "no Base64")]
    [InlineData("centre", "AAAAAA==", "the centre has 2 numbers and top_gem 1792")]
    public void A_manifest_that_does_not_fit_is_refused_with_its_reason(string field, string value, string reason) =>
        Should.Throw<InvalidDataException>(() => new LookReader(Manifest(m => m[field] = value))).Message.ShouldContain(reason);

    [Fact]
    public void A_network_that_takes_other_pictures_is_refused_before_it_meets_one() =>
        Should.Throw<InvalidDataException>(() => new LookReader(Manifest(m => m["side"] = 160))).Message.ShouldContain("no network that runs here");

    [Fact]
    public void A_file_that_is_no_network_is_refused_and_the_shipped_one_runs()
    {
        File.WriteAllText(Path.Combine(_folder, "picture-look.onnx"), "no network");
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("no network"u8));
        Should.Throw<InvalidDataException>(() => new LookReader(Manifest(m => m["sha256"] = hash, withNetwork: false))).Message.ShouldContain("no network that runs here");
        using var reader = new LookReader(Manifest(_ => { }));
        reader.Description.ShouldContain("MIT");
    }

    [Fact]
    public void Another_output_and_a_centre_of_ones_own_give_other_looks()
    {
        using var bitmap = SKBitmap.Decode(Picture(SKColors.Beige, 1));
        using var shipped = new LookReader(LookReader.ShippedManifest);
        var path = Manifest(m => m["output"] = "top_gap");
        using (var other = new LookReader(path))
        {
            other.Read(bitmap).ShouldNotBe(shipped.Read(bitmap));
            other.Centre([Picture(SKColors.Red, 2), Picture(SKColors.Blue, 3), [1, 2, 3]], path).ShouldBe(2);
        }

        using var centred = new LookReader(path);
        centred.Read(bitmap).Likeness(shipped.Read(bitmap)).ShouldBeInRange(-1, 0.99);
    }
}
