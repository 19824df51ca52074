using System.Numerics.Tensors;
using SkiaSharp;

namespace Wardmark.Imaging.Codes;

/// <summary>
/// Reads bar codes too small or too blurred for their edges to be told: over several strips across the bars it finds where a code's cells would have to lie to look
/// most like what is seen (a shortest path through places and widths, which follows bends and slants), and adds up what each value of each cell would cost. After Gallo and
/// Manduchi, "Reading 1D Barcodes with Mobile Phones Using Deformable Templates", PAMI 33 (2011), with blurred patterns and the costs of the strips summed.
/// </summary>
static class BarReader
{
    const int Strips = 5;
    // How much of the bars' height the strips are spread over, and how much of it each is thick, in pixels at most.
    const double StripsReach = 0.6;
    const double Thick = 0.2;
    const double Thickest = 24;
    // Strips over bars are alike, part by part, at a shift of so many samples at most; those over other stripes mostly are not.
    const int Parts = 4;
    const int MostShift = 6;
    const float LeastAgreement = 0.92f;
    const int FewestBars = 10;
    const int SamplesSeen = 420;
    // The blur that is tried first, and what must come of it for the bars to be read on.
    const int MiddleBlur = 1;
    const float WorthMargin = 0.02f;
    const float WorthReading = 0.15f;
    // What the next likely text must cost more: of 770 pictures of codes made by another program a wrong text reached it in two (docs/reference/performance.md).
    const float LeastMargin = 0.12f;
    // With so much no other kind of code is tried.
    const float BeyondDoubt = 0.3f;
    // A strip that fits better than this weighs no more.
    const float BestFit = 0.02f;

    /// <summary>The code that bars say; nothing where they say none surely.</summary>
    public static Decision? Read(SKBitmap picture, Bars bars)
    {
        var straight = BarStrip.Straightened(picture, bars);
        var seen = StripsOf(picture, straight, SamplesSeen);
        var count = seen.Select(BarStrip.Crossings).Order().ElementAt(Strips / 2) / 2;
        if (count < FewestBars) return null;
        var (likest, agreement) = Likest(seen);
        if (agreement < LeastAgreement) return null;
        // What fits best counts, and only if it is sure: part of a long code looks somewhat like a short one.
        (Decision Said, float Cost)? best = null;
        foreach (var layout in BarLayout.All)
        {
            var samples = (int)(layout.Modules(count) * BarPath.SamplesAModule * (1 + (2 * BarStrip.Beyond)));
            if (Read(StripsOf(picture, straight, samples), likest, layout) is not { } read) continue;
            if (best is null || read.Cost < best.Value.Cost) best = read;
            if (read.Said.Margin >= BeyondDoubt) break;
        }

        return best is { } found && found.Said.Margin >= Math.Max(LeastMargin, found.Cost) ? found.Said : null;
    }

    static List<float[]> StripsOf(SKBitmap picture, Bars bars, int samples)
    {
        var thick = Math.Clamp(bars.Height * Thick, 1, Thickest);
        return [.. Enumerable.Range(0, Strips).Select(i => BarStrip.Of(picture, bars, bars.Height * StripsReach * (((i + 0.5) / Strips) - 0.5), thick, samples))];
    }

    static (Decision Said, float Cost)? Read(List<float[]> strips, int likest, BarLayout layout)
    {
        var (isBackward, blur, path) = BestOf(strips[likest], layout);
        if (path is null) return null;
        var paths = strips.Select((s, i) => i == likest ? path : BarPath.Find(Turned(s, isBackward), layout, blur, path.Costs.Count)).OfType<BarPath>().ToList();
        var (costs, cost) = Sum(paths);
        return layout.Decide(costs) is { } said ? (said, cost) : null;
    }

    // What each value of each cell costs over all strips, the better fitting weighing more, and what the whole does.
    static (List<float[]> Cells, float Whole) Sum(List<BarPath> paths)
    {
        var weights = paths.Select(p => 1 / Math.Max(p.Cost, BestFit)).ToList();
        var all = weights.Sum();
        List<float[]> cells = [.. paths[0].Costs.Select(c => new float[c.Length])];
        for (var i = 0; i < paths.Count; i++)
            for (var c = 0; c < cells.Count; c++)
                for (var v = 0; v < cells[c].Length; v++) cells[c][v] += weights[i] / all * paths[i].Costs[c][v];
        return (cells, paths.Select((p, i) => weights[i] / all * p.Cost).Sum());
    }

    // The strip that is most like the others, and how much: 1 where they are the same, for bars stand across all of them.
    static (int Strip, float Agreement) Likest(List<float[]> strips) => Enumerable.Range(0, strips.Count)
        .Select(i => (Strip: i, Agreement: Enumerable.Range(0, strips.Count).Where(j => Math.Abs(i - j) == 1).Average(j => Alike(strips[i], strips[j])))).MaxBy(s => s.Agreement);

    // Correlation of each part, at the shift of few samples at which it is highest: a picture taken at an angle draws strips out.
    static float Alike(float[] a, float[] b)
    {
        var (sum, part) = (0f, a.Length / Parts);
        for (var from = 0; from + part <= a.Length; from += part)
        {
            var best = 0f;
            for (var shift = Math.Max(-MostShift, -from); shift <= Math.Min(MostShift, a.Length - part - from); shift++)
            {
                // No number where one of both is flat, as paper beside the bars is.
                var alike = TensorPrimitives.CosineSimilarity<float>(a.AsSpan(from, part), b.AsSpan(from + shift, part));
                best = Math.Max(best, float.IsNaN(alike) ? 1 : alike);
            }

            sum += best;
        }

        return sum / Parts;
    }

    // The better way round, and how blurred; no path where it says nothing.
    static (bool IsBackward, int Blur, BarPath? Path) BestOf(float[] strip, BarLayout layout)
    {
        var best = (IsBackward: false, Blur: MiddleBlur, Path: (BarPath?)null);
        void Try(bool isBackward, int blur)
        {
            if (BarPath.Find(Turned(strip, isBackward), layout, blur, null) is { } path && (best.Path is null || path.Cost < best.Path.Cost)) best = (isBackward, blur, path);
        }

        Try(false, MiddleBlur);
        Try(true, MiddleBlur);
        if (best.Path is null || best.Path.Cost > WorthReading || !(layout.Decide(best.Path.Costs)?.Margin > WorthMargin)) return (false, 0, null);
        var way = best.IsBackward;
        for (var blur = 0; blur < BarPattern.Blurs.Count; blur++)
            if (blur != MiddleBlur) Try(way, blur);
        return best;
    }

    static float[] Turned(float[] strip, bool isBackward) => isBackward ? [.. strip.Reverse()] : strip;
}
