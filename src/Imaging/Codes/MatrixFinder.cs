namespace Wardmark.Imaging.Codes;

/// <summary>Where a matrix code may stand in a picture, and how it lies.</summary>
/// <param name="X">Middle, in pixels.</param>
/// <param name="Y">Middle, in pixels.</param>
/// <param name="Angle">By how much it is turned, in radians, -π/4 to π/4.</param>
/// <param name="Side">Of the square, in pixels.</param>
readonly record struct Matrix(float X, float Y, float Angle, float Side)
{
    /// <summary>The same in a picture so many times as large.</summary>
    public Matrix Times(int times) => new(X * times, Y * times, Angle, Side * times);
}

/// <summary>Finds what looks like matrix codes: squares of neighbouring blocks over which brightness goes up and down, steeply and along two ways at right angles.</summary>
static class MatrixFinder
{
    const int FewestBlocks = 9;
    const int MostFound = 2;
    const double LeastTwoWays = 0.3;
    const double MostOneWay = 0.7;
    const double MostRise = 0.4;
    // Over all its blocks a code keeps to these, which one block alone may not.
    const double LeastMeanTwoWays = 0.46;
    const double MostMeanOneWay = 0.34;
    const double MostMeanRise = 0.2;
    const float LeastSide = 28;
    const double LeastSteepness = 9 * 60;
    const double NearAngle = 0.2;
    const double MostOblong = 1.8;
    const double LeastFilled = 0.45;

    /// <summary>The likeliest places, the fullest first.</summary>
    public static IReadOnlyList<Matrix> Find(Sight sight)
    {
        var (blocks, across) = (sight.Blocks, sight.Across);
        double[] angles = [.. blocks.Select(b => b.Steepness >= LeastSteepness && b.TwoWays >= LeastTwoWays && b.OneWay <= MostOneWay && b.Rise <= MostRise ? b.EitherWay : double.NaN)];
        var found = new List<(Matrix Matrix, double TwoWays)>();
        foreach (var group in Slope.Groups(angles, across, NearAngle, Math.PI / 2))
        {
            if (group.Count < FewestBlocks || MatrixOf(group, across) is not { Side: >= LeastSide } matrix) continue;
            var twoWays = group.Average(b => blocks[b.At].TwoWays);
            if (twoWays >= LeastMeanTwoWays && group.Average(b => blocks[b.At].OneWay) <= MostMeanOneWay && group.Average(b => blocks[b.At].Rise) <= MostMeanRise) found.Add((matrix, twoWays));
        }

        return [.. found.OrderByDescending(f => f.TwoWays).Take(MostFound).Select(f => f.Matrix.Times(sight.Times))];
    }

    static Matrix? MatrixOf(List<(int At, double Angle)> group, int across)
    {
        var angle = Math.Atan2(group.Sum(b => Math.Sin(4 * b.Angle)), group.Sum(b => Math.Cos(4 * b.Angle))) / 4;
        var (sin, cos) = Math.SinCos(angle);
        double left = double.MaxValue, right = double.MinValue, top = double.MaxValue, bottom = double.MinValue;
        foreach (var (at, _) in group)
        {
            double x = ((at % across) + 0.5) * Slope.Block, y = ((at / across) + 0.5) * Slope.Block, along = (x * cos) + (y * sin), down = (y * cos) - (x * sin);
            (left, right, top, bottom) = (Math.Min(left, along), Math.Max(right, along), Math.Min(top, down), Math.Max(bottom, down));
        }

        double width = right - left + Slope.Block, height = bottom - top + Slope.Block, middle = (left + right) / 2, level = (top + bottom) / 2;
        if (Math.Max(width, height) > MostOblong * Math.Min(width, height) || group.Count * Slope.Block * Slope.Block < LeastFilled * width * height) return null;
        return new((float)((middle * cos) - (level * sin)), (float)((middle * sin) + (level * cos)), (float)angle, (float)Math.Max(width, height));
    }
}
