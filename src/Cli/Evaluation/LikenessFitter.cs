using Wardmark.Detection.Pictures;

namespace Wardmark.Cli.Evaluation;

/// <summary>Fits the logistic model of <see cref="Likeness"/> to pairs whose truth is known; no measure is let speak against a copy.</summary>
static class LikenessFitter
{
    const int Rounds = 20_000;
    const double Pull = 1e-4;

    /// <summary>Bias, then one weight for each measure. The same pairs give the same weights.</summary>
    public static double[] Fit(IReadOnlyList<(double[] Measures, bool IsCopy)> pairs)
    {
        var count = Likeness.Names.Count;
        var spread = new double[count];
        for (var i = 0; i < count; i++) spread[i] = Math.Max(1e-6, Math.Sqrt(pairs.Average(p => p.Measures[i] * p.Measures[i])));
        // Both truths weigh the same, however many pairs show each.
        double copies = pairs.Count(p => p.IsCopy), others = pairs.Count - copies;
        var weights = new double[count + 1];
        var moment = new double[count + 1];
        for (var round = 0; round < Rounds; round++)
        {
            var slope = new double[count + 1];
            foreach (var (measures, isCopy) in pairs)
            {
                var sum = weights[0];
                for (var i = 0; i < count; i++) sum += weights[i + 1] * measures[i] / spread[i];
                var error = ((isCopy ? 1 : 0) - (1 / (1 + Math.Exp(-sum)))) / (isCopy ? copies : others);
                slope[0] += error;
                for (var i = 0; i < count; i++) slope[i + 1] += error * measures[i] / spread[i];
            }

            for (var i = 0; i <= count; i++)
            {
                moment[i] = (0.9 * moment[i]) + slope[i] - (i == 0 ? 0 : Pull * weights[i]);
                weights[i] += 0.5 * moment[i];
                if (i > 0 && weights[i] < 0) (weights[i], moment[i]) = (0, 0);
            }
        }

        for (var i = 0; i < count; i++) weights[i + 1] /= spread[i];
        return [.. weights.Select(w => Math.Round(w, 3))];
    }
}
