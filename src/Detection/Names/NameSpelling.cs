namespace Wardmark.Detection.Names;

/// <summary>How far two words of names are one word written otherwise. A letter that sounds alike costs less than another.</summary>
static class NameSpelling
{
    const int LongestWord = 40;
    static readonly string[] Alike = ["ckqxg", "szxc", "iyj", "vwbfu", "gjz", "bp", "dt", "mn", "lr", "kh", "ouw"];
    const string Vowels = "aeiouy";
    static readonly (string Written, string Sound)[] Sounds =
    [
        ("tsch", "ch"), ("sch", "sh"), ("tch", "ch"), ("ph", "f"), ("ck", "k"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"),
        ("ts", "z"), ("tz", "z"), ("zh", "j"), ("dj", "j"), ("qu", "kv"), ("oo", "u"), ("ou", "u"), ("ee", "i"), ("ie", "i"), ("iy", "i"), ("yy", "y"), ("aa", "a"), ("x", "ks"),
    ];

    /// <summary>1 for the same word, less by what the edits cost against the length, 0 where nothing is left.</summary>
    public static double Likeness(string a, string b)
    {
        if (a == b) return 1;
        // A sign of Chinese or a syllable of Korean is a word's worth.
        if (a.Length > LongestWord || b.Length > LongestWord || a.Any(c => c > '\u3100') || b.Any(c => c > '\u3100')) return 0;
        var written = 1 - (Cost(a, b) / Math.Max(a.Length, b.Length));
        // Spelt by sound the words may be nearer; that the letters differ is not forgotten.
        var (soundA, soundB) = (Sound(a), Sound(b));
        var heard = soundA == soundB ? 0.95 : 0.97 * (1 - (Cost(soundA, soundB) / Math.Max(soundA.Length, soundB.Length)));
        return Math.Max(0, Math.Max(written, heard));
    }

    /// <summary>The consonants of a word, for comparing with a script that writes no vowels.</summary>
    public static string Consonants(string word)
    {
        var bare = new System.Text.StringBuilder();
        foreach (var c in Sound(word))
            if (!Vowels.Contains(c) && c != 'w' && c != 'h') bare.Append(c);
        return bare.ToString();
    }

    static string Sound(string word)
    {
        foreach (var (written, sound) in Sounds) word = word.Replace(written, sound, StringComparison.Ordinal);
        var single = new System.Text.StringBuilder(word.Length);
        foreach (var c in word)
            if (single.Length == 0 || single[^1] != c) single.Append(c);
        return single.ToString();
    }

    static double Cost(string a, string b)
    {
        var width = b.Length + 1;
        Span<float> cost = stackalloc float[(a.Length + 1) * width];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 && j == 0) continue;
                var best = float.MaxValue;
                if (i > 0) best = Math.Min(best, cost[((i - 1) * width) + j] + Lost(a, i - 1));
                if (j > 0) best = Math.Min(best, cost[(i * width) + j - 1] + Lost(b, j - 1));
                if (i > 0 && j > 0) best = Math.Min(best, cost[((i - 1) * width) + j - 1] + Replaced(a[i - 1], b[j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = Math.Min(best, cost[((i - 2) * width) + j - 2] + 0.7f);
                cost[(i * width) + j] = best;
            }
        }

        return cost[^1];
    }

    static float Lost(string word, int at) => at > 0 && word[at] == word[at - 1] ? 0.3f : at == 0 ? 1 : word[at] == 'h' ? 0.5f : Vowels.Contains(word[at]) ? 0.7f : 1;

    static float Replaced(char a, char b) =>
        a == b ? 0 : Vowels.Contains(a) && Vowels.Contains(b) ? 0.5f : Array.Exists(Alike, s => s.Contains(a) && s.Contains(b)) ? 0.6f : 1;
}
