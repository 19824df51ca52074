using System.Text.Json;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Tests.Scoring;

/// <summary>
/// The evasion catalogue, T1 to T16: each class in a file of its own, with attacks, the innocents that look like them,
/// and clean listings on which a screen that flags everything fails.
/// </summary>
public sealed class EvasionTests
{
    const int Fewest = 20;
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    static readonly Screener Screener = new(new([.. File.ReadLines(Path.Combine(Folder, "register.jsonl")).Select(l => JsonSerializer.Deserialize<Trademark>(l, FindingJson.Wire)!)]),
        new(Weights.Shipped, Policy.Shipped));

    public sealed record Expected(string[] Marks);

    public sealed record EvasionCase(string Id, string Class, Listing Listing, Expected Expect);

    public static TheoryData<string> Classes => [.. Enumerable.Range(1, 16).Select(n => $"T{n}")];

    [Theory]
    [MemberData(nameof(Classes))]
    public void Attacks_are_labelled_or_more_and_innocents_are_not(string name)
    {
        var cases = File.ReadLines(Path.Combine(Folder, $"{name}.jsonl")).Select(l => JsonSerializer.Deserialize<EvasionCase>(l, FindingJson.Wire)!).ToList();
        var attacks = cases.FindAll(c => c.Expect.Marks.Length > 0);
        var innocents = cases.FindAll(c => c.Expect.Marks.Length == 0 && !c.Class.EndsWith("(clean)", StringComparison.Ordinal));
        var clean = cases.FindAll(c => c.Class.EndsWith("(clean)", StringComparison.Ordinal));
        attacks.Count.ShouldBeGreaterThanOrEqualTo(Fewest);
        innocents.Count.ShouldBeGreaterThanOrEqualTo(Fewest);
        clean.ShouldNotBeEmpty();
        var missed = attacks.FindAll(c => !c.Expect.Marks.All(Flagged(c.Listing).Contains));
        var alarmed = innocents.FindAll(c => Flagged(c.Listing).Count > 0);
        clean.FindAll(c => Flagged(c.Listing).Count > 0).ConvertAll(c => c.Id).ShouldBeEmpty();
        alarmed.Count.ShouldBeLessThanOrEqualTo(innocents.Count / Fewest, string.Join(' ', alarmed.Select(c => c.Id)));
        (1 - ((double)missed.Count / attacks.Count)).ShouldBeGreaterThanOrEqualTo(0.9, string.Join(' ', missed.Select(c => c.Id)));
    }

    static HashSet<string> Flagged(Listing listing) =>
        [.. Screener.Screen(listing).Where(f => f.Disposition >= Disposition.Label && f.Mark != listing.Brand).Select(f => f.Mark ?? "")];

    [Fact]
    public void A_screen_that_flags_every_mention_fails_on_the_innocents()
    {
        var eager = new Screener(new([.. File.ReadLines(Path.Combine(Folder, "register.jsonl")).Select(l => JsonSerializer.Deserialize<Trademark>(l, FindingJson.Wire)!)]),
            new(Weights.Shipped, Policy.Shipped with { Find = -100, Label = -100 }));
        var innocents = File.ReadLines(Path.Combine(Folder, "T11.jsonl")).Select(l => JsonSerializer.Deserialize<EvasionCase>(l, FindingJson.Wire)!).Where(c => c.Expect.Marks.Length == 0).ToList();
        innocents.Count(c => eager.Screen(c.Listing).Any(f => f.Disposition >= Disposition.Label)).ShouldBeGreaterThan(innocents.Count / 4);
    }

    [Fact]
    public void Genuine_second_hand_goods_are_left_alone() => File.ReadLines(Path.Combine(Folder, "G.jsonl"))
        .Select(l => JsonSerializer.Deserialize<EvasionCase>(l, FindingJson.Wire)!).Where(c => Flagged(c.Listing).Count > 0).Select(c => c.Id).ShouldBeEmpty();

    [Fact]
    public void Every_hit_says_where_it_stands_and_the_rows_add_up()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "T*.jsonl"))
            foreach (var one in File.ReadLines(file).Select(l => JsonSerializer.Deserialize<EvasionCase>(l, FindingJson.Wire)!))
                foreach (var row in Screener.Screen(one.Listing).SelectMany(f => f.Signals).Where(r => r.Length > 0 && r.Field != "seller_id"))
                    one.Listing.TextOf(row.Field).Substring(row.Start, row.Length).ShouldBe(row.Seen, $"{one.Id} {row.Signal}");
    }
}
