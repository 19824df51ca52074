namespace Wardmark.Detection.Text;

/// <summary>How one letter was changed to get from a name to what was written.</summary>
public enum EditKind : byte
{
    /// <summary>A letter written twice, or one of two left out.</summary>
    Doubled,

    /// <summary>Two neighbours changed places.</summary>
    Swapped,

    /// <summary>A letter left out.</summary>
    Dropped,

    /// <summary>A letter put in.</summary>
    Added,

    /// <summary>A letter for one that sounds alike: c and k, i and y, one vowel for another.</summary>
    SoundsAlike,

    /// <summary>A letter for its neighbour on the keyboard.</summary>
    KeyBeside,

    /// <summary>A letter for any other.</summary>
    Replaced,

    /// <summary>A space put in, so that two words stand for one.</summary>
    Parted,
}

/// <summary>What was done to a name, and how far it looks like that name misspelt rather than another word, 0 to 1.</summary>
public sealed record Misspelling(IReadOnlyList<EditKind> Edits, double Likeness)
{
    /// <summary>For the reviewer: "a doubled letter and two letters that changed places".</summary>
    public string Words => string.Join(" and ", Edits.Select(e => e switch
    {
        EditKind.Doubled => "a doubled letter",
        EditKind.Swapped => "two letters that changed places",
        EditKind.Dropped => "a letter left out",
        EditKind.Added => "a letter put in",
        EditKind.SoundsAlike => "a letter that sounds alike",
        EditKind.KeyBeside => "a neighbour on the keyboard",
        EditKind.Parted => "a space put in",
        _ => "another letter",
    }));
}

/// <summary>Compares folded words by optimal string alignment: Damerau–Levenshtein in which no letter is edited twice.</summary>
public static class Spelling
{
    /// <summary>Names shorter than this are never found misspelt: too many words are one letter away.</summary>
    public const int ShortestName = 4;

    const int LongestWord = 40;
    const byte TooMany = 100;
    static readonly string[] Keys = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    static readonly string[] Sounds = ["ckq", "sz", "iy", "vw", "uw", "gj", "bp", "dt", "fv", "mn", "ch"];
    const string Vowels = "aeiouy";

    /// <summary>Edits allowed for a name of so many letters.</summary>
    public static int Allowed(int letters) => letters < ShortestName ? 0 : letters < 8 ? 1 : 2;

    /// <summary>The edits from a name to what was written; nothing where there are more than allowed, or none.</summary>
    public static Misspelling? Compare(ReadOnlySpan<char> name, ReadOnlySpan<char> seen)
    {
        var most = Allowed(name.Length);
        if (most == 0 || Math.Abs(name.Length - seen.Length) > most || name.Length > LongestWord || seen.Length > LongestWord) return null;
        var width = seen.Length + 1;
        Span<byte> cost = stackalloc byte[(name.Length + 1) * width];
        cost.Fill(TooMany);
        for (var i = 0; i <= name.Length; i++)
        {
            var best = TooMany;
            // Further from the diagonal there are more edits than allowed already.
            for (var j = Math.Max(0, i - most); j <= Math.Min(seen.Length, i + most); j++)
            {
                var c = i == 0 ? j : j == 0 ? i
                    : Math.Min(cost[((i - 1) * width) + j - 1] + (name[i - 1] == seen[j - 1] ? 0 : 1),
                        Math.Min(cost[((i - 1) * width) + j], cost[(i * width) + j - 1]) + 1);
                if (IsSwap(name, seen, i, j)) c = Math.Min(c, cost[((i - 2) * width) + j - 2] + 1);
                cost[(i * width) + j] = (byte)c;
                best = Math.Min(best, (byte)c);
            }

            if (best > most) return null;
        }

        return cost[^1] is 0 || cost[^1] > most ? null : Trace(name, seen, cost, width);
    }

    /// <summary>A name of one word that is written as two.</summary>
    public static Misspelling Parted(string name) => new([EditKind.Parted], Plausibility(EditKind.Parted) * ChanceLeft(name.Length));

    static bool IsSwap(ReadOnlySpan<char> name, ReadOnlySpan<char> seen, int i, int j) =>
        i > 1 && j > 1 && name[i - 1] == seen[j - 2] && name[i - 2] == seen[j - 1] && name[i - 1] != name[i - 2];

    static Misspelling Trace(ReadOnlySpan<char> name, ReadOnlySpan<char> seen, ReadOnlySpan<byte> cost, int width)
    {
        var edits = new List<EditKind>(2);
        var atStart = false;
        int i = name.Length, j = seen.Length;
        while (i > 0 || j > 0)
        {
            var here = cost[(i * width) + j];
            if (i > 0 && j > 0 && name[i - 1] == seen[j - 1] && cost[((i - 1) * width) + j - 1] == here) { i--; j--; continue; }
            if (IsSwap(name, seen, i, j) && cost[((i - 2) * width) + j - 2] + 1 == here) { edits.Add(EditKind.Swapped); i -= 2; j -= 2; }
            else if (j > 0 && cost[(i * width) + j - 1] + 1 == here) { edits.Add(IsDouble(seen, j - 1) ? EditKind.Doubled : EditKind.Added); j--; atStart |= j == 0; }
            else if (i > 0 && cost[((i - 1) * width) + j] + 1 == here) { edits.Add(IsDouble(name, i - 1) ? EditKind.Doubled : EditKind.Dropped); i--; atStart |= i == 0; }
            else { edits.Add(KindOf(name[i - 1], seen[j - 1])); i--; j--; atStart |= i == 0; }
        }

        edits.Reverse();
        var likeness = edits.Aggregate(1.0, (l, e) => l * Plausibility(e));
        if (atStart || IsPlural(name, seen)) likeness *= 0.5;
        return new(edits, likeness * ChanceLeft(name.Length));
    }

    static bool IsPlural(ReadOnlySpan<char> name, ReadOnlySpan<char> seen) => name.Length != seen.Length
        && (name.Length > seen.Length ? name : seen)[^1] == 's' && (name.StartsWith(seen, StringComparison.Ordinal) || seen.StartsWith(name, StringComparison.Ordinal));

    // The shorter the name, the more words of some language are a letter away.
    static double ChanceLeft(int letters) => letters switch { <= 5 => 0.75, 6 => 0.85, 7 => 0.95, _ => 1 };

    static bool IsDouble(ReadOnlySpan<char> word, int at) =>
        (at > 0 && word[at - 1] == word[at]) || (at + 1 < word.Length && word[at + 1] == word[at]);

    static EditKind KindOf(char name, char seen)
    {
        if (Array.Exists(Sounds, s => s.Contains(name) && s.Contains(seen))) return EditKind.SoundsAlike;
        if (Vowels.Contains(name) && Vowels.Contains(seen)) return EditKind.SoundsAlike;
        return Beside(name, seen) ? EditKind.KeyBeside : EditKind.Replaced;
    }

    static bool Beside(char a, char b)
    {
        for (var row = 0; row < Keys.Length; row++)
        {
            var at = Keys[row].IndexOf(a);
            if (at < 0) continue;
            for (var other = Math.Max(0, row - 1); other <= Math.Min(Keys.Length - 1, row + 1); other++)
                if (Keys[other].IndexOf(b) is var there and >= 0 && Math.Abs(at - there) <= 1) return true;
        }

        return false;
    }

    // Misspellings keep the sound and the first letter far more often than not (Damerau 1964; Pollock and Zamora 1984).
    static double Plausibility(EditKind kind) => kind switch
    {
        EditKind.Doubled or EditKind.Swapped or EditKind.Parted => 1,
        EditKind.Dropped => 0.9,
        EditKind.SoundsAlike => 0.8,
        EditKind.Added => 0.75,
        EditKind.KeyBeside => 0.65,
        _ => 0.62,
    };
}
