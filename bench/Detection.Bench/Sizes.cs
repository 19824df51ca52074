using System.Diagnostics;
using System.Globalization;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Bench;

/// <summary>
/// Whole screening against registers of three sizes, turn by turn on one thread, so that a machine that changes its speed
/// changes all alike. Run once: <c>dotnet run --project bench/Detection.Bench -c Release -- sizes</c>
/// </summary>
static class Sizes
{
    const int Count = 500;
    const int Rounds = 41;
    const int Repeats = 4;

    public static void Run()
    {
        int[] sizes = [10_000, 100_000, 1_000_000];
        var screened = sizes.Select(Prepared).ToList();
        var times = sizes.Select(_ => new double[Rounds]).ToList();
        foreach (var one in screened)
            for (var i = 0; i < Rounds; i++) Screen(one.Screener, one.Listings);
        for (var round = 0; round < Rounds; round++)
            for (var size = 0; size < sizes.Length; size++)
            {
                var clock = Stopwatch.StartNew();
                for (var i = 0; i < Repeats; i++) Screen(screened[size].Screener, screened[size].Listings);
                times[size][round] = clock.Elapsed.TotalMicroseconds / (Count * Repeats);
            }

        for (var size = 0; size < sizes.Length; size++)
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sizes[size]:N0} marks: {Median(times[size]):0.0} µs a listing, {Screen(screened[size].Screener, screened[size].Listings)} findings in {Count}; {Median(times[0].Zip(times[size], (a, b) => a / b)):0.00} of the speed at {sizes[0]:N0} (median of {Rounds} rounds)"));
    }

    static (Screener Screener, Listing[] Listings) Prepared(int size)
    {
        var marks = Corpus.Marks(size);
        return (new(new([.. marks.Select(m => new Trademark { Mark = m })]), new(Weights.Shipped, Policy.Shipped)),
            [.. Corpus.Listings(Count, marks).Select((t, i) => new Listing { Id = $"{i}", Title = t[..80], Description = t[80..] })]);
    }

    static int Screen(Screener screener, Listing[] listings)
    {
        var found = 0;
        foreach (var listing in listings) found += screener.Screen(listing).Count;
        return found;
    }

    static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
