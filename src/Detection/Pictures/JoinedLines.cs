namespace Wardmark.Detection.Pictures;

/// <summary>
/// Lines of a picture that are read as one: words beside each other, set wide or along an arc, and words under each other, as
/// logos of two or three words often stand. Of equal sizes, near, and in line; measured in widths of their letters, for a
/// picture's proportions are not known here.
/// </summary>
public static class JoinedLines
{
    const int MostBeside = 4;
    const int MostBelow = 3;
    const double LeastOverlap = 0.5;
    const double MostGapInLetters = 4;
    const double MostGapInHeights = 1.2;
    const double MostUnlikeBeside = 1.7;
    const double MostUnlikeBelow = 2.2;

    /// <summary>Every two, three or four neighbours, each with the places in the text at which a line begins.</summary>
    public static IEnumerable<(PictureLine Line, IReadOnlyList<int> Starts)> Of(IReadOnlyList<PictureLine> lines)
    {
        foreach (var first in lines)
        {
            foreach (var joined in Chain(first, lines, MostBeside, IsBeside, l => l.Box.Left)) yield return joined;
            foreach (var joined in Chain(first, lines, MostBelow, IsBelow, l => l.Box.Top)) yield return joined;
        }
    }

    // The nearest neighbour on, and from there again.
    static IEnumerable<(PictureLine, IReadOnlyList<int>)> Chain(PictureLine first, IReadOnlyList<PictureLine> lines, int most, Func<PictureLine, PictureLine, bool> follows, Func<PictureLine, double> place)
    {
        var last = first;
        var (text, certain, box) = (first.Text, first.Confidence, first.Box);
        List<int> starts = [0];
        while (starts.Count < most && lines.Where(l => l != last && follows(last, l)).MinBy(place) is { } next)
        {
            starts.Add(text.Length + 1);
            text = $"{text} {next.Text}";
            certain = Math.Min(certain, next.Confidence);
            box = new(Math.Min(box.Left, next.Box.Left), Math.Min(box.Top, next.Box.Top), Math.Max(box.Right, next.Box.Right), Math.Max(box.Bottom, next.Box.Bottom));
            last = next;
            yield return (new(text, certain, box), [.. starts]);
        }
    }

    static bool IsBeside(PictureLine one, PictureLine next)
    {
        var letter = Math.Max(Width(one) / Math.Max(1, one.Text.Length), Width(next) / Math.Max(1, next.Text.Length));
        var gap = next.Box.Left - one.Box.Right;
        return gap > -letter && gap < MostGapInLetters * letter && next.Box.Left > one.Box.Left && IsLike(Height(one), Height(next), MostUnlikeBeside)
            && Shared(one.Box.Top, one.Box.Bottom, next.Box.Top, next.Box.Bottom) >= LeastOverlap * Math.Min(Height(one), Height(next));
    }

    static bool IsBelow(PictureLine one, PictureLine next)
    {
        var gap = next.Box.Top - one.Box.Bottom;
        return gap > -Height(one) / 2 && gap < MostGapInHeights * Math.Max(Height(one), Height(next)) && next.Box.Top > one.Box.Top && IsLike(Height(one), Height(next), MostUnlikeBelow)
            && Shared(one.Box.Left, one.Box.Right, next.Box.Left, next.Box.Right) >= LeastOverlap * Math.Min(Width(one), Width(next));
    }

    static double Width(PictureLine line) => line.Box.Right - line.Box.Left;

    static double Height(PictureLine line) => line.Box.Bottom - line.Box.Top;

    static bool IsLike(double one, double other, double most) => Math.Max(one, other) <= most * Math.Min(one, other);

    static double Shared(double from, double to, double otherFrom, double otherTo) => Math.Min(to, otherTo) - Math.Max(from, otherFrom);
}
