namespace Wardmark.Cli.Evaluation;

/// <summary>A candidate pair of a query and a reference, with a score and whether it is true.</summary>
readonly record struct RankedPair(double Score, bool IsTrue, string Class);

/// <summary>Figures over all candidate pairs of a measurement, ranked by score, whichever query they are of.</summary>
/// <param name="AveragePrecision">Micro-average precision: the mean, over all true pairs, of the precision at the rank where each is found; one never found counts 0.</param>
/// <param name="RecallAtPrecision90">Share of the true pairs above the lowest score at which nine of ten pairs are true.</param>
/// <param name="RecallAtNoFalse">Share of the true pairs above the highest false one.</param>
/// <param name="At90">That lowest score; nothing where no score is good enough.</param>
/// <param name="AtNoFalse">The highest score of a false pair.</param>
sealed record RankedFigures(double AveragePrecision, double RecallAtPrecision90, double RecallAtNoFalse, double? At90, double AtNoFalse)
{
    /// <summary>Ranks; equal scores count as one rank, at their worst.</summary>
    public static RankedFigures Of(IEnumerable<RankedPair> pairs, int truths)
    {
        int found = 0, seen = 0, at90 = 0, clean = 0;
        double sum = 0, noFalse = 0;
        double? lowest = null;
        var isClean = true;
        foreach (var rank in pairs.GroupBy(p => p.Score).OrderByDescending(g => g.Key))
        {
            var rights = rank.Count(p => p.IsTrue);
            (found, seen) = (found + rights, seen + rank.Count());
            var precision = (double)found / seen;
            sum += rights * precision;
            if (precision >= 0.9) (at90, lowest) = (found, rank.Key);
            if (!isClean) continue;
            if (seen == found) clean = found;
            else (isClean, noFalse) = (false, rank.Key);
        }

        return new(sum / truths, (double)at90 / truths, (double)clean / truths, lowest, noFalse);
    }

    /// <summary>Share of the pairs from a score on that are true, and share of the true ones among them.</summary>
    public static (double Precision, double Recall) From(double score, IReadOnlyCollection<RankedPair> pairs, int truths)
    {
        var (met, right) = (pairs.Count(p => p.Score >= score), pairs.Count(p => p.Score >= score && p.IsTrue));
        return (met == 0 ? 1 : (double)right / met, (double)right / truths);
    }
}
