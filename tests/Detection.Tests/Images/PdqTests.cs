using System.Text.Json;
using Wardmark.Detection.Images;

namespace Wardmark.Detection.Tests.Images;

public sealed class PdqTests
{
    static readonly string? Vectors = Find();

    static string? Find()
    {
        var named = Environment.GetEnvironmentVariable("WARDMARK_DATA");
        if (named is not null) return Exists(Path.Combine(named, "pdq-reference", "pdq-vectors.json"));
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Exists(Path.Combine(at.FullName, "shared", "data", "pdq-reference", "pdq-vectors.json")) is { } found) return found;
        return null;
    }

    static string? Exists(string path) => File.Exists(path) ? path : null;

    [Fact]
    public void Synthetic_pictures_hash_as_the_reference_does_bit_for_bit()
    {
        Assert.SkipWhen(Vectors is null, "The PDQ vectors are not here; name their folder with WARDMARK_DATA.");
        using var json = JsonDocument.Parse(File.ReadAllText(Vectors!));
        var wrong = new List<string>();
        var tried = 0;
        foreach (var v in json.RootElement.GetProperty("synthetic").EnumerateArray())
        {
            if (!v.TryGetProperty("hash", out var hash)) continue;
            var (name, w, h) = (v.GetProperty("name").GetString()!, v.GetProperty("w").GetInt32(), v.GetProperty("h").GetInt32());
            var ours = Pdq.Hash(Pattern(name["pattern".Length] - '0', w, h), w, h);
            if (ours.ToString() != hash.GetString()) wrong.Add($"{name} {ours.Distance(PdqHash.Parse(hash.GetString()!))}");
            ours.Quality.ShouldBe(v.GetProperty("quality").GetInt32(), name);
            tried++;
        }

        wrong.ShouldBeEmpty(string.Join("; ", wrong));
        tried.ShouldBeGreaterThan(30);
    }

    // Of the same vectors; the ramps and blocks have coefficients that tie, so that rounding alone decides a bit.
    [Theory]
    [InlineData(2, 65, 63, "0000001a00000276000003ff00001ffe00003bfeffff5ffbffffb7feffffd9ed", 44)]
    [InlineData(1, 128, 96, "c72e2875c13e1ec3d31a89b77788e07ca4ed1f0388f776482c65e13c3ec1d70a", 100)]
    [InlineData(2, 200, 300, "d555d555d555d555d555d555d555d5552a8ad5552a8ad5552a88d4412aaa8357", 30)]
    [InlineData(3, 200, 300, "4354e1b62446d965266c262ed993269a43b91e49bcab70d51ea7e19e5a3cbde8", 100)]
    [InlineData(1, 512, 512, "08f708f5413e9ec3d31a0937f70860fcd70a9f0308f7f6c82ce5613cbec1f70a", 100)]
    public void A_few_of_them_hash_so_wherever_the_tests_run(int kind, int width, int height, string hash, int quality) =>
        Pdq.Hash(Pattern(kind, width, height), width, height).ShouldBe(PdqHash.Parse(hash, quality));

    [Fact]
    public void A_changed_picture_does_not_hash_the_same()
    {
        var one = Pdq.Hash(Pattern(1, 200, 150), 200, 150);
        var other = Pdq.Hash(Pattern(3, 200, 150), 200, 150);
        one.Distance(other).ShouldBeGreaterThan(Pdq.MatchDistance);
        PdqHash.Parse(one.ToString()).Distance(one).ShouldBe(0);
    }

    [Fact]
    public void Every_turn_hashes_as_the_turned_picture_does()
    {
        const int Side = 640;
        var plain = Pictures.Scenes.Draw(3, Side, Side, 900);
        var turns = Pdq.HashTurns(plain.Values, Side, Side);
        Func<int, int, (int X, int Y)>[] from =
            [(x, y) => (x, y), (x, y) => (Side - 1 - x, y), (x, y) => (Side - 1 - x, Side - 1 - y), (x, y) => (x, Side - 1 - y), (x, y) => (y, x), (x, y) => (y, Side - 1 - x), (x, y) => (Side - 1 - y, x), (x, y) => (Side - 1 - y, Side - 1 - x)];
        for (var turn = 0; turn < 8; turn++)
        {
            var turned = new Plane(Side, Side);
            for (var y = 0; y < Side; y++)
                for (var x = 0; x < Side; x++)
                {
                    var (fx, fy) = from[turn](x, y);
                    turned.Values[(y * Side) + x] = plain.Values[(fy * Side) + fx];
                }

            Pdq.HashLuma(turned.Values, Side, Side).Distance(turns[turn]).ShouldBeLessThanOrEqualTo(16, $"{(Dihedral)turn}");
        }

        turns.Skip(1).Min(t => t.Distance(turns[0])).ShouldBeGreaterThan(16, "the pattern is symmetric and proves nothing");
    }

    // The formulas that come with the vectors.
    static byte[] Pattern(int kind, int w, int h)
    {
        var rgb = new byte[w * h * 3];
        for (var y = 0; y < h; y++)
            for (var x = 0; x < w; x++)
            {
                int bx = x * 8 / w, by = y * 8 / h, cx = x * 13 / w, cy = y * 11 / h;
                var (r, g, b) = kind switch
                {
                    0 => (128, 128, 128),
                    1 => (((bx * by * 37) + (bx * 91) + 11) % 256, ((bx * 53) + (by * by * 29)) % 256, (((bx ^ by) * 67) + 5) % 256),
                    2 => (x * 255 / (w - 1), y * 255 / (h - 1), ((x * 255 / (w - 1)) + (y * 255 / (h - 1))) / 2),
                    _ => (((cx * cx * 7) + (cy * 31)) % 256, ((cx * cy * 19) + 3) % 256, ((cy * cy * 23) + (cx * 5)) % 256),
                };
                var at = ((y * w) + x) * 3;
                (rgb[at], rgb[at + 1], rgb[at + 2]) = ((byte)r, (byte)g, (byte)b);
            }

        return rgb;
    }
}
