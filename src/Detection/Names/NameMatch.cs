namespace Wardmark.Detection.Names;

/// <summary>Two parts of names that met, or one that met none.</summary>
/// <param name="How">The same, spelt otherwise, an initial, one given name, joined, …</param>
public sealed record NamePair(string? First, string? Second, string How, double Likeness);

/// <summary>Whether two names are one, by which parts, and what stands against it.</summary>
/// <param name="Score">0 to 1; <see cref="NameMatch.Threshold"/> and more is a match.</param>
public sealed record NameAnswer(bool IsMatch, double Score, IReadOnlyList<NamePair> Parts, string Why);

/// <summary>What the names name.</summary>
public enum NameOf
{
    /// <summary>Whichever the words say: a legal form or a trade makes a company.</summary>
    Anyone,

    /// <summary>A person.</summary>
    Person,

    /// <summary>A company or another organisation.</summary>
    Company,
}

/// <summary>
/// Compares two names part by part. Parts meet in any order, the likest first; what one name has more of costs little
/// among persons and much among companies, and a part on both sides that met nothing speaks against the match.
/// </summary>
public static class NameMatch
{
    /// <summary>From here two names are one.</summary>
    public const double Threshold = 0.7;

    const double LeastLikeness = 0.72;

    /// <summary>Compares; of alternatives that a name gives, the best pair counts.</summary>
    public static NameAnswer Compare(string first, string second, NameOf kind = NameOf.Anyone)
    {
        var isPerson = kind == NameOf.Person || (kind == NameOf.Anyone && !IsCompany(first) && !IsCompany(second));
        NameAnswer? best = null;
        foreach (var a in NameReader.Alternatives(first))
            foreach (var b in NameReader.Alternatives(second))
                if (new NameAlignment(NameReader.Read(a, isPerson), NameReader.Read(b, isPerson), isPerson).Answer() is var answer && !(answer.Score <= best?.Score))
                    best = answer;
        return best!;
    }

    static bool IsCompany(string name) => NameReader.Read(name, isPerson: false).Any(w => w.Kind is NameWordKind.Form or NameWordKind.Trade);

    internal static bool IsLikeness(double likeness, string a, string b) =>
        likeness >= LeastLikeness && (Math.Min(a.Length, b.Length) > 3 || likeness >= 0.8);
}
