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

    [Fact]
    public void A_changed_picture_does_not_hash_the_same()
    {
        var one = Pdq.Hash(Pattern(1, 200, 150), 200, 150);
        var other = Pdq.Hash(Pattern(3, 200, 150), 200, 150);
        one.Distance(other).ShouldBeGreaterThan(Pdq.MatchDistance);
        PdqHash.Parse(one.ToString()).Distance(one).ShouldBe(0);
    }

    [Fact]
    public void The_index_returns_what_comparing_with_every_one_returns()
    {
        var random = new Random(3);
        var index = new PictureIndex();
        var all = Enumerable.Range(0, 500).Select(i => new ReferencePicture(i, $"{i}", Random(random))).ToList();
        foreach (var p in all) index.Add(p).ShouldBeTrue();
        foreach (var p in all.Take(20))
        {
            var near = p.Hash with { A = p.Hash.A ^ 0b111 };
            index.Within(near, 31).Select(m => m.Picture.Mark).ShouldBe(all.Where(o => o.Hash.Distance(near) <= 31).Select(o => o.Mark), ignoreOrder: true);
        }

        index.Add(new(1, "flat", default)).ShouldBeFalse();
    }

    static PdqHash Random(Random r) => new((ulong)r.NextInt64(), (ulong)r.NextInt64(), (ulong)r.NextInt64(), (ulong)r.NextInt64(), 100);

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
