using BenchmarkDotNet.Attributes;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Shapes;
using Wardmark.Imaging.Looks;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Detection.Bench;

/// <summary>What each stage of reading a picture costs, on one thread; the time is of one picture. WARDMARK_PICTURES names the folder, of photos about 350 to 500 pixels across.</summary>
public class PictureStages
{
    const int Count = 60;
    byte[][] _files = [];
    Plane[] _planes = [];

    /// <summary>Reads the files.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _files = [.. Photos.Spread(Count)];
        _planes = [.. _files.Select(f => PictureExaminer.Luma(f, out _)!)];
    }

    /// <summary>Unpacking alone.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Decode() => _files.Sum(f => PictureExaminer.Examine(f, PictureAsk.Nothing).Width);

    /// <summary>PDQ in all turns, of the unpacked picture.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Hash() => _planes.Sum(p => Pdq.HashTurns(p.Values, p.Width, p.Height).Length);

    /// <summary>The whole print: hashes, 400 features, the small plane.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Print() => _planes.Sum(p => PicturePrint.Of(p).Features.Count);

    /// <summary>The 1,500 small features in which logos are looked for, where the register holds logos.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Fine() => _planes.Sum(p => FineFeatures.OfPicture(p).Count);

    /// <summary>The places that most surely show a logo, by the network that was trained to see them, where the register holds logos.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Views() => _planes.Sum(p => LogoViewReader.Shipped!.Read(p).Count);

    /// <summary>The shapes in which plain logos are looked for, where the register holds logos.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Shapes() => _planes.Sum(p => ShapeFinder.Find(p).Count);

    /// <summary>Unpacking, the whole print, and the network's look at the whole picture.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int PrintAndLook() => _files.Sum(f => PictureExaminer.Examine(f, PictureAsk.Print).Print!.Features.Count);

    /// <summary>Everything that is done to a listing's picture where the register holds logos.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Everything() => _files.Sum(f => PictureExaminer.Examine(f, PictureAsk.Print | PictureAsk.Fine | PictureAsk.Words | PictureAsk.Codes).Lines.Count);

    /// <summary>Everything that is done to it where the register holds none: words only where a glance sees some, codes laid level only where bars are seen.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int WithoutLogos() => _files.Sum(f => PictureExaminer.Examine(f, PictureAsk.Print | PictureAsk.Words | PictureAsk.Codes).Lines.Count);

    /// <summary>Unpacking and words: a glance where there are none.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Words() => _files.Sum(f => PictureExaminer.Examine(f, PictureAsk.Words).Lines.Count);

    /// <summary>Unpacking and codes.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Codes() => _files.Sum(f => PictureExaminer.Examine(f, PictureAsk.Codes).Codes.Count);
}

/// <summary>Looking a picture up among references, on one thread; hashes and sketches of chance, clustered as those of photos on white are.</summary>
[MemoryDiagnoser]
public class PictureSearch
{
    const int Queries = 16;
    readonly HashIndex _index = new();
    readonly SketchIndex _sketches = new();
    PdqHash[] _all = [];
    PdqHash[] _queries = [];
    Features.LocalFeatures[] _features = [];

    /// <summary>Reference pictures.</summary>
    [Params(10_000, 1_000_000)]
    public int References { get; set; }

    /// <summary>Makes the references.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(9);
        var centre = Any(random);
        _all = [.. Enumerable.Range(0, References).Select(i => i % 4 == 0 ? Near(random, centre, 40 + random.Next(60)) : Any(random))];
        foreach (var hash in _all) _index.Add(hash);
        var sketches = new Sketch[100];
        for (var i = 0; i < References; i++)
        {
            for (var s = 0; s < sketches.Length; s++) sketches[s] = new((ushort)random.Next(65_536), (ulong)random.NextInt64());
            _sketches.Add(sketches);
        }

        _queries = [.. Enumerable.Range(0, Queries).Select(i => Near(random, _all[random.Next(References)], 20))];
        _features = [.. Enumerable.Range(0, Queries).Select(_ => Descriptors(random))];
    }

    /// <summary>The index, within 31 bits.</summary>
    [Benchmark(OperationsPerInvoke = Queries)]
    public int Index() => _queries.Sum(q => _index.Within(q, Pdq.MatchDistance).Count);

    /// <summary>Comparing with every one: what the index must equal.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Queries)]
    public int EveryOne()
    {
        var found = 0;
        foreach (var query in _queries)
            foreach (var hash in _all)
                if (hash.Distance(query) <= Pdq.MatchDistance) found++;
        return found;
    }

    /// <summary>Candidates by local features, of a picture with 400.</summary>
    [Benchmark(OperationsPerInvoke = Queries)]
    public int Candidates() => _features.Sum(f => _sketches.Candidates(f, PictureIndex.MostCompared).Count);

    static Features.LocalFeatures Descriptors(Random random)
    {
        var bytes = new byte[400 * Features.LocalFeatures.Length];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)random.Next(70);
        return new(512, 512, new Features.FeaturePlace[400], bytes);
    }

    static PdqHash Near(Random random, PdqHash centre, int bits)
    {
        Span<ulong> words = [centre.A, centre.B, centre.C, centre.D];
        for (var i = 0; i < bits; i++)
        {
            var bit = random.Next(256);
            words[bit / 64] ^= 1UL << (bit % 64);
        }

        return new(words[0], words[1], words[2], words[3], 100);
    }

    static PdqHash Any(Random r) => new((ulong)r.NextInt64(), (ulong)r.NextInt64(), (ulong)r.NextInt64(), (ulong)r.NextInt64(), 100);
}
