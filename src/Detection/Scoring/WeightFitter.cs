namespace Wardmark.Detection.Scoring;

/// <summary>One mark in one listing whose truth is known: how strongly each signal fired, in the order of the names given.</summary>
/// <param name="Group">Examples of one group (a mark) are never both learned from and measured on.</param>
public sealed record FittingExample(double[] Strengths, bool IsAttack, string Group);

/// <summary>How well probabilities were kept: of what was called 80 %, did 80 % come true?</summary>
/// <param name="Bins">For each tenth: mean probability, share of attacks, number of examples.</param>
public sealed record Calibration(double Error, double LogLoss, IReadOnlyList<(double Said, double True, int Count)> Bins);

/// <summary>
/// Fits the points of signals to cases. Ten points are one unit of log-odds and 25 points are even odds, so that scores
/// and thresholds read as probabilities. Maximum a posteriori: each signal stays near the points it had unless cases
/// say otherwise; signs are kept; what a family counts together stays under its cap.
/// </summary>
public sealed class WeightFitter(Weights prior, IReadOnlyList<string> names)
{
    /// <summary>Points of one unit of log-odds.</summary>
    public const double PointsPerLogit = 10;

    /// <summary>The score at which attack and innocent are equally likely.</summary>
    public const double EvenScore = 25;

    // How far cases may pull a signal from its prior before it costs as much as one badly missed case.
    const double PriorSpread = 8;
    const int Rounds = 3_000;
    const double Step = 4;
    const int Folds = 5;

    readonly string[] _families = [.. names.Select(n => prior.Signals[n].Family)];

    /// <summary>The points that fit best.</summary>
    public double[] Fit(IReadOnlyList<FittingExample> examples)
    {
        var start = names.Select(n => (double)prior.Signals[n].Weight).ToArray();
        var points = (double[])start.Clone();
        var slope = new double[points.Length];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < points.Length; i++) slope[i] = -(points[i] - start[i]) / (PriorSpread * PriorSpread);
            foreach (var one in examples)
            {
                var error = ((one.IsAttack ? 1 : 0) - Probability(points, one.Strengths)) / PointsPerLogit;
                for (var i = 0; i < points.Length; i++)
                    if (one.Strengths[i] > 0 && !IsCapped(points, one.Strengths, i)) slope[i] += error * one.Strengths[i];
            }

            for (var i = 0; i < points.Length; i++)
                points[i] = Bounded(points[i] + (Step * slope[i]), start[i], prior.Families[_families[i]].Cap);
        }

        return points;
    }

    // A reason to suspect never becomes a reason to trust, nor the other way about; a certainty stays one.
    static double Bounded(double value, double start, int cap)
    {
        const double certain = 100;
        if (Math.Abs(start) >= certain) return start;
        return start >= 0 ? Math.Clamp(value, 0, cap) : Math.Min(0, value);
    }

    /// <summary>The weights that fit best, in whole points.</summary>
    public Weights Learn(IReadOnlyList<FittingExample> examples)
    {
        var points = Fit(examples);
        return prior with
        {
            Version = $"{prior.Version}, learned from {examples.Count} findings",
            Signals = names.Select((n, i) => KeyValuePair.Create(n, prior.Signals[n] with { Weight = (int)Math.Round(points[i]) })).ToDictionary(),
        };
    }

    /// <summary>The probability of an attack that a score stands for.</summary>
    public static double Probability(double score) => 1 / (1 + Math.Exp((EvenScore - score) / PointsPerLogit));

    double Probability(double[] points, double[] strengths)
    {
        double score = 0;
        foreach (var family in prior.Families)
            score += Math.Min(family.Value.Cap, Sum(points, strengths, family.Key, positive: true)) + Sum(points, strengths, family.Key, positive: false);
        return Probability(score);
    }

    bool IsCapped(double[] points, double[] strengths, int signal) =>
        points[signal] > 0 && Sum(points, strengths, _families[signal], positive: true) > prior.Families[_families[signal]].Cap;

    double Sum(double[] points, double[] strengths, string family, bool positive)
    {
        double sum = 0;
        for (var i = 0; i < points.Length; i++)
            if (strengths[i] > 0 && points[i] > 0 == positive && _families[i] == family) sum += points[i] * strengths[i];
        return sum;
    }

    /// <summary>How well given points predict examples.</summary>
    public Calibration Measure(double[] points, IReadOnlyList<FittingExample> examples) =>
        Measure([.. examples.Select(e => (Probability(points, e.Strengths), e.IsAttack))]);

    /// <summary>How well points predict marks they were not learned from: five folds, split by group.</summary>
    public Calibration CrossValidate(IReadOnlyList<FittingExample> examples)
    {
        var groups = examples.Select(e => e.Group).Distinct().Order(StringComparer.Ordinal).ToList();
        var said = new List<(double, bool)>();
        for (var fold = 0; fold < Folds; fold++)
        {
            var held = groups.Where((_, i) => i % Folds == fold).ToHashSet();
            var points = Fit([.. examples.Where(e => !held.Contains(e.Group))]);
            said.AddRange(examples.Where(e => held.Contains(e.Group)).Select(e => (Probability(points, e.Strengths), e.IsAttack)));
        }

        return Measure(said);
    }

    // Expected calibration error over ten equal bins (Naeini, Cooper and Hauskrecht 2015).
    static Calibration Measure(List<(double Said, bool IsAttack)> said)
    {
        const int bins = 10;
        const double surest = 1e-6;
        var table = said.GroupBy(s => Math.Min(bins - 1, (int)(s.Said * bins))).OrderBy(g => g.Key)
            .Select(g => (Said: g.Average(s => s.Said), True: g.Average(s => s.IsAttack ? 1.0 : 0), Count: g.Count())).ToList();
        var error = table.Sum(b => Math.Abs(b.Said - b.True) * b.Count) / said.Count;
        var loss = said.Average(s => -Math.Log(Math.Clamp(s.IsAttack ? s.Said : 1 - s.Said, surest, 1)));
        return new(error, loss, table);
    }
}
