using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using SkiaSharp;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pictures;
using Plane = Wardmark.Detection.Images.Plane;

namespace Wardmark.Detection.Bench;

/// <summary>
/// Unpacking, hashing and looking up beside those who do the same, turn by turn on one thread. Run once:
/// <c>WARDMARK_PICTURES=… WARDMARK_PEERS=libpeers.so dotnet run --project bench/Detection.Bench -c Release -- beside</c>
/// </summary>
static class Beside
{
    const int Count = 40;
    const int Rounds = 9;
    const int Hashes = 1_000_000;
    const int Looks = 200_000;
    const int Most = 10;

    public static void Run()
    {
        var photos = Photos.Spread(Count);
        foreach (var side in new[] { 500, 1000, 4000 }) Pictures(photos, side);
        foreach (var count in new[] { 10_000, Hashes }) LookUp(count);
        LookAlike(photos);
    }

    static void Pictures(List<byte[]> photos, int side)
    {
        var files = photos.Take(side > 1000 ? 5 : Count).Select(f => Enlarged(f, side)).ToList();
        var decoder = Peers.Decoder();
        var planes = files.ConvertAll(f => Plane.OfRgb(Peers.Unpack(decoder, f, out var width, out var height), width, height));
        var words = new ulong[4];
        Say($"{side} × {side}: unpacked", files.Count,
            ("Wardmark (Skia)", i => PictureExaminer.Examine(files[i], PictureAsk.Nothing)),
            ("libjpeg-turbo, RGB", i => Peers.Unpack(decoder, files[i], out _, out _)));
        Say($"{side} × {side}: PDQ of luma", files.Count,
            ("Wardmark", i => Pdq.HashLuma(planes[i].Values, side, side)),
            ("Wardmark, eight turns", i => Pdq.HashTurns(planes[i].Values, side, side)),
            ("as published, C++", i => Peers.Pdq(planes[i].Values, side, side, words)));
        Say($"{side} × {side}: JPEG to PDQ", files.Count,
            ("Wardmark", i => OwnWay(files[i])),
            ("libjpeg-turbo, PDQ as published", i => PeersOwnWay(files[i])));
        // A large one is unpacked smaller.
        PdqHash OwnWay(byte[] file)
        {
            var luma = PictureExaminer.Luma(file, out _)!;
            return Pdq.HashLuma(luma.Values, luma.Width, luma.Height, (side, side));
        }

        void PeersOwnWay(byte[] file)
        {
            var luma = Plane.OfRgb(Peers.Unpack(decoder, file, out var width, out var height), width, height);
            Peers.Pdq(luma.Values, width, height, words);
        }

        var differ = planes.Select((p, i) =>
        {
            Peers.Pdq(p.Values, side, side, words);
            return (OfLuma: Pdq.HashLuma(p.Values, side, side).Distance(Hash(words)), OfJpeg: OwnWay(files[i]).Distance(Hash(words)));
        }).ToList();
        Console.Out.WriteLine($"  bits in which both differ: of luma most {differ.Max(d => d.OfLuma)}, in {differ.Count(d => d.OfLuma > 0)} of {differ.Count} pictures; of the JPEG most {differ.Max(d => d.OfJpeg)}");
    }

    static void LookUp(int count)
    {
        var random = new Random(9);
        var centre = Any(random);
        var words = new ulong[count * 4];
        for (var i = 0; i < count; i++) (i % 4 == 0 ? Near(random, centre, 40 + random.Next(60)) : Any(random)).CopyTo(words, i * 4);
        var queries = Enumerable.Range(0, Count).Select(_ => Near(random, words.AsSpan(random.Next(count) * 4, 4).ToArray(), 20)).ToList();
        var index = new HashIndex();
        for (var i = 0; i < count; i++) index.Add(Hash(words.AsSpan(i * 4, 4)));
        var (flat, multi) = (Peers.HashIndex(0, words), Peers.HashIndex(1, words));
        foreach (var query in queries)
            if (index.Within(Hash(query), Pdq.MatchDistance).Count is var ours && (ours != Peers.Within(flat, query, Pdq.MatchDistance) || ours != Peers.Within(multi, query, Pdq.MatchDistance)))
                throw new InvalidOperationException("The indexes find different hashes.");
        Say($"{count:N0} hashes: within {Pdq.MatchDistance} bits, the same found", queries.Count,
            ("Wardmark", i => index.Within(Hash(queries[i]), Pdq.MatchDistance)),
            ("FAISS, flat", i => Peers.Within(flat, queries[i], Pdq.MatchDistance)),
            ("FAISS, multi-hash 11 × 23", i => Peers.Within(multi, queries[i], Pdq.MatchDistance)));
        Peers.FreeHashIndex(flat);
        Peers.FreeHashIndex(multi);
    }

    // Looks of chance around those of real photos, as near to one another as photos of the same kind of thing.
    static void LookAlike(List<byte[]> photos)
    {
        var random = new Random(4);
        var real = photos.ConvertAll(f => PictureExaminer.Examine(f, PictureAsk.Print).Print!.Look!);
        var network = real[0].Network;
        PictureLook About(PictureLook of, double away) => new(network, [.. of.Values.Select(v => (sbyte)Math.Clamp(v + (away * (random.NextDouble() + random.NextDouble() - 1)), -127, 127))]);
        var looks = Enumerable.Range(0, Looks).Select(_ => About(real[random.Next(real.Count)], 60)).ToList();
        var queries = Enumerable.Range(0, Count).Select(_ => About(looks[random.Next(Looks)], 30)).ToList();
        var index = new LookIndex();
        for (var i = 0; i < Looks; i++) index.Add(i, looks[i]);
        float[] Unit(PictureLook look)
        {
            var size = MathF.Sqrt(look.Values.Sum(v => (float)v * v));
            return Array.ConvertAll(look.Values, v => v / size);
        }

        var clock = Stopwatch.StartNew();
        var graph = Peers.Graph([.. looks.SelectMany(Unit)], PictureLook.Length, 16, 200);
        Console.Out.WriteLine($"hnswlib's graph of {Looks:N0} looks made in {clock.Elapsed.TotalSeconds:0} s");
        var asked = queries.ConvertAll(Unit);
        var numbers = new long[Most];
        foreach (var effort in new[] { 100, 200, 400, 800 })
        {
            var met = Enumerable.Range(0, Count).Sum(i =>
            {
                Peers.Nearest(graph, asked[i], effort, numbers);
                return index.Nearest(queries[i], Most, -1).Count(n => numbers.Contains(n.Number));
            });
            Say($"{Looks:N0} looks: the {Most} nearest, of which the graph names {met} of {Count * Most} at effort {effort}", Count,
                ("Wardmark, comparing with every one", i => index.Nearest(queries[i], Most, -1)),
                ("hnswlib", i => Peers.Nearest(graph, asked[i], effort, numbers)));
        }

        Peers.FreeGraph(graph);
        var memory = new byte[Looks * PictureLook.Length];
        Array.Fill(memory, (byte)1);
        Say($"{memory.Length:N0} bytes read", 10, ("summed", _ => Sum(memory)));
    }

    static long Sum(byte[] memory)
    {
        var sum = Vector<ulong>.Zero;
        foreach (var vector in MemoryMarshal.Cast<byte, Vector<ulong>>(memory)) sum += vector;
        return (long)Vector.Sum(sum);
    }

    // The median over pictures of each one's best of several rounds, all ways in turn.
    static void Say(string what, int count, params (string Name, Action<int> Do)[] ways)
    {
        var best = ways.Select(_ => Enumerable.Repeat(double.MaxValue, count).ToArray()).ToList();
        for (var round = 0; round < Rounds; round++)
            for (var i = 0; i < count; i++)
                for (var way = 0; way < ways.Length; way++)
                {
                    var clock = Stopwatch.StartNew();
                    ways[way].Do(i);
                    best[way][i] = Math.Min(best[way][i], clock.Elapsed.TotalMilliseconds);
                }

        var medians = best.ConvertAll(b => b.Order().ElementAt(count / 2));
        Console.Out.WriteLine($"{what}: {string.Join("; ", ways.Select((w, i) => string.Create(CultureInfo.InvariantCulture, $"{w.Name} {medians[i]:0.000} ms{(i == 0 ? "" : $" ({medians[i] / medians[0]:0.0} times)")}")))}");
    }

    static byte[] Enlarged(byte[] photo, int side)
    {
        using var bitmap = SKBitmap.Decode(photo);
        using var enlarged = bitmap.Resize(new SKImageInfo(side, side), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var jpeg = enlarged.Encode(SKEncodedImageFormat.Jpeg, 85);
        return jpeg.ToArray();
    }

    static PdqHash Hash(ReadOnlySpan<ulong> words) => new(words[0], words[1], words[2], words[3], 100);

    static ulong[] Any(Random r) => [(ulong)r.NextInt64(), (ulong)r.NextInt64(), (ulong)r.NextInt64(), (ulong)r.NextInt64()];

    static ulong[] Near(Random random, ulong[] centre, int bits)
    {
        ulong[] words = [.. centre];
        for (var i = 0; i < bits; i++)
        {
            var bit = random.Next(256);
            words[bit / 64] ^= 1UL << (bit % 64);
        }

        return words;
    }
}
