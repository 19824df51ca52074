#:property PublishAot=false
// Disguises the names of a brand list, one a name and class, in plain listings: cases for `wardmark evaluate text`.
// dotnet run bench/Evasions/make-evasions.cs -- brands.txt 200 > cases.jsonl      (one name a line; how many names a class)
using System.Text.Encodings.Web;
using System.Text.Json;

var random = new Random(20261125);
var names = File.ReadLines(args[0]).Where(n => n.Count(char.IsAsciiLetter) >= 5 && n.All(c => char.IsAsciiLetter(c) || c is ' ' or '\'' or '-')).Order(StringComparer.Ordinal).ToArray();
random.Shuffle(names);
var count = args.Length > 1 ? int.Parse(args[1], null) : 200;
string[] templates = ["{0} shoulder bag for women", "new {0} shoes size 42", "{0} jacket, black", "men's {0} shirt", "sale! {0} watch with box", "{0} sunglasses unisex"];
var cyrillic = "aаcсeеoоpрxхyуiіjјsѕhһ";
var leet = new Dictionary<char, char> { ['a'] = '4', ['e'] = '3', ['i'] = '1', ['o'] = '0', ['s'] = '5', ['t'] = '7' };
var near = new[] { "qwertyuiop", "asdfghjkl", "zxcvbnm" };
var json = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

(string Class, Func<string, string?> Disguise)[] classes =
[
    ("T1 one homoglyph", n => OneOf(n, c => cyrillic.IndexOf(c) is var at && at >= 0 && at % 2 == 0 ? $"{cyrillic[at + 1]}" : null)),
    ("T1 all homoglyphs", n => Map(n, c => cyrillic.IndexOf(c) is var at && at >= 0 && at % 2 == 0 ? $"{cyrillic[at + 1]}" : $"{c}")),
    ("T2 leet", n => OneOf(n, c => leet.TryGetValue(c, out var d) ? $"{d}" : null)),
    ("T3 spaced", n => string.Join(' ', n.Replace(" ", "", StringComparison.Ordinal).ToCharArray())),
    ("T3 dotted", n => string.Join('.', n.Replace(" ", "", StringComparison.Ordinal).ToCharArray())),
    ("T4 invisible", n => n.Insert(random.Next(1, n.Length), "\u200B")),
    ("T5 mathematical bold", n => Map(n, c => char.IsAsciiLetterLower(c) ? char.ConvertFromUtf32(0x1D41A + c - 'a') : char.IsAsciiLetterUpper(c) ? char.ConvertFromUtf32(0x1D400 + c - 'A') : $"{c}")),
    ("T5 fullwidth", n => Map(n, c => char.IsAsciiLetter(c) ? $"{(char)(c - '!' + '！')}" : $"{c}")),
    ("T5 combining", n => Map(n, c => char.IsAsciiLetter(c) ? $"{c}\u0336" : $"{c}")),
    ("T6 reversed", n => $"\u202E{string.Concat(n.Reverse())}\u202C"),
    ("T7 doubled", n => Edit(n, (w, i) => w.Insert(i, $"{w[i]}"))),
    ("T7 dropped", n => Edit(n, (w, i) => w.Remove(i, 1))),
    ("T7 swapped", n => Edit(n, (w, i) => w[i] == w[i - 1] ? null : w[..(i - 1)] + w[i] + w[i - 1] + w[(i + 1)..])),
    ("T7 neighbour key", n => Edit(n, (w, i) => Array.Find(near, r => r.Contains(w[i], StringComparison.Ordinal)) is { } row ? w[..i] + row[(row.IndexOf(w[i]) + 1) % row.Length] + w[(i + 1)..] : null)),
    ("T7 vowel", n => Edit(n, (w, i) => "aeiou".IndexOf(w[i]) is var v && v >= 0 ? w[..i] + "aeiou"[(v + 1 + random.Next(4)) % 5] + w[(i + 1)..] : null)),
    ("T10 jargon", n => $"{n} {new[] { "1:1 mirror quality", "super clone", "AAA replica", "UA batch", "top quality reps" }[random.Next(5)]}"),
    ("T15 joined", n => n.Contains(' ', StringComparison.Ordinal) ? n.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() : null),
];

foreach (var (name, disguise) in classes)
{
    var made = 0;
    foreach (var mark in names)
    {
        if (made == count) break;
        if (disguise(mark) is not { } hidden || hidden == mark) continue;
        var id = $"{name} {++made}";
        Console.Out.WriteLine(JsonSerializer.Serialize(new
        {
            id, @class = name, listing = new { id, title = string.Format(null, templates[random.Next(templates.Length)], hidden) }, expect = new { marks = new[] { mark } },
        }, json));
    }
}

string Map(string name, Func<char, string> to) => string.Concat(name.Select(to));

string? OneOf(string name, Func<char, string?> to)
{
    var places = Enumerable.Range(0, name.Length).Where(i => to(name[i]) is not null).ToArray();
    if (places.Length == 0) return null;
    var at = places[random.Next(places.Length)];
    return name[..at] + to(name[at]) + name[(at + 1)..];
}

// In the longest word, not at its first letter; words of four letters and less leave too much to chance.
string? Edit(string name, Func<string, int, string?> edit)
{
    var word = name.Split(' ', '-', '\'').MaxBy(w => w.Length)!;
    if (word.Length < 5) return null;
    var start = name.IndexOf(word, StringComparison.Ordinal);
    for (var tries = 0; tries < 8; tries++)
        if (edit(word.ToLowerInvariant(), random.Next(1, word.Length)) is { } other && other != word.ToLowerInvariant()) return name[..start] + other + name[(start + word.Length)..];
    return null;
}
