using Wardmark.Detection.Pictures;

namespace Wardmark.Detection.Tests.Pictures;

public sealed class FeatureCellsTests
{
    const int Any = FineFeatures.Words * 64;
    const int Kinds = 300;

    [Theory]
    [InlineData(2_000, 1.0)]
    [InlineData(60_000, 0.97)]
    public void Finds_what_comparing_with_every_one_finds(int count, double least)
    {
        var random = new Random(5);
        var features = Features(random, count);
        var cells = CellsOf(features);
        const int Queries = 400;
        var (found, owner, apart) = (0, 0, 0);
        for (var q = 0; q < Queries; q++)
        {
            var wanted = random.Next(count);
            var query = Near(random, features[wanted], 25);
            var every = Enumerable.Range(0, count).Select(i => (Feature: i, Distance: FineFeatures.Distance(query, features[i]))).MinBy(f => f.Distance);
            var other = Enumerable.Range(0, count).Where(i => i % Kinds != every.Feature % Kinds).Min(i => FineFeatures.Distance(query, features[i]));
            var nearest = cells.Nearest(query, Any, mostFirst: 64);
            if (nearest.Distance == every.Distance) found++;
            if (nearest.Feature == wanted) owner++;
            if (nearest.Other == other) apart++;
        }

        found.ShouldBeGreaterThanOrEqualTo((int)(least * Queries));
        owner.ShouldBeGreaterThanOrEqualTo((int)(least * Queries));
        if (least == 1) apart.ShouldBe(Queries);
    }

    [Fact]
    public void Keeps_every_feature_when_cells_are_cut_anew()
    {
        var random = new Random(6);
        var features = Features(random, (FeatureCells.MostInOne * 4) + 1_000);
        var cells = CellsOf(features);
        cells.Count.ShouldBe(features.Length);
        for (var i = 0; i < features.Length; i += 7) cells.Nearest(features[i], Any, 64).Distance.ShouldBe(0);
    }

    [Fact]
    public void Names_nothing_where_nothing_lies_near()
    {
        var random = new Random(7);
        var cells = CellsOf(Features(random, 30_000));
        cells.Nearest(Of(random), most: 60, mostFirst: 27).ShouldBe((-1, 60, 60));
    }

    static FeatureCells CellsOf(ulong[][] features)
    {
        var cells = new FeatureCells();
        for (var i = 0; i < features.Length; i++) cells.Add(features[i], i, i % Kinds);
        return cells;
    }

    // Features of few kinds, as corners and spots are, each of them a little different.
    static ulong[][] Features(Random random, int count)
    {
        var kinds = Enumerable.Range(0, Kinds).Select(_ => Of(random)).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ => Near(random, kinds[random.Next(Kinds)], 60))];
    }

    static ulong[] Of(Random random) => [.. Enumerable.Range(0, FineFeatures.Words).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))];

    static ulong[] Near(Random random, ulong[] bits, int flips)
    {
        ulong[] near = [.. bits];
        for (var i = 0; i < flips; i++)
        {
            var bit = random.Next(Any);
            near[bit >> 6] ^= 1UL << (bit & 63);
        }

        return near;
    }
}
