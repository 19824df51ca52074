using Wardmark.Detection.Text;

namespace Wardmark.Detection.Bench;

/// <summary>Made-up marks and listings, the same in every run: everyday words, one listing in ten with a mark.</summary>
static class Corpus
{
    static readonly string[] Starts = ["b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w", "z"];
    static readonly string[] Middles = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou"];
    static readonly string[] Ends = ["l", "n", "r", "s", "t", "m", "x", "nd", "rt", "ll", "ss", "ck", ""];

    /// <summary>Distinct names of two to four syllables, one in five of two words.</summary>
    public static string[] Marks(int count)
    {
        var random = new Random(7);
        var marks = new HashSet<string>(count);
        while (marks.Count < count)
        {
            var name = Word(random, random.Next(2, 5));
            marks.Add(random.Next(5) == 0 ? $"{name} {Word(random, random.Next(1, 3))}" : name);
        }

        return [.. marks];
    }

    /// <summary>Where real texts are named, a line each, they are a second corpus: WARDMARK_TEXTS, and WARDMARK_NAMES for names that come before made-up ones.</summary>
    public static bool HasReal => Environment.GetEnvironmentVariable("WARDMARK_TEXTS") is { Length: > 0 };

    /// <summary>The names and texts of a corpus.</summary>
    public static (string[] Marks, string[] Listings) Of(string corpus, int marks, int listings)
    {
        if (corpus == "made") return (Marks(marks), Listings(listings, Marks(marks)));
        var names = Environment.GetEnvironmentVariable("WARDMARK_NAMES") is { Length: > 0 } file ? File.ReadAllLines(file).Where(n => n.Length > 2) : [];
        var texts = File.ReadAllLines(Environment.GetEnvironmentVariable("WARDMARK_TEXTS")!);
        return ([.. names.Concat(Marks(marks)).Distinct().Take(marks)], [.. texts.Where((_, i) => i % Math.Max(1, texts.Length / listings) == 0).Take(listings)]);
    }

    /// <summary>Texts of about 870 characters.</summary>
    public static string[] Listings(int count, string[] marks)
    {
        var random = new Random(11);
        var words = ShippedData.Rows("text/common-words.tsv").Where(r => int.Parse(r[1], null) <= 35).Select(r => r[0]).ToArray();
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var text = Enumerable.Range(0, 98).Select(_ => words[random.Next(words.Length)]).ToList();
            if (i % 10 == 0) text[random.Next(text.Count)] = marks[random.Next(marks.Length)];
            return string.Join(' ', text);
        })];
    }

    /// <summary>Marks with one letter left out.</summary>
    public static string[] Misspelt(int count, string[] marks)
    {
        var random = new Random(13);
        return [.. Enumerable.Range(0, count).Select(_ => marks[random.Next(marks.Length)]).Where(m => m.Length > 6 && !m.Contains(' ')).Select(m => m.Remove(random.Next(1, m.Length), 1))];
    }

    static string Word(Random random, int syllables) => string.Concat(Enumerable.Range(0, syllables)
        .Select(_ => Starts[random.Next(Starts.Length)] + Middles[random.Next(Middles.Length)] + Ends[random.Next(Ends.Length)]));
}
