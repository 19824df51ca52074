using System.Collections.Concurrent;
using Wardmark.Detection.Features;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Shapes;
using Wardmark.Imaging.Looks;
using Wardmark.Imaging.Pictures;
using Wardmark.Imaging.Worker;
using Wardmark.Registry.Rights;

namespace Wardmark.Cli.Evaluation;

/// <summary>A photo with the brands that boxes mark in it; none for a photo without a logo.</summary>
sealed record LogoPhoto(string File, IReadOnlyList<(string Brand, int Left, int Top, int Right, int Bottom)> Boxes);

/// <summary>
/// Logos looked up in photos: from drawings alone, or from boxes of other photos (never of the same fold). A photo's answer
/// is its best brand; photos without a logo must get none.
/// </summary>
sealed class LogoTrial(IReadOnlyList<LogoPhoto> photos, IReadOnlyList<string> brands, PictureWorkers workers)
{

    // A word mark that is read counts as much as so many features in place.
    const double WordsWeigh = 8;
    static LogoViewReader Views => LogoViewReader.Shipped ?? throw new InvalidDataException("models/logo-view.onnx is not there");
    readonly ConcurrentBag<Screener> _screeners = [];
    readonly List<Trademark> _marks = [.. brands.Select(b => new Trademark { Mark = Spaced(b) })];

    static string Spaced(string brand) => string.Concat(brand.Select((c, i) => i > 0 && char.IsUpper(c) && char.IsLower(brand[i - 1]) ? $" {c}" : $"{c}"));

    sealed record Seen(LogoPhoto Photo, FineFeatures Features, Plane Luma, IReadOnlyList<PictureLine> Lines);

    /// <summary>Reads every photo once; <paramref name="others"/> are drawings of marks that no photo shows, among which the brands' are looked up again.</summary>
    public async Task<ConcurrentDictionary<string, IReadOnlyList<RankedPair>>> Run(IReadOnlyList<(string Brand, byte[] Svg)> drawings, IReadOnlyList<byte[]> others, int folds, Action<int, int> progress, CancellationToken stop)
    {
        var seen = new Seen[photos.Count];
        var done = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, photos.Count), stop, async (i, token) =>
        {
            var bytes = await File.ReadAllBytesAsync(photos[i].File, token);
            var luma = PictureExaminer.Luma(bytes, out var refusal) ?? throw new InvalidDataException($"{photos[i].File}: {refusal}");
            var words = await workers.Examine(bytes, PictureAsk.Words, token);
            seen[i] = new(photos[i], FineFeatures.OfPicture(luma) with { Views = Views.Read(luma) }, luma, words.Lines);
            progress(Interlocked.Increment(ref done), photos.Count * 2);
        });
        var results = new ConcurrentDictionary<string, IReadOnlyList<RankedPair>>();
        var drawn = new LogoIndex();
        foreach (var (brand, svg) in drawings)
            if (PictureExaminer.Drawing(svg, out _) is { } plane) drawn.Add(IndexOf(brand), FeatureFinder.Find(plane, FineFeatures.MostOfLogo), LogoShape.OfDrawing(plane), Views.OfDrawing(plane), isDrawing: true);
        results["words"] = Rank(seen, null, true, done, progress);
        results["drawing"] = Rank(seen, _ => drawn, false, done, progress);
        results["drawing, without the network"] = Rank([.. seen.Select(WithoutNetwork)], _ => drawn, false, done, progress);
        results["drawing and words"] = Rank(seen, _ => drawn, true, done, progress);
        if (others.Count > 0)
        {
            Parallel.ForEach(others.Select((svg, i) => (Svg: svg, Mark: brands.Count + i)), other =>
            {
                if (PictureExaminer.Drawing(other.Svg, out _) is not { } plane) return;
                var (features, shapes, view) = (FeatureFinder.Find(plane, FineFeatures.MostOfLogo), LogoShape.OfDrawing(plane), Views.OfDrawing(plane));
                lock (drawn) drawn.Add(other.Mark, features, shapes, view, isDrawing: true);
            });
            results[$"drawing among {others.Count} others"] = Rank(seen, _ => drawn, false, done, progress);
            results[$"drawing among {others.Count} others, without the network"] = Rank([.. seen.Select(WithoutNetwork)], _ => drawn, false, done, progress);
        }

        var folded = Enumerable.Range(0, folds).Select(fold =>
        {
            var index = new LogoIndex();
            for (var i = 0; i < seen.Length; i++)
                if (i % folds != fold)
                    foreach (var (brand, left, top, right, bottom) in seen[i].Photo.Boxes)
                        if (right - left >= 24 && bottom - top >= 24 && right <= seen[i].Luma.Width && bottom <= seen[i].Luma.Height)
                        {
                            var crop = seen[i].Luma.Cropped(left, top, right - left, bottom - top);
                            index.Add(IndexOf(brand), FeatureFinder.FindFine(crop, FineFeatures.MostOfLogo), LogoShape.Of(WithRoom(seen[i].Luma, left, top, right, bottom)), null, isDrawing: false);
                        }
            return index;
        }).ToList();
        results["boxes"] = Rank(seen, i => folded[i % folds], false, done, progress);
        results["boxes and words"] = Rank(seen, i => folded[i % folds], true, done, progress);
        return results;
    }

    static Seen WithoutNetwork(Seen photo) => photo with { Features = photo.Features with { Views = [] } };

    // What the screening of a listing without a word in it finds in the picture.
    IEnumerable<(int Brand, double Certain)> Words(Seen photo)
    {
        if (!_screeners.TryTake(out var screener)) screener = new(new(_marks), new(Weights.Shipped, Policy.Shipped));
        var found = screener.Screen(new() { Id = "photo", Title = "" }, [new(0, "photo", null) { Lines = photo.Lines }]);
        _screeners.Add(screener);
        return found.SelectMany(f => f.Signals.Where(s => s.Signal == "MARK_IN_PICTURE").Select(s => (f.MarkIndex, s.Weight / (double)Weights.Shipped.Signals["MARK_IN_PICTURE"].Weight)));
    }

    // A form that goes up to the edge of its picture is cut, not whole.
    static Plane WithRoom(Plane luma, int left, int top, int right, int bottom)
    {
        var room = Math.Max(right - left, bottom - top) / 8;
        (left, top, right, bottom) = (Math.Max(0, left - room), Math.Max(0, top - room), Math.Min(luma.Width, right + room), Math.Min(luma.Height, bottom + room));
        return luma.Cropped(left, top, right - left, bottom - top);
    }

    int IndexOf(string brand) => brands.Select((b, i) => (b, i)).First(b => string.Equals(b.b, brand, StringComparison.OrdinalIgnoreCase)).i;

    List<RankedPair> Rank(Seen[] seen, Func<int, LogoIndex>? index, bool withWords, int done, Action<int, int> progress)
    {
        var pairs = new ConcurrentBag<RankedPair>();
        Parallel.For(0, seen.Length, i =>
        {
            var photo = seen[i];
            var scores = index is null ? [] : index(i).Match(photo.Features).ToDictionary(m => m.Mark, m => m.Score);
            if (withWords)
                foreach (var (brand, certain) in Words(photo)) scores[brand] = scores.GetValueOrDefault(brand) + (WordsWeigh * certain);
            if (scores.Count > 0)
            {
                var (brand, score) = scores.MaxBy(s => s.Value);
                var name = brand < brands.Count ? brands[brand] : "one of the others";
                pairs.Add(new(score, photo.Photo.Boxes.Any(b => string.Equals(b.Brand, name, StringComparison.OrdinalIgnoreCase)), photo.Photo.Boxes.Count > 0 ? photo.Photo.Boxes[0].Brand : "none"));
            }

            if (i % 20 == 0) progress(Math.Min(done + (i / 2), seen.Length * 2), seen.Length * 2);
        });
        return [.. pairs];
    }
}
