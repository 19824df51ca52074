namespace Wardmark.Imaging.Codes;

/// <summary>Where bars may stand in a picture, and how they lie.</summary>
/// <param name="X">Middle, in pixels.</param>
/// <param name="Y">Middle, in pixels.</param>
/// <param name="Angle">By how much the bars are turned from upright, in radians.</param>
/// <param name="Length">From the first bar to the last, in pixels.</param>
/// <param name="Height">Of the bars, in pixels.</param>
/// <param name="Fan">By how much more they are turned for each pixel to the right, in radians: a picture taken at an angle spreads them.</param>
readonly record struct Bars(float X, float Y, float Angle, float Length, float Height, float Fan)
{
    /// <summary>The same in a picture so many times as large.</summary>
    public Bars Times(int times) => new(X * times, Y * times, Angle, Length * times, Height * times, Fan / times);
}

/// <summary>
/// Finds what looks like bar codes: neighbouring blocks over which brightness goes up and down, steeply and all one way. Cheap, so that only what
/// may be one is read closely.
/// </summary>
static class BarFinder
{
    const int FewestBlocks = 10;
    const int FewestBars = 8;
    const int MostFound = 4;
    const double LeastOneWay = 0.7;
    const double MostRise = 0.5;
    // Nine blocks' worth.
    const double LeastSteepness = 9 * 25;
    const double NearAngle = 0.2;
    const double LeastPeriod = 5;
    const double Outermost = 0.03;

    /// <summary>The bars that are seen in a picture of at most about a thousand pixels, those with the most first; none where there are none.</summary>
    public static IReadOnlyList<Bars> Find(Sight sight)
    {
        // Closer bars than these were seen at the whole size.
        var leastPeriod = sight.Times == 1 ? 0 : LeastPeriod;
        double[] angles = [.. sight.Blocks.Select(b => b.Steepness >= LeastSteepness && b.OneWay >= LeastOneWay && b.Rise <= MostRise ? b.Way : double.NaN)];
        var found = new List<(Bars Bars, int Count)>();
        foreach (var group in Slope.Groups(angles, sight.Across, NearAngle, Math.PI))
        {
            if (group.Count < FewestBlocks || BarsOf(group, sight.Across) is not { } bars) continue;
            var count = BarStrip.Count(sight.Picture, bars);
            if (count >= FewestBars && bars.Length >= leastPeriod * count) found.Add((bars.Times(sight.Times), count));
        }

        return [.. found.OrderByDescending(f => f.Count).Take(MostFound).Select(f => f.Bars)];
    }

    static Bars? BarsOf(List<(int At, double Angle)> group, int across)
    {
        // Angles go round at π: the mean of the doubled ones does not jump there.
        var angle = Math.Atan2(group.Sum(b => Math.Sin(2 * b.Angle)), group.Sum(b => Math.Cos(2 * b.Angle))) / 2;
        var (sin, cos) = Math.SinCos(angle);
        List<double> along = new(group.Count), down = new(group.Count);
        foreach (var (at, _) in group)
        {
            double x = ((at % across) + 0.5) * Slope.Block, y = ((at / across) + 0.5) * Slope.Block;
            along.Add((x * cos) + (y * sin));
            down.Add((y * cos) - (x * sin));
        }

        var ((least, most), (highest, lowest)) = (Ends(along), Ends(down));
        double length = most - least + Slope.Block, middle = (least + most) / 2, level = (highest + lowest) / 2;
        return length < 5 * Slope.Block ? null : new((float)((middle * cos) - (level * sin)), (float)((middle * sin) + (level * cos)), (float)angle, (float)length, (float)(lowest - highest + Slope.Block), 0);
    }

    // Between which all lie but the outermost few.
    static (double Least, double Most) Ends(List<double> of)
    {
        of.Sort();
        var few = (int)(of.Count * Outermost);
        return (of[few], of[^(few + 1)]);
    }
}
