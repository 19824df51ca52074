namespace Wardmark.Detection.Names;

/// <summary>The parts of two names brought together, the likest pair first.</summary>
sealed class NameAlignment(IReadOnlyList<NameWord> first, IReadOnlyList<NameWord> second, bool isPerson)
{
    const int LongestJoin = 4;

    // What a word weighs where it met none.
    static double Weight(NameWord word) => word.Kind switch
    {
        NameWordKind.Name => 1,
        NameWordKind.Trade => 0.8,
        NameWordKind.Country => word.IsBracketed ? 0.4 : 0.9,
        NameWordKind.Initial => 0.5,
        NameWordKind.Region => 0.35,
        NameWordKind.Number => 0.3,
        NameWordKind.Soft => 0.05,
        _ => 0,
    };

    sealed record Candidate(int A, int CountA, int B, int CountB, double Likeness, string How);

    readonly List<NamePair> _pairs = [];
    readonly bool[] _metA = new bool[first.Count];
    readonly bool[] _metB = new bool[second.Count];
    double _weight;
    double _met;
    int _names;
    bool _isSpelt;

    public NameAnswer Answer()
    {
        foreach (var c in Candidates().OrderByDescending(c => c.Likeness + (0.001 * (c.CountA + c.CountB)) + (0.0005 * first[c.A].Read.Length)).ThenBy(c => Math.Abs(c.A - c.B)))
            Take(c);
        var (leftA, leftB) = (Left(first, _metA), Left(second, _metB));
        // A name written twice says nothing new.
        if (leftB < 0.5) leftA = Left(first, _metA, forgiveTwice: true);
        if (leftA < 0.5) leftB = Left(second, _metB, forgiveTwice: true);
        var (score, why) = isPerson ? OfPersons(leftA, leftB) : OfCompanies(leftA, leftB);
        return new(score >= NameMatch.Threshold, Math.Round(score, 3), [.. _pairs, .. Alone()], why);
    }

    IEnumerable<Candidate> Candidates()
    {
        for (var a = 0; a < first.Count; a++)
        {
            for (var b = 0; b < second.Count; b++)
            {
                if (Meet(first[a], second[b]) is var (likeness, how)) yield return new(a, 1, b, 1, likeness, how);
                for (var n = 2; n <= LongestJoin; n++)
                {
                    if (Join(first, a, n, second[b]) is var (joined, how1)) yield return new(a, n, b, 1, joined, how1);
                    if (Join(second, b, n, first[a]) is var (joined2, how2)) yield return new(a, 1, b, n, joined2, how2);
                }
            }
        }
    }

    (double, string)? Meet(NameWord a, NameWord b)
    {
        if (a.Read == b.Read) return (1, a.Written == b.Written ? "the same" : "the same, written otherwise");
        if (a.Kind == NameWordKind.Initial && b.Kind == NameWordKind.Name && b.Read[0] == a.Read[0]) return (0.8, "an initial");
        if (b.Kind == NameWordKind.Initial && a.Kind == NameWordKind.Name && b.Read[0] == a.Read[0]) return (0.8, "an initial");
        // Words that are known for what they are are no misspellings of each other.
        if (a.Kind != NameWordKind.Name && b.Kind != NameWordKind.Name) return null;
        if (a.Kind is not (NameWordKind.Name or NameWordKind.Trade or NameWordKind.Form) || b.Kind is not (NameWordKind.Name or NameWordKind.Trade or NameWordKind.Form)) return null;
        if (isPerson && NameWords.GivenNameGroups(a.Read) is { Count: > 0 } groupsA && NameWords.GivenNameGroups(b.Read) is { Count: > 0 } groupsB)
            return groupsA.Intersect(groupsB).Any() ? (0.95, "one given name") : null;
        if (a.IsBare != b.IsBare)
        {
            var (bareA, bareB) = (NameSpelling.Consonants(a.Read), NameSpelling.Consonants(b.Read));
            return bareA.Length > 0 && bareB.Length > 0 && NameSpelling.Likeness(bareA, bareB) is >= 0.6 and var bare ? (bare * 0.95, "one sound in another script") : null;
        }

        var likeness = NameSpelling.Likeness(a.Read, b.Read);
        return NameMatch.IsLikeness(likeness, a.Read, b.Read) ? (likeness, "spelt otherwise") : null;
    }

    static (double, string)? Join(IReadOnlyList<NameWord> words, int at, int count, NameWord one)
    {
        if (at + count > words.Count || one.Kind is NameWordKind.Initial) return null;
        var joined = string.Concat(words.Skip(at).Take(count).Select(w => w.Kind == NameWordKind.Name ? w.Read : w.Written.ToLowerInvariant()));
        if (joined.Length >= 4 && (joined == one.Read || (joined.Length > 6 && NameSpelling.Likeness(joined, one.Read) >= 0.9))) return (0.97, "written as one word");
        var initials = string.Concat(words.Skip(at).Take(count).Where(w => w.Kind != NameWordKind.Soft).Select(w => w.Read[..1]));
        return one.Kind == NameWordKind.Name && !one.Written.Any(char.IsLower) && initials.Length >= 2 && one.Read == initials && words.Skip(at).Take(count).All(w => w.Read.Length > 2)
            ? (0.8, "its initials") : null;
    }

    void Take(Candidate c)
    {
        if (_metA.AsSpan(c.A, c.CountA).Contains(true) || _metB.AsSpan(c.B, c.CountB).Contains(true)) return;
        _metA.AsSpan(c.A, c.CountA).Fill(true);
        _metB.AsSpan(c.B, c.CountB).Fill(true);
        var (a, b) = (first.Skip(c.A).Take(c.CountA).ToList(), second.Skip(c.B).Take(c.CountB).ToList());
        _pairs.Add(new(string.Join(' ', a.Select(w => w.Written)), string.Join(' ', b.Select(w => w.Written)), c.How, Math.Round(c.Likeness, 2)));
        var weight = Math.Max(a.Sum(Weight), b.Sum(Weight));
        _weight += weight;
        _met += weight * c.Likeness;
        if (!a.Concat(b).Any(w => w.Kind == NameWordKind.Name)) return;
        _names += Math.Max(c.CountA, c.CountB);
        if (c.How is not ("an initial" or "its initials")) _isSpelt = true;
    }

    static double Left(IReadOnlyList<NameWord> words, bool[] met, bool forgiveTwice = false) => words
        .Where((w, i) => !met[i] && !(forgiveTwice && w.Kind == NameWordKind.Name && words.Where((o, j) => j != i && met[j] && o.Read == w.Read).Any()))
        .Sum(Weight);

    static bool Lacks(IReadOnlyList<NameWord> words, bool[] met) => words.Where((w, i) => w.Kind == NameWordKind.Country && !met[i]).Any();

    IEnumerable<NamePair> Alone() =>
        first.Where((w, i) => !_metA[i] && Weight(w) > 0.05).Select(w => new NamePair(w.Written, null, "met nothing", 0))
            .Concat(second.Where((w, i) => !_metB[i] && Weight(w) > 0.05).Select(w => new NamePair(null, w.Written, "met nothing", 0)));

    (double, string) OfPersons(double leftA, double leftB)
    {
        if (_names == 0) return (0, "no part of the name meets");
        if (!_isSpelt) return (0.5, "only initials meet");
        var likeness = _met / _weight;
        if (IsReversed(first, second)) return (0.5 * likeness, "father and son have changed places");
        var (less, more) = (Math.Min(leftA, leftB), Math.Max(leftA, leftB));
        if (less >= 0.5) return (Math.Min(0.6, _met / (_weight + less + more)), "each name has a part that the other has not");
        if (more >= 0.5 && _names == 1) return (0.5 * likeness, "only one part of the longer name meets");
        var score = likeness - (0.06 * more) - (0.1 * less);
        return (score, more < 0.5 ? "every part meets" : "every part of the shorter name meets");
    }

    (double, string) OfCompanies(double leftA, double leftB)
    {
        var hasName = first.Concat(second).Any(w => w.Kind == NameWordKind.Name);
        if (_names == 0 && (hasName || leftA + leftB > 0.5)) return (Math.Min(0.5, _met), "only words that many companies share meet");
        if (_weight == 0) return (0, "nothing that names a company meets");
        var (less, more) = (Math.Min(leftA, leftB), Math.Max(leftA, leftB));
        var likeness = _met / _weight;
        // Two daughters of one house in two countries are two companies.
        if (less >= 0.7 || (Lacks(first, _metA) && Lacks(second, _metB))) return (Math.Min(0.6, _met / (_weight + less + more)), "each name has a part that the other has not");
        var score = likeness - (0.4 * more) - (0.2 * less);
        return (Math.Max(0, score), more < 0.3 ? "every part meets" : more < 0.7 ? "what one name has more says little" : "one name has a part that the other has not");
    }

    // "A bin B" is B's son: B bin A is another person.
    static bool IsReversed(IReadOnlyList<NameWord> first, IReadOnlyList<NameWord> second)
    {
        return Filiation(first) is var (sonA, fatherA) && Filiation(second) is var (sonB, fatherB)
            && (Same(sonA, fatherB) || Same(fatherA, sonB)) && !Same(sonA, sonB) && !Same(fatherA, fatherB);

        static bool Same(string a, string b) => a == b;

        static (string Son, string Father)? Filiation(IReadOnlyList<NameWord> words)
        {
            for (var i = 1; i + 1 < words.Count; i++)
            {
                if (words[i] is not { Kind: NameWordKind.Particle, Read: "bin" }) continue;
                var father = i + 1 < words.Count - 1 && words[i + 1].Kind == NameWordKind.Particle ? i + 2 : i + 1;
                if (words[i - 1].Kind == NameWordKind.Name) return (words[i - 1].Read, words[father].Read);
            }

            return null;
        }
    }
}
