using System.Globalization;
using System.Text;
using Wardmark.Detection.Scoring;

namespace Wardmark.Cli.Evaluation;

/// <summary>What was said beside what came true: on the diagonal, 80 % means 80 %.</summary>
static class ReliabilityPicture
{
    const int Side = 320;
    const int Left = 50;
    const int Top = 20;

    public static string Draw(Calibration calibration)
    {
        var svg = new StringBuilder();
        var most = calibration.Bins.Max(b => b.Count);
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Side + 20} {Top + Side + 50}\"");
        Add($" font-family=\"sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"Reliability: probability said beside share of attacks; calibration error {calibration.Error:0.000}\">");
        Add($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/><path d=\"M{Left} {Top}V{Top + Side}H{Left + Side}\" fill=\"none\" stroke=\"#555\"/><path d=\"M{Left} {Top + Side}L{Left + Side} {Top}\" stroke=\"#aaa\" stroke-dasharray=\"4 4\"/>");
        foreach (var (said, came, count) in calibration.Bins)
        {
            Add($"<circle cx=\"{Left + (said * Side):0.#}\" cy=\"{Top + ((1 - came) * Side):0.#}\" r=\"{4 + (10 * Math.Sqrt((double)count / most)):0.#}\" fill=\"#0b5cad\" fill-opacity=\".7\">");
            Add($"<title>said {said:P0}, true {came:P0}, {count} findings</title></circle>");
        }

        Add($"<text x=\"{Left + (Side / 2)}\" y=\"{Top + Side + 34}\" text-anchor=\"middle\">probability said</text><text transform=\"translate(16 {Top + (Side / 2)}) rotate(-90)\" text-anchor=\"middle\">share of attacks</text>");
        foreach (var tick in (double[])[0, 0.5, 1])
            Add($"<text x=\"{Left + (tick * Side):0}\" y=\"{Top + Side + 16}\" text-anchor=\"middle\">{tick:0.0}</text><text x=\"{Left - 6}\" y=\"{Top + ((1 - tick) * Side) + 4:0}\" text-anchor=\"end\">{tick:0.0}</text>");
        return svg.Append("</svg>\n").ToString();

        void Add(FormattableString piece) => svg.Append(piece.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
