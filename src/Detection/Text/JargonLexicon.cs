using System.Text.Json;

namespace Wardmark.Detection.Text;

/// <summary>A word of the replica trade met in a field.</summary>
/// <param name="IsStrong">Says replica whatever the goods; the others only beside a mark.</param>
public sealed record JargonHit(string Field, int Start, int Length, string Seen, string Term, string Language, bool IsStrong, JargonKind Kind = JargonKind.Replica)
{
    /// <summary>For the reviewer and the seller.</summary>
    public string Sentence => $"“{Seen}” is a word of the replica trade ({Language}: {Term}).";
}

/// <summary>What the words of an entry say.</summary>
public enum JargonKind
{
    /// <summary>That the goods are copies.</summary>
    Replica,

    /// <summary>That the goods are not what they seem, or that the logo comes later.</summary>
    Disclaimer,

    /// <summary>That the goods resemble others: a dupe.</summary>
    Style,

    /// <summary>That packaging or papers are for sale.</summary>
    Packaging,
}

/// <summary>The words by which sellers say that goods are replicas, in many languages, with their innocent company.</summary>
public sealed class JargonLexicon
{
    sealed record Entry(string Term, string Language, string Strength, string[]? Unless, JargonKind Kind = JargonKind.Replica);

    sealed record File(string Version, string[] Sources, Entry[] Entries);

    static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };
    readonly Entry[] _entries;
    readonly MarkIndex _index = new(fewestLetters: 2);

    JargonLexicon(File file)
    {
        Version = file.Version;
        _entries = file.Entries;
        for (var i = 0; i < _entries.Length; i++) _index.Add(i, _entries[i].Term);
        _index.Freeze();
    }

    /// <summary>The lexicon that ships with the program.</summary>
    public static JargonLexicon Shipped { get; } = Read();

    /// <summary>Date of the data.</summary>
    public string Version { get; }

    /// <summary>A matcher of one thread's own.</summary>
    public MarkMatcher NewMatcher() => new(_index);

    /// <summary>Adds the words of the trade in a field that no innocent context explains.</summary>
    public void Find(MarkMatcher matcher, FoldedText text, string field, List<JargonHit> hits)
    {
        var found = new List<Occurrence>();
        matcher.Find(field, text, found);
        if (found.Count == 0) return;
        HashSet<string>? words = null;
        foreach (var o in found)
        {
            var entry = _entries[o.Name.Mark];
            if (o.Disguise is not (Disguise.None or Disguise.Accents) && o.Name.Plain.Length < 6) continue;
            if (entry.Unless is { } unless)
            {
                words ??= [.. matcher.Text.Words.Select(w => MarkIndex.Plain(matcher.Text, w))];
                if (Array.Exists(unless, words.Contains)) continue;
            }

            hits.Add(new(field, o.Start, o.Length, o.Seen, entry.Term, entry.Language, entry.Strength == "strong", entry.Kind));
        }
    }

    static JargonLexicon Read()
    {
        using var stream = ShippedData.Open("text/jargon.json");
        return new(JsonSerializer.Deserialize<File>(stream, Wire)!);
    }
}
