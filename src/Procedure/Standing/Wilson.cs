namespace Wardmark.Procedure.Standing;

/// <summary>The Wilson score interval of a proportion at 95 % (Wilson, 1927).</summary>
public static class Wilson
{
    const double Z = 1.959963984540054;

    /// <summary>Lower and upper bound; 0 to 1 where nothing was counted.</summary>
    public static (double Low, double High) Interval(int hits, int of)
    {
        if (of == 0) return (0, 1);
        double n = of, p = hits / n, z2 = Z * Z;
        var middle = (p + (z2 / (2 * n))) / (1 + (z2 / n));
        var half = Z * Math.Sqrt((p * (1 - p) / n) + (z2 / (4 * n * n))) / (1 + (z2 / n));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }
}
