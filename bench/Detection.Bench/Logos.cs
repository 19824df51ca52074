using System.Diagnostics;
using System.Globalization;
using Wardmark.Detection.Features;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Shapes;
using Wardmark.Imaging.Looks;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Detection.Bench;

/// <summary>
/// Photos looked through for more and more logos, and how often the cells name the feature that comparing with every one names.
/// Run once: <c>WARDMARK_PICTURES=… WARDMARK_DRAWINGS=… dotnet run --project bench/Detection.Bench -c Release -- logos</c>
/// </summary>
static class Logos
{
    const int Count = 40;
    const int MostDifferent = 70;

    public static void Run()
    {
        var views = LogoViewReader.Shipped ?? throw new InvalidDataException("models/logo-view.onnx is not there");
        var drawings = Directory.EnumerateFiles(Photos.Folder("WARDMARK_DRAWINGS"), "*.svg").Order(StringComparer.Ordinal).ToList();
        var seen = Photos.Spread(Count).Select(f => PictureExaminer.Luma(f, out _)!)
            .Select(p => FineFeatures.OfPicture(p) with { Views = views.Read(p) }).ToList();
        var read = drawings.AsParallel().AsOrdered().Select(f => PictureExaminer.Drawing(File.ReadAllBytes(f), out _) is { } plane
            ? (Features: FeatureFinder.Find(plane, FineFeatures.MostOfLogo), Shapes: LogoShape.OfDrawing(plane), View: views.OfDrawing(plane)) : default).Where(d => d.Features is not null).ToList();
        foreach (var count in new[] { 40, 400, read.Count }.Where(c => c <= read.Count))
        {
            var used = Enumerable.Range(0, count).Select(i => read[(int)((long)i * read.Count / count)]).ToList();
            var clock = Stopwatch.StartNew();
            var (both, byForm) = (new LogoIndex(), new LogoIndex());
            for (var i = 0; i < count; i++) both.Add(i, used[i].Features, used[i].Shapes, used[i].View, isDrawing: true);
            var made = clock.Elapsed.TotalSeconds;
            for (var i = 0; i < count; i++) byForm.Add(i, new(1, 1, [], []), used[i].Shapes, null, isDrawing: true);
            both.Match(seen[0]);
            var (same, all, each) = Recall(used.ConvertAll(u => u.Features), seen);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{count} logos, {used.Sum(u => u.Features.Count) * 2} features, {used.Sum(u => u.Shapes.Count)} forms, made in {made:0.0} s: a photo {Median(seen, both):0.0} ms, by form alone {Median(seen, byForm):0.0} ms; comparing with every feature {each:0} ms; the same feature named {same} of {all}"));
        }
    }

    static double Median(List<FineFeatures> seen, LogoIndex index) => seen.ConvertAll(s =>
    {
        var clock = Stopwatch.StartNew();
        index.Match(s);
        return clock.Elapsed.TotalMilliseconds;
    }).Order().ElementAt(seen.Count / 2);

    // Of the features of every eighth photo.
    static (int Same, int All, double Each) Recall(List<LocalFeatures> logos, List<FineFeatures> seen)
    {
        var cells = new FeatureCells();
        var bits = new List<ulong>();
        foreach (var fine in logos.SelectMany(l => (LocalFeatures[])[l, l.Inverted()]).Select(FineFeatures.OfLogo))
            for (var i = 0; i < fine.Count; i++)
            {
                cells.Add(fine.Bits.AsSpan(i * FineFeatures.Words, FineFeatures.Words), cells.Count, cells.Count);
                bits.AddRange(fine.Bits.AsSpan(i * FineFeatures.Words, FineFeatures.Words));
            }

        ulong[] every = [.. bits];
        var (same, all, took) = (0, 0, new List<double>());
        foreach (var photo in seen.Where((_, i) => i % 8 == 0))
        {
            var clock = Stopwatch.StartNew();
            var nearest = Enumerable.Range(0, photo.Count).Select(i => Least(photo.Bits.AsSpan(i * FineFeatures.Words, FineFeatures.Words), every)).ToList();
            took.Add(clock.Elapsed.TotalMilliseconds);
            for (var i = 0; i < nearest.Count; i++)
                if (nearest[i] <= MostDifferent)
                {
                    all++;
                    if (cells.Nearest(photo.Bits.AsSpan(i * FineFeatures.Words, FineFeatures.Words), 256, 256).Distance == nearest[i]) same++;
                }
        }

        return (same, all, took.Order().ElementAt(took.Count / 2));
    }

    static int Least(ReadOnlySpan<ulong> bits, ulong[] every)
    {
        var least = int.MaxValue;
        for (var at = 0; at < every.Length; at += FineFeatures.Words) least = Math.Min(least, FineFeatures.Distance(bits, every.AsSpan(at, FineFeatures.Words)));
        return least;
    }
}
