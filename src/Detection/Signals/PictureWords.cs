using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;

namespace Wardmark.Detection.Signals;

/// <summary>Says in words what was measured between two pictures.</summary>
static class PictureWords
{
    /// <summary>For the end of a sentence.</summary>
    public static string Of(Resemblance r)
    {
        var parts = new List<string>();
        if (r.Inliers >= 3) parts.Add($"{r.Inliers} details lie as in the reference{(r.IsMirrored ? ", mirrored" : "")}");
        if (r.Dense.Blocks > 0) parts.Add($"{r.Dense.Agreement:P0} of the common area agrees{(IsCutOut(r) ? $", {r.Dense.Enclosed:P0} of what lies between these details" : "")}");
        if (r.HashDistance <= Pdq.MatchDistance) parts.Add($"{r.HashDistance} of 256 bits of the hashes differ");
        return string.Join("; ", parts);
    }

    // On another ground the common area says little.
    static bool IsCutOut(Resemblance r) => r.Dense.Enclosed > r.Dense.Agreement + 0.2;
}
