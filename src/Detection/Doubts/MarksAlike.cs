using Wardmark.Detection.Names;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Text;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Doubts;

/// <summary>Marks on record that another mark may be taken for. What finds them in listings finds them here.</summary>
public static class MarksAlike
{
    const int Most = 20;

    /// <summary>Marks of others that a mark looks like, is misspelt from, or is equal to in the same class; the senior mark imitates nobody.</summary>
    public static IReadOnlyList<LookAlike> Of(ScreenedRegister register, Trademark mark)
    {
        var text = new FoldedText().Read(mark.Mark);
        var found = new List<Occurrence>();
        foreach (var layer in register.Layers)
        {
            var matcher = new MarkMatcher(layer.Names);
            matcher.FindWhole("title", text, found);
            matcher.Find("title", text, found);
        }

        return [.. found.Where(o => o.Name.Kind == NameKind.Mark && !register.IsSuperseded(o.Name.Mark) && Covers(o, mark.Mark))
            .Select(o => register.Marks[o.Name.Mark]).Distinct()
            .Select(other => How(mark, other) is { } how ? new LookAlike(other.Mark, other.Owner, how) : null).OfType<LookAlike>().DistinctBy(a => (a.Name, a.Owner)).Take(Most)];
    }

    // The whole name, not a word of it.
    static bool Covers(Occurrence o, string name) => o.Length >= name.Trim().Length - 1;

    static string? How(Trademark mark, Trademark other)
    {
        // The senior mark is not the one that imitates.
        if ((mark.FiledOn ?? mark.RegisteredOn) < (other.FiledOn ?? other.RegisteredOn)) return null;
        if (IsSame(mark, other) || (mark.Owner is { } a && other.Owner is { } b && NameMatch.Compare(a, b).IsMatch)) return null;
        if (!string.Equals(mark.Mark.Trim(), other.Mark.Trim(), StringComparison.OrdinalIgnoreCase)) return LookKey.Compare(other.Mark, mark.Mark) ?? "reads";
        return mark.Classes.Count == 0 || other.Classes.Count == 0 || mark.Classes.Intersect(other.Classes).Any() ? "is the same word" : null;
    }

    static bool IsSame(Trademark a, Trademark b) => a.Office == b.Office && a.Number == b.Number && a.ApplicationNumber == b.ApplicationNumber && a.Mark == b.Mark;
}
