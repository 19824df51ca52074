using System.Buffers;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;

namespace Wardmark.Detection.Bench;

/// <summary>Finding marks in folded text, on one thread; the time is of one listing of about 870 characters.</summary>
[MemoryDiagnoser]
public class ExactMatching : IDisposable
{
    const int Count = 500;
    string[] _listings = [];
    MarkMatcher _matcher = null!;
    SearchValues<string> _values = null!;
    readonly List<Occurrence> _found = [];
    MarkMatcher[] _matchers = [];
    Hyperscan? _hyperscan;
    byte[][] _folded = [];

    /// <summary>Marks in the register.</summary>
    [Params(10_000, 100_000, 1_000_000)]
    public int Marks { get; set; }

    /// <summary>Made-up texts; real ones too where they are named.</summary>
    [ParamsSource(nameof(AllTexts))]
    public string Texts { get; set; } = "made";

    /// <summary>The corpora that are here.</summary>
    public static IEnumerable<string> AllTexts => Corpus.HasReal ? ["made", "real"] : ["made"];

    /// <summary>Makes register and listings.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (var marks, _listings) = Corpus.Of(Texts, Marks, Count);
        if (_listings.Length != Count) throw new InvalidOperationException($"{Count} texts are needed.");
        var index = new MarkIndex();
        for (var i = 0; i < marks.Length; i++) index.Add(i, marks[i]);
        index.Freeze();
        _matcher = new(index);
        _matchers = [new(index), new(index)];
        _folded = [.. _listings.Select(l => System.Text.Encoding.UTF8.GetBytes(l.ToLowerInvariant()))];
        if (Marks <= 100_000 && Hyperscan.IsHere) _hyperscan = new([.. marks.Select(m => m.ToLowerInvariant()).Distinct()]);
        if (Marks <= 100_000) _values = SearchValues.Create(marks, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Gives back what the peer holds.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _hyperscan?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Folding included; which mark, where, through which disguise.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Wardmark()
    {
        var hits = 0;
        foreach (var text in _listings)
        {
            _found.Clear();
            _matcher.Find("title", text, _found);
            hits += _found.Count;
        }

        return hits;
    }

    /// <summary>The same on two threads, each with a matcher of its own; the time is still of one listing.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int WardmarkOnTwoThreads()
    {
        var hits = new int[2];
        Parallel.For(0, 2, t =>
        {
            var found = new List<Occurrence>();
            for (var i = t; i < Count; i += 2)
            {
                found.Clear();
                _matchers[t].Find("title", _listings[i], found);
                hits[t] += found.Count;
            }
        });
        return hits[0] + hits[1];
    }

    /// <summary>Hyperscan 5.4 over text folded beforehand: every place of every name, inside words too.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Hyperscan54()
    {
        if (_hyperscan is null) throw new NotSupportedException("libhs.so.5 is not here, or a million names would take minutes to compile.");
        var hits = 0;
        foreach (var text in _folded) hits += _hyperscan.Count(text);
        return hits;
    }

    /// <summary>The runtime's own: says where, not which, in unfolded text.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int SearchValuesOfString()
    {
        if (_values is null) throw new NotSupportedException("Making it of a million values takes longer than the rest of the run.");
        var hits = 0;
        foreach (var text in _listings)
        {
            var rest = text.AsSpan();
            for (var at = rest.IndexOfAny(_values); at >= 0; at = rest.IndexOfAny(_values))
            {
                hits++;
                rest = rest[(at + 1)..];
            }
        }

        return hits;
    }
}

/// <summary>Folding alone, cutting into words included; the time is of one listing of about 870 characters.</summary>
[MemoryDiagnoser]
public class Folding
{
    const int Count = 500;
    readonly FoldedText _text = new();
    string[] _listings = [];

    /// <summary>Of a hundred words so many are written with accents, in Cyrillic or with a typographic apostrophe.</summary>
    [Params(0, 3, 100)]
    public int StrangeWords { get; set; }

    /// <summary>Makes listings.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(17);
        _listings = [.. Corpus.Listings(Count, Corpus.Marks(1_000)).Select(l => string.Join(' ', l.Split(' ').Select(w => random.Next(100) >= StrangeWords ? w
            : random.Next(3) switch { 0 => w.Replace('e', 'é').Replace('a', 'ä'), 1 => $"{w}’s", _ => string.Concat(w.Select(c => (char)(c - 'a' + 'а'))) })))];
    }

    /// <summary>Ours.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Wardmark()
    {
        var words = 0;
        foreach (var text in _listings) words += _text.Read(text).Words.Count;
        return words;
    }

    /// <summary>The usual way: decomposed, in small letters, without marks; neither words nor places.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int NormalizeAndFilter()
    {
        var letters = 0;
        foreach (var text in _listings)
        {
            var folded = new System.Text.StringBuilder(text.Length);
            foreach (var c in text.Normalize(System.Text.NormalizationForm.FormKD).ToLowerInvariant())
                if (System.Globalization.CharUnicodeInfo.GetUnicodeCategory(c) is not System.Globalization.UnicodeCategory.NonSpacingMark) folded.Append(c);
            letters += folded.ToString().Length;
        }

        return letters;
    }
}

/// <summary>One misspelt word against all names, without memory of words seen.</summary>
[MemoryDiagnoser]
public class Misspellings
{
    const int Count = 500;
    string[] _seen = [];
    string[] _names = [];
    SpellingIndex _index = null!;
    SymSpell _peer = null!;
    readonly List<(int, Misspelling)> _found = [];

    /// <summary>Names in the index.</summary>
    [Params(10_000, 100_000, 1_000_000)]
    public int Names { get; set; }

    /// <summary>Makes both indexes and checks that they agree.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _names = [.. Corpus.Marks(Names).Where(n => !n.Contains(' ')).Distinct()];
        _seen = [.. Corpus.Misspelt(Count * 2, _names).Take(Count)];
        _index = new();
        foreach (var name in _names) _index.Add(name);
        _index.Freeze();
        _peer = new(_names);
        if (Wardmark() != SymSpellAsPublished()) throw new InvalidOperationException("The two indexes find different names.");
    }

    /// <summary>Ours.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Count)]
    public int Wardmark()
    {
        var hits = 0;
        foreach (var word in _seen)
        {
            _found.Clear();
            _index.Find(word, _found);
            hits += _found.Count;
        }

        return hits;
    }

    /// <summary>The published algorithm.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int SymSpellAsPublished() => _seen.Sum(w => _peer.Lookup(w).Count);
}

/// <summary>A whole listing: folding, names, misspellings, jargon, contact, signals, ledger rows; one thread.</summary>
[MemoryDiagnoser]
public class Screening
{
    const int Count = 500;
    Listing[] _listings = [];
    Screener _screener = null!;

    /// <summary>Marks in the register.</summary>
    [Params(10_000, 100_000, 1_000_000)]
    public int Marks { get; set; }

    /// <summary>Makes register and listings.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var marks = Corpus.Marks(Marks);
        _listings = [.. Corpus.Listings(Count, marks).Select((t, i) => new Listing { Id = $"{i}", Title = t[..80], Description = t[80..] })];
        _screener = new(new([.. marks.Select(m => new Registry.Rights.Trademark { Mark = m })]), new(Weights.Shipped, Policy.Shipped));
    }

    /// <summary>Screens.</summary>
    [Benchmark(OperationsPerInvoke = Count)]
    public int Screen() => _listings.Sum(l => _screener.Screen(l).Count);
}

static class Program
{
    static void Main(string[] args)
    {
        if (args is ["building"]) Building.Run();
        else if (args is ["million"]) Million.Run();
        else if (args is ["logos"]) Logos.Run();
        else if (args is ["beside"]) Beside.Run();
        else if (args is ["cores"]) Cores.Run();
        else if (args is ["sizes"]) Sizes.Run();
        else Harness(args);
    }

    static void Harness(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance
        .AddJob(Job.ShortRun.WithIterationCount(5).WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(30), logOutput: true))).AddColumn(StatisticColumn.Median).AddColumn(StatisticColumn.OperationsPerSecond));
}
