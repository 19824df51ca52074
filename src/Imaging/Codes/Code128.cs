using System.Text;

namespace Wardmark.Imaging.Codes;

/// <summary>Code 128 (ISO/IEC 15417).</summary>
static class Code128
{
    const int Modulus = 103;
    const int StartA = 103;
    const int Stop = 106;

    // The widths of bars and gaps, by value: 0 to 102, the three starts, the stop.
    const string Widths = """
        212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221
        223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321
        112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131
        311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114
        122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141
        214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112
        """;

    static readonly string[] Cells = [.. Widths.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => string.Concat(w.Select((c, i) => new string(i % 2 == 0 ? '1' : '0', c - '0'))))];

    /// <summary>The code.</summary>
    public static readonly BarLayout Layout = new(
        [new(["00000"], "0", "1"), new(Cells[StartA..Stop], "00", "1")], new(Cells[..StartA], "0", "1"), [new([Cells[Stop]], "0", "00"), new(["00000"], "1", "0")], ModulesOf, Decide);

    // Three bars a cell, and one more in the stop; in a blurred picture some are not told apart.
    static int ModulesOf(int bars) => Math.Clamp(11 * (bars + 1) / 3, 60, 300);

    static Decision? Decide(IReadOnlyList<float[]> costs)
    {
        // The quiet zone and the start before, the stop and the quiet zone behind.
        var data = costs.Skip(2).Take(costs.Count - 4).ToList();
        if (data.Count < 2) return null;
        List<ArraySegment<float>> cells = [new(costs[1]), .. data.Select(d => new ArraySegment<float>(d))];
        var (_, values, margin) = CheckedSum.Best(cells, Modulus, (i, v) => i == 0 ? StartA + v : i == data.Count ? Modulus - v : i * v);
        return values.Length == 0 || TextOf(values[0], values[1..^1]) is not { Length: > 0 } text ? null : new("Code 128", text, margin);
    }

    // Sets A, B and C as 0, 1 and 2. The function characters are left out, but for the one that ends a field.
    static string TextOf(int set, int[] values)
    {
        var text = new StringBuilder();
        var shifted = false;
        for (var i = 0; i < values.Length; i++)
        {
            var (value, own) = (values[i], shifted ? 1 - set : set);
            shifted = false;
            switch (value)
            {
                case < 100 when own == 2: text.Append(value.ToString("00", System.Globalization.CultureInfo.InvariantCulture)); break;
                case < 64: text.Append((char)(value + 32)); break;
                case < 96: text.Append((char)(own == 0 ? value - 64 : value + 32)); break;
                case 98: shifted = true; break;
                case 99: set = 2; break;
                case 100 when own != 1: set = 1; break;
                case 101 when own != 0: set = 0; break;
                case 102 when i > 0: text.Append('\u001d'); break;
                default: break;
            }
        }

        return text.ToString();
    }
}
