using System.Text.Json;
using Wardmark.Connectors.Feeds;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Cli.Evaluation;

/// <summary>A listing with its truth.</summary>
/// <param name="Marks">The marks a detector must name; none for an innocent.</param>
/// <param name="Signals">Signals that must be among the rows, where the case says so.</param>
/// <param name="Use">What the first of the marks is used for, where the case says so.</param>
public sealed record TextCase(string Id, string Class, Listing Listing, IReadOnlyList<string> Marks, IReadOnlyList<string> Signals, string? Use);

/// <summary>What became of a case: the scores of the marks it should have and of those it should not.</summary>
public sealed record Outcome(TextCase Case, int? WeakestExpected, int? StrongestStranger, IReadOnlyList<Finding> Findings);

/// <summary>Reads cases and screens them.</summary>
public static class TextCases
{
    /// <summary>Cases as JSON Lines: {"id","listing":{…},"expect":{"marks":[…]},"class"}; a plain listing is a case in which no mark is expected.</summary>
    public static IEnumerable<TextCase> Read(string path)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            yield return One(path, number, line);
        }
    }

    static TextCase One(string path, int number, string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var isPlain = !root.TryGetProperty("listing", out var listing);
            var record = new JsonRecord((isPlain ? root : listing).Clone(), new()) { Line = number };
            var expect = isPlain ? NothingExpected : root.GetProperty("expect");
            return new(
                root.TryGetProperty("id", out var id) ? id.ToString() : $"{number}",
                root.TryGetProperty("class", out var kind) ? kind.ToString() : "all",
                Feed.ListingOf(record, out var problem) ?? throw new FeedException($"{path} line {number}: {problem}"),
                Texts(expect, "marks"), Texts(expect, "signals"), expect.TryGetProperty("use", out var use) ? use.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FeedException($"{path} line {number} is not a case: {e.Message} A case is {{\"id\",\"listing\":{{…}},\"expect\":{{\"marks\":[…]}},\"class\"}}.", e);
        }
    }

    static readonly JsonElement NothingExpected = JsonSerializer.SerializeToElement(new { });

    static string[] Texts(JsonElement expect, string name) =>
        expect.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(m => m.GetString()!)] : [];

    /// <summary>Screens a case. The listing's own brand is not a stranger.</summary>
    public static Outcome Judge(TextCase one, Screener screener)
    {
        var findings = screener.Screen(one.Listing);
        int? weakest = null;
        if (one.Marks.Count > 0)
            weakest = one.Marks.Min(mark => findings.Where(f => Is(f.Mark, mark) && one.Signals.All(s => f.Signals.Any(r => r.Signal == s)))
                .Select(f => (int?)f.Score).Max() ?? int.MinValue);
        var strangers = findings.Where(f => !one.Marks.Any(m => Is(f.Mark, m)) && !Is(f.Mark, one.Listing.Brand));
        return new(one, weakest == int.MinValue ? null : weakest, strangers.Select(f => (int?)f.Score).Max(), findings);
    }

    static bool Is(string? found, string? mark) => string.Equals(found?.Trim(), mark?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>The marks the cases name: the register, where no other is given.</summary>
    public static List<Trademark> RegisterOf(IEnumerable<TextCase> cases) =>
        [.. cases.SelectMany(c => c.Marks).Distinct(StringComparer.OrdinalIgnoreCase).Select(m => new Trademark { Mark = m })];
}
