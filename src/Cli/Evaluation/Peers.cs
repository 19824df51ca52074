using System.Globalization;
using System.Text;
using Wardmark.Detection.Text;
using Wardmark.Registry.Rights;

namespace Wardmark.Cli.Evaluation;

/// <summary>
/// What others do about disguised names, beside which ours are measured: a search for the name as it is, at word
/// boundaries, after compatibility decomposition, by confusables skeleton (UTS #39), and with digits read as letters and
/// everything but letters left out. Each finds a mark in the title and description of a listing, or does not.
/// </summary>
public static class Peers
{
    static readonly Dictionary<int, string> Confusables = ShippedData.Rows("text/confusables.tsv").ToDictionary(r => Convert.ToInt32(r[0], 16), r => r[1]);

    /// <summary>The methods, from the simplest.</summary>
    public static IReadOnlyList<(string Name, Func<string, string> Prepare, bool AtWords)> All { get; } =
    [
        ("substring", s => s.ToLowerInvariant(), false),
        ("word boundary", s => s.ToLowerInvariant(), true),
        ("NFKD + strip", Stripped, true),
        ("UTS 39 skeleton", Skeleton, true),
        ("+ un-leet + squeeze", s => string.Concat(UnLeet(Skeleton(s)).Where(char.IsLetterOrDigit)), false),
    ];

    /// <summary>The marks of the register that a method finds in a text.</summary>
    public static Func<string, HashSet<int>> FinderOf((string Name, Func<string, string> Prepare, bool AtWords) method, IReadOnlyList<Trademark> marks)
    {
        const int shortest = 3;
        var names = marks.Select((m, i) => (At: i, Name: method.Prepare(m.Mark).Trim())).Where(m => m.Name.Length >= shortest).ToLookup(m => m.Name, m => m.At);
        var lengths = names.Select(n => n.Key.Length).Distinct().Order().ToList();
        var table = names.Select(n => n.Key).ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        return text =>
        {
            var prepared = method.Prepare(text);
            var found = new HashSet<int>();
            for (var at = 0; at < prepared.Length; at++)
            {
                if (method.AtWords && at > 0 && char.IsLetterOrDigit(prepared[at - 1])) continue;
                foreach (var length in lengths)
                {
                    if (at + length > prepared.Length) break;
                    if (method.AtWords && at + length < prepared.Length && char.IsLetterOrDigit(prepared[at + length])) continue;
                    if (table.TryGetValue(prepared.AsSpan(at, length), out var name)) found.UnionWith(names[name]);
                }
            }

            return found;
        };
    }

    static string Stripped(string text) => string.Concat(text.Normalize(NormalizationForm.FormKD).ToLowerInvariant().EnumerateRunes()
        .Where(r => Rune.GetUnicodeCategory(r) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format)));

    static string Skeleton(string text) => string.Concat(Stripped(text).EnumerateRunes().Select(r => Confusables.GetValueOrDefault(r.Value) ?? r.ToString())).ToLowerInvariant();

    static string UnLeet(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = from[i] switch { '0' => 'o', '1' or '!' or '|' => 'i', '3' => 'e', '4' or '@' => 'a', '5' or '$' => 's', '7' => 't', '8' => 'b', '9' => 'g', var c => c };
    });
}
