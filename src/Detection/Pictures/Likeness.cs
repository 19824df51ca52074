using System.Text.Json;
using Wardmark.Detection.Text;

namespace Wardmark.Detection.Pictures;

/// <summary>
/// From what was measured between two pictures to how sure the answers are. Whether one is a copy of the other is a
/// logistic model over eight measures, each of which can only speak for a copy (<c>config/pictures/likeness.json</c>,
/// made by <c>wardmark train pictures</c>). Whether both show the same thing goes by the agreeing features alone.
/// </summary>
public static class Likeness
{
    /// <summary>From here on two pictures are called the same.</summary>
    public const double CopyFrom = 0.5;

    /// <summary>From here on two pictures are called pictures of the same print or object.</summary>
    public const double ObjectFrom = 0.5;

    // Three features agree on some mapping by chance, and drawings of like shape in eight.
    const int ChanceInliers = 7;
    const int HalfSureInliers = 5;
    const int FarHash = 80;
    const int ManyInliers = 25;
    const double LeastError = 0.06;
    const double BadgeShare = 0.08;

    /// <summary>Names of the measures, in the order of <see cref="MeasuresOf"/>.</summary>
    public static readonly IReadOnlyList<string> Names = ["inliers", "agreement", "blocks", "coverage", "precision", "repeated", "hash", "cut-out"];

    static readonly (double Bias, double[] Weights) Model = Read();

    /// <summary>The measures, each larger where it speaks for a copy.</summary>
    public static double[] MeasuresOf(Resemblance r) =>
    [
        Math.Log2(1 + r.Inliers),
        r.Dense.Agreement,
        Math.Min(6, Math.Log2(1 + r.Dense.Blocks)) * r.Dense.Agreement,
        Math.Clamp((Math.Max(r.Dense.ReferenceShare, r.Dense.QueryShare) - 0.9) * 10, -3, 1),
        r.Inliers < 3 ? 0 : 2 - Math.Clamp(r.Error, 0, 2),
        r.Expected == 0 ? 0 : (double)r.Inliers / r.Expected,
        Math.Max(0, FarHash - r.HashDistance) / (double)FarHash,
        CutOut(r),
    ];

    // What was cut out and pasted elsewhere is the same in all that lies between the details and is only turned, sized and
    // moved; another photo of a thing is seen from a little elsewhere. Of the backgrounds this asks nothing, but a badge or
    // a line of print that two pictures share is not what they are pictures of.
    static double CutOut(Resemblance r) => r.Inliers < 3 ? 0
        : Math.Pow(r.Dense.Enclosed, 4) * Math.Clamp(-Math.Log2(Math.Max(LeastError, r.StraightError)) / 3, 0, 1)
            * Math.Min(1, r.Inliers / (double)ManyInliers) * Math.Clamp((r.Dense.EnclosedShare - BadgeShare) / BadgeShare, 0, 1);

    /// <summary>How sure it is that one is a copy of the other, 0 to 1.</summary>
    public static double SamePicture(Resemblance r)
    {
        var sum = Model.Bias;
        var measures = MeasuresOf(r);
        for (var i = 0; i < measures.Length; i++) sum += Model.Weights[i] * measures[i];
        return 1 / (1 + Math.Exp(-sum));
    }

    /// <summary>How sure it is that both show the same print or object, 0 to 1.</summary>
    public static double SameObject(Resemblance r) =>
        r.Inliers <= ChanceInliers ? 0 : 1 - Math.Pow(0.5, (r.Inliers - ChanceInliers) / (double)HalfSureInliers);

    static (double, double[]) Read()
    {
        using var file = ShippedData.Open("pictures/likeness.json");
        using var json = JsonDocument.Parse(file);
        var weights = json.RootElement.GetProperty("weights");
        return (json.RootElement.GetProperty("bias").GetDouble(), [.. Names.Select(n => weights.GetProperty(n).GetDouble())]);
    }
}
