namespace Wardmark.Imaging.Codes;

/// <summary>The codes of goods: EAN-13 with UPC-A, and EAN-8 (GS1 General Specifications 5.2; ISO/IEC 15420).</summary>
static class Retail
{
    static readonly string[] Odd = ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"];
    static readonly string[] Right = [.. Odd.Select(m => string.Concat(m.Select(c => c == '0' ? '1' : '0')))];
    static readonly string[] Even = [.. Right.Select(m => string.Concat(m.Reverse()))];

    // Which of the six left figures are even, by the figure before the code.
    static readonly string[] Parities = ["OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE", "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO"];

    static readonly BarPattern QuietBefore = new(["00000"], "0", "1");
    static readonly BarPattern QuietAfter = new(["00000"], "1", "0");
    static readonly BarPattern Start = new(["101"], "00", "0");
    static readonly BarPattern Middle = new(["01010"], "1", "1");
    static readonly BarPattern End = new(["101"], "0", "00");
    static readonly BarPattern LeftFigure = new([.. Odd, .. Even], "1", "0");
    static readonly BarPattern OddFigure = new(Odd, "1", "0");
    static readonly BarPattern RightFigure = new(Right, "0", "1");

    /// <summary>EAN-13, and UPC-A, which is one that begins with 0.</summary>
    public static readonly BarLayout Long = new([QuietBefore, Start, .. Six(LeftFigure), Middle, .. Six(RightFigure), End, QuietAfter], null, [], _ => 95, DecideLong);

    /// <summary>EAN-8.</summary>
    public static readonly BarLayout Short = new(
        [QuietBefore, Start, OddFigure, OddFigure, OddFigure, OddFigure, Middle, RightFigure, RightFigure, RightFigure, RightFigure, End, QuietAfter], null, [], _ => 67, DecideShort);

    static BarPattern[] Six(BarPattern figure) => [figure, figure, figure, figure, figure, figure];

    static Decision? DecideLong(IReadOnlyList<float[]> costs)
    {
        var figures = costs.Skip(2).Take(6).Concat(costs.Skip(9).Take(6)).ToList();
        var tried = new List<(float Cost, string Text, float Margin)>();
        for (var first = 0; first < 10; first++)
        {
            var parity = Parities[first];
            List<ArraySegment<float>> cells = [.. figures.Select((f, i) => new ArraySegment<float>(f, i < 6 && parity[i] == 'E' ? 10 : 0, 10))];
            var lead = first;
            var (cost, values, margin) = CheckedSum.Best(cells, 10, (i, v) => ((i % 2 == 0 ? 3 : 1) * v) + (i == 0 ? lead : 0));
            tried.Add((cost, $"{first}{string.Concat(values)}", margin));
        }

        tried.Sort((a, b) => a.Cost.CompareTo(b.Cost));
        var (best, text, own) = tried[0];
        var gap = Math.Min(own, tried[1].Cost - best);
        return text[0] == '0' ? new("UPC-A", text[1..], gap) : new("EAN-13", text, gap);
    }

    static Decision? DecideShort(IReadOnlyList<float[]> costs)
    {
        List<ArraySegment<float>> cells = [.. costs.Skip(2).Take(4).Concat(costs.Skip(7).Take(4)).Select(f => new ArraySegment<float>(f))];
        var (_, values, margin) = CheckedSum.Best(cells, 10, (i, v) => (i % 2 == 0 ? 3 : 1) * v);
        return new("EAN-8", string.Concat(values), margin);
    }
}
