using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using SkiaSharp;
using Wardmark.Detection.Pictures;
using Wardmark.Imaging.Pictures;
using PictureIndex = Wardmark.Detection.Pictures.PictureIndex;

namespace Wardmark.Cli.Evaluation;

/// <summary>
/// Copies of reference pictures, edited in eighteen ways and in a few further ones, and pictures that are no copy, looked up among the references;
/// by Wardmark and by other methods over the same pictures.
/// </summary>
sealed class PictureTrial
{
    static readonly List<(string Name, Func<SKBitmap, Random, SKBitmap> Edit)> Edits = [.. PictureEdits.All, .. FurtherEdits.All];
    static readonly HashSet<string> Further = [.. FurtherEdits.All.Select(e => e.Name)];

    readonly List<string> _references;
    readonly List<string> _distractors;
    readonly PicturePrint[] _prints;
    readonly ulong[][] _dctHashes;
    readonly PictureIndex _index;
    readonly ConcurrentDictionary<string, ConcurrentBag<RankedPair>> _pairs = new();

    /// <summary>What each method is called.</summary>
    public static readonly IReadOnlyList<string> Methods = ["Wardmark", "SIFT + RANSAC (inliers)", "look alone", "PDQ, 8 turns", "PDQ", "pHash-256"];

    /// <summary>Chooses references and distractors by the hash of their names, one of each pair of known duplicates left out.</summary>
    public PictureTrial(IEnumerable<string> files, IReadOnlySet<string> leftOut, int references, int distractors, int skip, Func<string, bool> mayBeReference)
    {
        var ordered = files.Where(f => !leftOut.Contains(f)).OrderBy(f => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(f))))).ToList();
        _references = ordered.Where(mayBeReference).Skip(skip).Take(references).ToList();
        var taken = _references.ToHashSet();
        _distractors = ordered.Where(f => !taken.Contains(f)).Take(distractors).ToList();
        _prints = new PicturePrint[_references.Count];
        _dctHashes = new ulong[_references.Count][];
        Parallel.For(0, _references.Count, i =>
        {
            (_prints[i], _dctHashes[i]) = Read(File.ReadAllBytes(_references[i]), _references[i]);
        });
        _index = new(i => _prints[i]);
        foreach (var print in _prints) _index.Add(PrintHead.Of(print));
    }

    /// <summary>References in use.</summary>
    public int References => _references.Count;

    /// <summary>Distractors in use.</summary>
    public int Distractors => _distractors.Count;

    /// <summary>True pairs there are to be found among the eighteen edits.</summary>
    public int Truths => _references.Count * PictureEdits.All.Count;

    /// <summary>Pairs by method, after <see cref="Run"/>.</summary>
    public IReadOnlyCollection<RankedPair> PairsOf(string method) => _pairs.GetValueOrDefault(method) ?? [];

    /// <summary>Whether a class of pairs is counted among the eighteen edits and what is no copy, and not reported beside them.</summary>
    public static bool IsCounted(string kind) => !Further.Contains(kind);

    /// <summary>Copies found, and pictures that are no copy called one, at the threshold the product uses.</summary>
    public (int Copies, int FurtherCopies, int Alarms) AtThreshold
    {
        get
        {
            var called = Matches.Where(m => m.Resemblance.SamePicture >= Likeness.CopyFrom).ToList();
            return (called.Count(m => m.IsTrue && IsCounted(m.Class)), called.Count(m => m.IsTrue && !IsCounted(m.Class)), called.Where(m => m.Class == "distractor").DistinctBy(m => m.Query).Count());
        }
    }

    /// <summary>Every match of a query with a false reference or of a distractor, for reading: query, reference, what was measured.</summary>
    public ConcurrentBag<(string Query, string Class, string Reference, bool IsTrue, Resemblance Resemblance)> Matches { get; } = [];

    /// <summary>Looks everything up; tells how far it is.</summary>
    public void Run(Action<int, int> progress)
    {
        PictureEdits.Another = random => SKBitmap.Decode(_distractors[random.Next(_distractors.Count)]);
        var done = 0;
        var total = _references.Count + _distractors.Count;
        Parallel.For(0, _references.Count, i =>
        {
            using var original = SKBitmap.Decode(_references[i]);
            for (var e = 0; e < Edits.Count; e++)
            {
                var (name, edit) = Edits[e];
                using var edited = edit(original, new Random((i * 100) + e));
                LookUp(PictureEdits.Jpeg(edited), _references[i], name, i);
            }

            progress(Interlocked.Increment(ref done), total);
        });
        Parallel.ForEach(_distractors, file =>
        {
            LookUp(File.ReadAllBytes(file), file, "distractor", -1);
            progress(Interlocked.Increment(ref done), total);
        });
    }

    void LookUp(byte[] bytes, string file, string name, int truth)
    {
        var (print, dct) = Read(bytes, file);
        foreach (var match in _index.Match(print))
        {
            Keep("Wardmark", match.Resemblance.SamePicture, match.Reference == truth, name);
            Keep("SIFT + RANSAC (inliers)", match.Resemblance.Inliers, match.Reference == truth, name);
            Matches.Add((file, name, _references[match.Reference], match.Reference == truth, match.Resemblance));
        }

        for (var i = 0; i < _prints.Length; i++)
        {
            if (print.Look is { } look && _prints[i].Look is { } own) Keep("look alone", look.Likeness(own), i == truth, name, least: 0.3);
            Keep("PDQ", 256 - print.Hash.Distance(_prints[i].Hash), i == truth, name, least: 256 - 100);
            Keep("PDQ, 8 turns", 256 - print.Turns.Take(8).Min(t => t.Distance(_prints[i].Hash)), i == truth, name, least: 256 - 100);
            Keep("pHash-256", 256 - DctHash.Distance(dct, _dctHashes[i]), i == truth, name, least: 256 - 100);
        }
    }

    static (PicturePrint Print, ulong[] Dct) Read(byte[] bytes, string file)
    {
        var seen = PictureExaminer.Examine(bytes, PictureAsk.Print);
        return (seen.Print ?? throw new InvalidDataException($"{file}: {seen.Refusal}"), DctHash.Of(PictureExaminer.Luma(bytes, out _)!));
    }

    void Keep(string method, double score, bool isTrue, string name, double least = 0)
    {
        if (score > least) _pairs.GetOrAdd(method, _ => []).Add(new(score, isTrue, name));
    }
}
