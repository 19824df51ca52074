using System.Diagnostics;
using System.Globalization;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Detection.Bench;

/// <summary>
/// A picture looked up among a million references, from its unpacked luma to what it resembles, and what they cost to hold. Run
/// once, not by the harness: <c>WARDMARK_PICTURES=… dotnet run --project bench/Detection.Bench -c Release -- million</c>
/// </summary>
static class Million
{
    const int References = 1_000_000;
    const int Sketches = 100;
    const int Queries = 40;

    public static void Run()
    {
        var files = Photos.All().Where((_, i) => i % 8 == 0).Take(Queries).Select(File.ReadAllBytes).ToList();
        var cold = Stopwatch.StartNew();
        var real = files.ConvertAll(f => PictureExaminer.Examine(f, PictureAsk.Print).Print!);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first {Queries} pictures read, networks and code cold: {cold.Elapsed.TotalSeconds:0.00} s"));
        Hold("hashes", () =>
        {
            var random = new Random(1);
            var index = new HashIndex();
            for (var i = 0; i < References; i++) index.Add(Hash(random));
            return index;
        });
        Hold("looks", () =>
        {
            var random = new Random(2);
            var index = new LookIndex();
            for (var i = 0; i < References; i++) index.Add(i, Look(random, real[0].Look!.Network));
            return index;
        });
        PictureIndex? whole = null;
        Hold("hashes, looks and 100 sketches", () =>
        {
            var random = new Random(3);
            whole = new(number => real[number % real.Count]);
            foreach (var print in real) whole.Add(PrintHead.Of(print));
            var sketches = new Sketch[Sketches];
            for (var i = real.Count; i < References; i++)
            {
                for (var s = 0; s < Sketches; s++) sketches[s] = new((ushort)random.Next(65_536), (ulong)random.NextInt64());
                whole.Add(new([Hash(random)], sketches, false, Look(random, real[0].Look!.Network)));
            }

            return whole;
        });
        foreach (var print in real) whole!.Match(print);
        double Median(Func<int, object> of) => Enumerable.Range(0, Queries).Select(i =>
        {
            var clock = Stopwatch.StartNew();
            of(i);
            return clock.Elapsed.TotalMilliseconds;
        }).Order().ElementAt(Queries / 2);
        var planes = files.ConvertAll(f => PictureExaminer.Luma(f, out _)!);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"one picture, median of {Queries}, one thread: looked up and compared {Median(i => whole!.Match(real[i])):0.0} ms; with its print from luma {Median(i => whole!.Match(PicturePrint.Of(planes[i]) with { Look = real[i].Look })):0.0} ms"));
    }

    static void Hold(string what, Func<object> make)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var made = make();
        var took = clock.Elapsed;
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(made);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"1,000,000 {what}: {bytes / 1024.0 / 1024:0} MiB, made in {took.TotalSeconds:0.0} s"));
    }

    static PdqHash Hash(Random r) => new((ulong)r.NextInt64(), (ulong)r.NextInt64(), (ulong)r.NextInt64(), (ulong)r.NextInt64(), 100);

    static PictureLook Look(Random random, ulong network)
    {
        var values = new sbyte[PictureLook.Length];
        for (var i = 0; i < values.Length; i++) values[i] = (sbyte)random.Next(-70, 71);
        return new(network, values);
    }
}
