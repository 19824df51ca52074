using System.Globalization;

namespace Wardmark.Imaging.Codes;

/// <summary>ITF-14, the code of cartons: fourteen figures, two by two interleaved (GS1 General Specifications 5.3; ISO/IEC 16390).</summary>
static class Itf14
{
    const int Pairs = 7;

    // Which of a figure's five bars or gaps are wide.
    static readonly string[] Wide = ["00110", "10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010"];

    /// <summary>The code with wide bars of so many narrow ones; from 2.25 to 3 are in use.</summary>
    public static BarLayout Layout(int wide)
    {
        BarPattern quiet = new(["00000"], "0", "1"), start = new(["1010"], "00", "1"), end = new([$"{new string('1', wide)}01"], "0", "00"), after = new(["00000"], "1", "0");
        BarPattern pair = new([.. Enumerable.Range(0, 100).Select(v => Pair(v / 10, v % 10, wide))], "0", "1");
        BarPattern[] cells = [quiet, start, .. Enumerable.Repeat(pair, Pairs), end, after];
        var modules = cells.Sum(c => c.Modules) - quiet.Modules - after.Modules;
        return new(cells, null, [], _ => modules, Decide);
    }

    // The first figure in bars, the second in the gaps behind them.
    static string Pair(int first, int second, int wide) => string.Concat(Enumerable.Range(0, 5).Select(i => new string('1', Wide[first][i] == '1' ? wide : 1) + new string('0', Wide[second][i] == '1' ? wide : 1)));

    static Decision? Decide(IReadOnlyList<float[]> costs)
    {
        List<ArraySegment<float>> cells = [.. costs.Skip(2).Take(Pairs).Select(c => new ArraySegment<float>(c))];
        var (_, values, margin) = CheckedSum.Best(cells, 10, (_, v) => (3 * (v / 10)) + (v % 10));
        return new("ITF", string.Concat(values.Select(v => v.ToString("00", CultureInfo.InvariantCulture))), margin);
    }
}
