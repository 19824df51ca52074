using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;

namespace Wardmark.Detection.Tests.Pictures;

public sealed class HashIndexTests
{
    // Hashes of photos on white lie close together; a third of these do.
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

    [Theory]
    [InlineData(3_000)]
    [InlineData(12_000)]
    public void The_index_finds_what_comparing_with_every_one_finds(int count)
    {
        var random = new Random(count);
        var centre = Any(random);
        var all = Enumerable.Range(0, count).Select(i => i % 3 == 0 ? Near(random, centre, random.Next(60)) : Any(random)).ToList();
        var index = new HashIndex();
        foreach (var hash in all) index.Add(hash);
        var met = 0;
        for (var q = 0; q < 40; q++)
        {
            var query = q % 2 == 0 ? Near(random, centre, random.Next(40)) : Near(random, all[random.Next(count)], random.Next(34));
            foreach (var distance in (int[])[0, 16, 31, 47])
            {
                var expected = all.Select((h, i) => (i, h.Distance(query))).Where(h => h.Item2 <= distance).ToList();
                index.Within(query, distance).ShouldBe(expected);
                met += expected.Count;
            }
        }

        met.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void A_hash_is_found_the_moment_it_is_added()
    {
        var random = new Random(5);
        var index = new HashIndex();
        for (var i = 0; i < 10_000; i++)
        {
            var hash = Any(random);
            var number = index.Add(hash);
            if (i % 97 == 0) index.Within(hash, 0).ShouldBe([(number, 0)]);
        }
    }
}
