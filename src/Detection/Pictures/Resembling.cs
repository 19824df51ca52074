namespace Wardmark.Detection.Pictures;

/// <summary>From what was measured between two pictures to how sure the two answers are.</summary>
static class Resembling
{
    public static double SamePicture(Resemblance r)
    {
        var inliers = Math.Min(1, r.Inliers / 40.0);
        return r.Dense.Agreement * inliers;
    }

    public static double SameObject(Resemblance r) => Math.Min(1, Math.Max(0, (r.Inliers - 5) / 20.0));
}
