using System.Diagnostics;
using System.Globalization;
using System.Text;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Tests.Fuzzing;

/// <summary>
/// Texts nobody would write, and what must hold for each. A few seconds by default;
/// <c>WARDMARK_FUZZ_MINUTES=60 WARDMARK_FUZZ_SEED=1 dotnet test --project tests/Detection.Tests -c Release -- --filter-class '*FuzzTests'</c>
/// runs an hour, and then also holds every text to 50 ms of processor time (best of thirty: other work on the machine is not the text's).
/// </summary>
public sealed class FuzzTests
{
    static readonly double Minutes = Setting("WARDMARK_FUZZ_MINUTES", 0.08);
    static readonly int Seed = (int)Setting("WARDMARK_FUZZ_SEED", 1);

    [Fact]
    public void Every_invariant_holds_for_every_text()
    {
        var (problem, texts) = Run(Invariants, TimeSpan.FromMinutes(Minutes));
        Assert.True(problem is null, problem);
        Assert.True(texts > 500, $"only {texts} texts were tried");
        TestContext.Current.SendDiagnosticMessage($"{texts:N0} texts, no invariant broken.");
    }

    [Fact]
    public void A_planted_fault_is_found()
    {
        // The fault: a fold that forgets that a character outside the basic plane takes two places.
        var faulty = (string text) => Spans([.. new FoldedText().Read(text).Units.Select(u => u.Start + 1 == text.Length ? u with { Length = 2 } : u)], text);
        var (problem, _) = Run(faulty, TimeSpan.FromMinutes(1));
        Assert.NotNull(problem);
    }

    static readonly TimeSpan SlowestText = TimeSpan.FromMilliseconds(50);

    static string? Slow(string text)
    {
        var best = TimeSpan.MaxValue;
        for (var n = 0; n < 30 && best > SlowestText; n++)
        {
            var before = Environment.CpuUsage.TotalTime;
            Screener.Screen(new() { Id = "1", Title = text });
            var took = Environment.CpuUsage.TotalTime - before;
            best = took < best ? took : best;
        }

        return best > SlowestText ? $"{text.Length} characters took {best.TotalMilliseconds:0} ms" : null;
    }

    static (string? Problem, long Texts) Run(Func<string, string?> check, TimeSpan time)
    {
        var mutator = new Mutator(Seed);
        var clock = Stopwatch.StartNew();
        var texts = 0L;
        do
        {
            var text = mutator.Next();
            texts++;
            var started = clock.Elapsed;
            var problem = check(text);
            if (problem is null && Minutes > 1 && clock.Elapsed - started > SlowestText) problem = Slow(text);
            if (problem is not null) return ($"text {texts} of seed {Seed}: {problem}: {Printable(text)}", texts);
        }
        while (clock.Elapsed < time);
        return (null, texts);
    }

    [Fact]
    public void Every_code_point_folds_to_what_folds_to_itself()
    {
        var broken = new List<string>();
        for (var cp = 0; cp <= 0x10FFFF; cp++)
            if (Rune.IsValid(cp) && Idempotent("a" + char.ConvertFromUtf32(cp) + "b") is not null) broken.Add($"U+{cp:X4}");
        Assert.Empty(broken);
    }

    static readonly ScreenedRegister Register = new([.. new[] { "Nike", "Gucci", "Louis Vuitton", "adidas", "Rolex", "Polo Ralph Lauren", "Chanel", "iPhone", "Yeezy", "AT&T", "Orange", "耐克", "ナイキ", "L'Oréal" }
        .Select(m => new Trademark { Mark = m })]);

    static readonly Screener Screener = new(Register, new(Weights.Shipped, Policy.Shipped));
    static readonly Screener Fresh = new(Register, new(Weights.Shipped, Policy.Shipped));
    static readonly FoldedText Folded = new();

    static string? Invariants(string text) => Spans(Folded.Read(text).Units, text) ?? Words(Folded) ?? Idempotent(text) ?? Screened(text);

    static string? Spans(List<Unit> units, string text)
    {
        var end = 0;
        foreach (var u in units)
        {
            if (u.Start < end || u.Length < 1 || u.Start + u.Length > text.Length) return $"the unit at {u.Start}+{u.Length} overlaps or leaves the text of {text.Length}";
            end = u.Start + u.Length;
        }

        return null;
    }

    static string? Words(FoldedText folded)
    {
        var past = 0;
        foreach (var w in folded.Words)
        {
            if (w.First < past || w.Count < 1 || w.First + w.Count > folded.Units.Count) return "words overlap or leave the units";
            past = w.First + w.Count;
        }

        return null;
    }

    // What was folded once folds to itself.
    static string? Idempotent(string text)
    {
        var once = string.Concat(Folded.Read(text).Units.Select(u => u.Glyph.Letters));
        var twice = string.Concat(new FoldedText().Read(once).Units.Select(u => u.Glyph.Letters));
        return once == twice ? null : $"“{Printable(once)}” folds to “{Printable(twice)}”";
    }

    // A screener that has seen a million texts finds what a new one would, whether the text comes whole, or as a variant
    // beside a stranger; and says where.
    static string? Screened(string text)
    {
        var listing = new Listing { Id = "1", Title = text.Length == 0 ? "-" : text };
        var found = Screener.Screen(listing);
        foreach (var row in found.SelectMany(f => f.Signals))
        {
            if (row.Length == 0 || row.Field != "title") continue;
            if (row.Start < 0 || row.Start + row.Length > listing.Title.Length) return $"{row.Signal} points outside the text";
            if (row.Seen != listing.Title.Substring(row.Start, row.Length)) return $"{row.Signal} says “{row.Seen}”, which does not stand there";
        }

        Fresh.Screen(new() { Id = "2", Title = "G u c c i \u202E belt replica" });
        var again = Fresh.Screen(listing);
        return Describe(found) == Describe(again) ? null : $"one screener finds {Describe(found)}, another {Describe(again)}";
    }

    static string Describe(IReadOnlyList<Finding> findings) =>
        string.Join("; ", findings.Select(f => $"{f.Mark} {f.Score} {string.Join(',', f.Signals.Select(s => $"{s.Signal}@{s.Start}+{s.Length}"))}"));

    static string Printable(string text)
    {
        const int longest = 200;
        var shown = new StringBuilder();
        foreach (var c in text.Take(longest))
            if (c is >= ' ' and <= '~') shown.Append(c);
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        return shown.ToString();
    }

    static double Setting(string name, double otherwise) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
