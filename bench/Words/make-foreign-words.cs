#:property PublishAot=false
#:project ../../src/Detection/Detection.csproj
// Makes config/text/foreign-words.tsv: words of other languages than English that a listing is written in, so that none is
// taken for a mark misspelt. Run in the repository's root:
//
//   npm pack cldr-annotations-full@48.2.0 @openstreetmap/id-tagging-schema@6.19.2 stopwords-iso@1.1.0 bip39@3.1.2
//   (unpack each into a folder of its name under words/)
//   dotnet run bench/Words/make-foreign-words.cs -- words > config/text/foreign-words.tsv
using System.Text.Json;
using Wardmark.Detection.Text;

const int fewestLetters = 4;
var folder = args is [var f] ? f : throw new ArgumentException("one argument: the folder with the unpacked packages");
string[] languages = ["bg", "cs", "da", "de", "el", "es", "fi", "fr", "hu", "it", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk"];
var words = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
var reader = new FoldedText();
foreach (var language in languages)
{
    foreach (var text in Annotations(language).Concat(Presets(language)).Concat(Stopwords(language)).Concat(WordList(language))) Take(text, language);
}

foreach (var line in File.ReadLines("bench/Words/marketplace-words.txt"))
    if (line is not ['#', ..]) Take(line[3..], line[..2]);

Console.WriteLine("# Words of other languages than English that listings are written in, folded to the letters a to z or, of Cyrillic and Greek, to small letters, with the languages they were seen in.");
Console.WriteLine("# Sources: Unicode CLDR 48.2 emoji annotations (Unicode License v3), OpenStreetMap id-tagging-schema 6.19.2 (ISC), stopwords-iso 1.1.0 (MIT), bip39 3.1.2 word lists (ISC),");
Console.WriteLine("# and words written for Wardmark (bench/Words/marketplace-words.txt). Made by bench/Words/make-foreign-words.cs; everyday English words are in common-words.tsv.");
foreach (var (word, seen) in words) Console.WriteLine($"{word}\t{string.Join(' ', seen)}");

void Take(string text, string language)
{
    foreach (var word in reader.Read(text).Words)
        if (MarkIndex.Plain(reader, word) is var plain && plain.Length >= fewestLetters && plain.All(c => char.IsAsciiLetterLower(c) || c is (>= '\u0370' and <= '\u03FF') or (>= '\u0400' and <= '\u052F')) && !CommonWords.Contains(plain))
        {
            if (!words.TryGetValue(plain, out var seen)) words[plain] = seen = [];
            seen.Add(language);
        }
}

// Names and keywords of emoji: the things of everyday life.
IEnumerable<string> Annotations(string language)
{
    var path = Path.Combine(folder, "cldr-annotations-full", "annotations", language, "annotations.json");
    if (!File.Exists(path)) yield break;
    using var json = JsonDocument.Parse(File.ReadAllBytes(path));
    foreach (var emoji in json.RootElement.GetProperty("annotations").GetProperty("annotations").EnumerateObject())
        foreach (var list in emoji.Value.EnumerateObject())
            foreach (var text in list.Value.EnumerateArray()) yield return text.GetString()!;
}

// Names of kinds of shops, of what they sell, and of what one finds in a street; no terms, among which are brands.
IEnumerable<string> Presets(string language)
{
    var path = Path.Combine(folder, "id-tagging-schema", "dist", "translations", $"{language}.min.json");
    if (!File.Exists(path)) yield break;
    using var json = JsonDocument.Parse(File.ReadAllBytes(path));
    foreach (var part in json.RootElement.GetProperty(language).GetProperty("presets").EnumerateObject())
    {
        if (part.Name is not ("presets" or "fields")) continue;
        foreach (var preset in part.Value.EnumerateObject())
        {
            if (preset.Value.TryGetProperty(part.Name == "presets" ? "name" : "label", out var name)) yield return name.GetString()!;
            if (!preset.Value.TryGetProperty("options", out var options)) continue;
            foreach (var option in options.EnumerateObject())
                yield return option.Value.ValueKind is JsonValueKind.String ? option.Value.GetString()! : option.Value.TryGetProperty("title", out var title) ? title.GetString()! : "";
        }
    }
}

IEnumerable<string> Stopwords(string language)
{
    using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "stopwords-iso", "stopwords-iso.json")));
    return json.RootElement.TryGetProperty(language, out var list) ? [.. list.EnumerateArray().Select(w => w.GetString()!)] : [];
}

IEnumerable<string> WordList(string language)
{
    var name = language switch { "cs" => "czech", "es" => "spanish", "fr" => "french", "it" => "italian", "pt" => "portuguese", _ => null };
    if (name is null) return [];
    using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "bip39", "src", "wordlists", $"{name}.json")));
    return [.. json.RootElement.EnumerateArray().Select(w => w.GetString()!)];
}
