using Wardmark.Detection.Signals;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;

namespace Wardmark.Detection.Scoring;

/// <summary>Finds names of marks that stand one after another with nothing else between them, as words for a search engine do.</summary>
static class NameRows
{
    // Two brands side by side are a collaboration.
    const int FewestMarks = 3;
    const int LongestGap = 12;

    static readonly HashSet<string> Joints = new(StringComparer.OrdinalIgnoreCase) { "and", "or", "und", "oder", "et", "ou", "y", "o", "e", "en", "of", "i", "ve", "и", "или" };

    /// <summary>
    /// The rows of a listing, outside its title; none where the text says that the goods fit what is named, nor of which one is the
    /// brand that the seller enters.
    /// </summary>
    public static IReadOnlyList<NameRow> Find(List<Occurrence> found, Listing listing)
    {
        if (found.Count < FewestMarks) return [];
        var rows = new List<NameRow>();
        foreach (var field in found.Where(o => o.Field is not ("title" or "brand")).GroupBy(o => o.Field))
        {
            var text = listing.TextOf(field.Key);
            var row = new List<Occurrence>();
            foreach (var o in field.OrderBy(o => o.Start))
            {
                if (row.Count > 0 && !FollowsOn(text, row, o)) Close(row, field.Key, text, rows);
                row.Add(o);
            }

            Close(row, field.Key, text, rows);
        }

        rows.RemoveAll(r => r.Names.Any(o => listing.Brand?.Contains(o.Name.Name, StringComparison.OrdinalIgnoreCase) == true));
        return rows;
    }

    static bool FollowsOn(string text, List<Occurrence> row, Occurrence o)
    {
        var end = row.Max(r => r.Start + r.Length);
        if (o.Start < end) return true;
        return o.Start - end <= LongestGap && text[end..o.Start].Split([' ', ',', ';', '/', '|', '#', '+', '&', '-', '.', '*', '·', '•', '、', '，', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).All(Joints.Contains);
    }

    // Two names at one place are one word.
    static void Close(List<Occurrence> row, string field, string text, List<NameRow> rows)
    {
        var places = row.Select(o => o.Start).Distinct().Count();
        if (places >= FewestMarks && row.Select(o => o.Name.Mark).Distinct().Count() >= FewestMarks && UseCues.Reaching("reference", field, text, row[0].Start, row[0].Length) is null) rows.Add(new([.. row], places));
        row.Clear();
    }
}
