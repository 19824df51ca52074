namespace Wardmark.Detection.Shapes;

/// <summary>A connected part of a plane: how much, where, how it spreads.</summary>
struct Component()
{
    long _x, _y, _xx, _xy, _yy;

    /// <summary>The threshold at which it hangs together.</summary>
    public int Level { get; init; }

    /// <summary>The part that holds it; -1 for the root.</summary>
    public int Parent { get; init; }

    /// <summary>Pixels.</summary>
    public int Area { get; private set; }

    /// <summary>Leftmost column.</summary>
    public int Left { get; private set; } = int.MaxValue;

    /// <summary>Topmost row.</summary>
    public int Top { get; private set; } = int.MaxValue;

    /// <summary>Rightmost column.</summary>
    public int Right { get; private set; } = -1;

    /// <summary>Lowest row.</summary>
    public int Bottom { get; private set; } = -1;

    /// <summary>Its middle, column.</summary>
    public readonly double X => (double)_x / Area;

    /// <summary>Its middle, row.</summary>
    public readonly double Y => (double)_y / Area;

    /// <summary>How its pixels spread about the middle: variance of the columns, covariance, variance of the rows.</summary>
    public readonly (double XX, double XY, double YY) Spread =>
        (((double)_xx / Area) - (X * X), ((double)_xy / Area) - (X * Y), ((double)_yy / Area) - (Y * Y));

    /// <summary>Adds a pixel.</summary>
    public void Add(int x, int y)
    {
        Area++;
        _x += x;
        _y += y;
        _xx += (long)x * x;
        _xy += (long)x * y;
        _yy += (long)y * y;
        (Left, Top, Right, Bottom) = (Math.Min(Left, x), Math.Min(Top, y), Math.Max(Right, x), Math.Max(Bottom, y));
    }

    /// <summary>Adds a part that it holds.</summary>
    public void Add(in Component other)
    {
        Area += other.Area;
        _x += other._x;
        _y += other._y;
        _xx += other._xx;
        _xy += other._xy;
        _yy += other._yy;
        (Left, Top, Right, Bottom) = (Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));
    }
}
