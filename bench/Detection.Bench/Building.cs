using System.Diagnostics;
using System.Globalization;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Text;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Bench;

/// <summary>
/// What a register costs to prepare and to hold, and what one changed mark costs. Run once, not by the harness: what is
/// asked is memory that stays. <c>dotnet run --project bench/Detection.Bench -c Release -- building</c>
/// </summary>
static class Building
{
    public static void Run()
    {
        Console.Out.WriteLine("| marks | exact index | with misspellings | SymSpell | Hyperscan | one mark changed, p50 / most of 200 |\n|---:|---:|---:|---:|---:|---:|");
        foreach (var count in (int[])[10_000, 100_000, 1_000_000])
        {
            var marks = Corpus.Marks(count);
            var exact = Kept(() =>
            {
                var index = new MarkIndex();
                for (var i = 0; i < marks.Length; i++) index.Add(i, marks[i]);
                return index.Freeze();
            }, count);
            var fuzzy = Kept(() =>
            {
                var index = new MarkIndex(findsMisspellings: true);
                for (var i = 0; i < marks.Length; i++) index.Add(i, marks[i]);
                return index.Freeze();
            }, count);
            var symSpell = count > 100_000 ? "not run" : Kept(() => new SymSpell([.. marks.Where(n => !n.Contains(' ')).Distinct()]), count);
            var peer = !Hyperscan.IsHere || count > 100_000 ? "not run" : Time(() => new Hyperscan([.. marks.Select(m => m.ToLowerInvariant())]).Dispose());
            Console.Out.WriteLine($"| {count:N0} | {exact} | {fuzzy} | {symSpell} | {peer} | {Changed(marks)} |");
        }
    }

    static string Changed(string[] names)
    {
        var register = new ScreenedRegister([.. names.Select(n => new Trademark { Mark = n })]);
        var times = Enumerable.Range(0, 200).Select(i =>
        {
            var clock = Stopwatch.StartNew();
            var changed = register.With([new() { Mark = $"Newcomerbrand{i}" }], [], [i]);
            var found = new Screener(changed, new(Weights.Shipped, Policy.Shipped)).Screen(new() { Id = "1", Title = $"newcomerbrand{i} shoes" });
            if (found.Count == 0) throw new InvalidOperationException("The changed mark is not found.");
            return clock.Elapsed.TotalMilliseconds;
        }).Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{times[100]:0.00} / {times[^1]:0.0} ms");
    }

    static string Kept(Func<object> make, int count)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        var made = make();
        var took = clock.Elapsed;
        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(made);
        return string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.00} s, {bytes / (double)count:0} B a mark");
    }

    static string Time(Action make)
    {
        var clock = Stopwatch.StartNew();
        make();
        return string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.00} s");
    }
}
