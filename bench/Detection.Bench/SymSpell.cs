namespace Wardmark.Detection.Bench;

/// <summary>
/// The peer for misspellings: SymSpell as published (Garbe 2012, version 6), for comparison only. Every deletion within
/// the distance, over a prefix, in one dictionary; candidates checked by optimal string alignment.
/// </summary>
sealed class SymSpell
{
    const int Prefix = 9;
    const int Most = 2;
    readonly Dictionary<string, List<string>> _deletes = [];

    public SymSpell(IEnumerable<string> words)
    {
        foreach (var word in words)
            foreach (var delete in Deletes(word))
            {
                if (!_deletes.TryGetValue(delete, out var list)) _deletes[delete] = list = new(1);
                list.Add(word);
            }
    }

    public List<string> Lookup(string word)
    {
        var found = new List<string>();
        var seen = new HashSet<string>();
        foreach (var delete in Deletes(word))
            if (_deletes.TryGetValue(delete, out var list))
                foreach (var candidate in list)
                    if (Math.Abs(candidate.Length - word.Length) <= Most && seen.Add(candidate) && BruteForce.Distance(candidate, word) <= Text.Spelling.Allowed(candidate.Length) && candidate != word)
                        found.Add(candidate);
        return found;
    }

    static HashSet<string> Deletes(string word)
    {
        var all = new HashSet<string>();
        Add(word.Length <= Prefix ? word : word[..Prefix], 0);
        return all;

        void Add(string text, int depth)
        {
            if (!all.Add(text) && depth > 0) return;
            if (depth == Most || text.Length < 2) return;
            for (var i = 0; i < text.Length; i++) Add(text.Remove(i, 1), depth + 1);
        }
    }
}

/// <summary>Comparing with every word: slow, and right.</summary>
static class BruteForce
{
    public static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0) { cost[i, j] = i + j; continue; }
                cost[i, j] = Math.Min(cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }

        return cost[a.Length, b.Length];
    }
}
