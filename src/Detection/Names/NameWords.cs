using Wardmark.Detection.Text;

namespace Wardmark.Detection.Names;

/// <summary>What a word does in a name.</summary>
public enum NameWordKind
{
    /// <summary>It is the name, or a part of it.</summary>
    Name,

    /// <summary>One letter that stands for a name.</summary>
    Initial,

    /// <summary>A number, also one in words or in Roman figures.</summary>
    Number,

    /// <summary>A word that many companies share: bank, systems.</summary>
    Trade,

    /// <summary>A country.</summary>
    Country,

    /// <summary>A part of the world, which companies add and leave out.</summary>
    Region,

    /// <summary>A word that says little: the, of, group.</summary>
    Soft,

    /// <summary>The legal form of a company.</summary>
    Form,

    /// <summary>A title of a person.</summary>
    Title,

    /// <summary>A particle of a person's name: al, bin, van.</summary>
    Particle,
}

/// <summary>What the words of names are read as: legal forms, countries, titles, numbers, given names that are one.</summary>
static class NameWords
{
    const int LongestPhrase = 6;

    static readonly Lazy<Tables> Shipped = new(Tables.Read);

    static readonly Lazy<Dictionary<char, string>> Scripts = new(() => ShippedData.Rows("names/scripts.tsv").ToDictionary(r => r[0][0], r => r.Length > 1 ? r[1] : ""));

    static readonly Lazy<List<string>> Unspaced = new(() => [.. ShippedData.Rows("names/words.tsv").Select(r => r[1]).Where(IsUnspaced)]);

    /// <summary>The given name under which other languages, short forms and spellings of it are kept; none for most words.</summary>
    public static IReadOnlyList<int> GivenNameGroups(string read) => Shipped.Value.Given.GetValueOrDefault(read, []);

    /// <summary>What a letter of kana, Arabic or Hebrew is in Latin letters.</summary>
    public static string? Latin(char letter) => Scripts.Value.GetValueOrDefault(letter);

    /// <summary>The legal forms that are written without a space beside the name.</summary>
    public static IReadOnlyList<string> UnspacedForms => Unspaced.Value;

    static bool IsUnspaced(string written) => written[0] > '\u2E00';

    /// <summary>The longest phrase of the table that begins at a word: how many words, their kind, and what they are read as.</summary>
    public static (int Words, NameWordKind Kind, string Read)? At(IReadOnlyList<string> words, int at, bool isPerson)
    {
        var table = isPerson ? Shipped.Value.OfPersons : Shipped.Value.OfCompanies;
        for (var count = Math.Min(LongestPhrase, words.Count - at); count > 0; count--)
        {
            var phrase = count == 1 ? words[at] : string.Join(' ', words.Skip(at).Take(count));
            if (table.TryGetValue(phrase, out var found)) return (count, found.Kind, found.Read);
            // Registers cut long names off.
            if (!isPerson && at + count == words.Count && count > 1 && phrase.Length >= 12 && table.FirstOrDefault(p => p.Key.StartsWith(phrase, StringComparison.Ordinal) && p.Key.Length < phrase.Length + 6) is { Key: not null } cut)
                return (count, cut.Value.Kind, cut.Value.Read);
        }

        return null;
    }

    sealed record Tables(
        Dictionary<string, (NameWordKind Kind, string Read)> OfCompanies, Dictionary<string, (NameWordKind Kind, string Read)> OfPersons,
        Dictionary<string, List<int>> Given)
    {
        public static Tables Read()
        {
            var tables = new Tables([], [], []);
            foreach (var row in ShippedData.Rows("names/words.tsv")) tables.Add(row);
            var group = 0;
            foreach (var row in ShippedData.Rows("names/given-names.tsv"))
            {
                foreach (var name in row)
                {
                    if (!tables.Given.TryGetValue(name, out var groups)) tables.Given[name] = groups = [];
                    groups.Add(group);
                }

                group++;
            }

            return tables;
        }

        // The table is written as people write; it is kept as names are read.
        void Add(string[] row)
        {
            var written = IsUnspaced(row[1]) ? row[1] : string.Join(' ', NameReader.Letters(row[1]).Select(w => w.Read));
            var kind = row[0] switch
            {
                "form" => NameWordKind.Form,
                "soft" => NameWordKind.Soft,
                "region" => NameWordKind.Region,
                "number" => NameWordKind.Number,
                "trade" => NameWordKind.Trade,
                "country" => NameWordKind.Country,
                "title" => NameWordKind.Title,
                "particle" => NameWordKind.Particle,
                "short" => NameWordKind.Trade,
                _ => throw new InvalidDataException($"config/names/words.tsv: “{row[0]}” is no kind of word."),
            };
            if (kind is NameWordKind.Title or NameWordKind.Particle) OfPersons.TryAdd(written, (kind, row[2]));
            else OfCompanies.TryAdd(written, (kind, row[2]));
        }
    }
}
