using System.Text.Json;

namespace Wardmark.Detection.Text;

/// <summary>
/// What well-known marks are called besides: in other scripts, where their sound alone does not say it, in short, and in the words
/// of a trade that hides. Used for a mark that a register holds, beside what the register says of it.
/// </summary>
/// <param name="Mark">The mark, as its owner writes it.</param>
/// <param name="Aliases">How honest people write it besides.</param>
/// <param name="Abbreviations">How honest people write it in short; letters that stand for other things as well.</param>
/// <param name="CodeWords">Words used so that the mark need not be written.</param>
/// <param name="Goods">Goods beside which an abbreviation or a code word is one, parted by spaces.</param>
/// <param name="Classes">The Nice classes of its goods, for a mark that is an everyday word and of which the register says none.</param>
public sealed record KnownNames(
    string Mark, IReadOnlyList<string>? Aliases = null, IReadOnlyList<string>? Abbreviations = null, IReadOnlyList<string>? CodeWords = null, string? Goods = null, IReadOnlyList<int>? Classes = null)
{
    static readonly JsonSerializerOptions Wire = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    static readonly Lazy<Dictionary<string, KnownNames>> Shipped = new(() =>
    {
        using var reader = new StreamReader(ShippedData.Open("text/known-names.jsonl"));
        var all = new Dictionary<string, KnownNames>(StringComparer.OrdinalIgnoreCase);
        while (reader.ReadLine() is { } line)
        {
            var known = JsonSerializer.Deserialize<KnownNames>(line, Wire)!;
            all.Add(known.Mark, known);
        }

        return all;
    });

    /// <summary>What is known of a mark; nothing for most.</summary>
    public static KnownNames? Of(string mark) => Shipped.Value.GetValueOrDefault(mark.Trim());
}
