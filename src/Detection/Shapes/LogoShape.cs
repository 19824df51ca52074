using Wardmark.Detection.Images;

namespace Wardmark.Detection.Shapes;

/// <summary>A shape of a logo that is not an everyday one.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Everyday">Overlap that letters, signs and what photos are full of reach with it: less is no news.</param>
public sealed record LogoShape(Shape Shape, double Everyday)
{
    const int Most = 16;
    const int SmallestArea = 64;
    const double MostEveryday = 0.93;

    /// <summary>The shapes of a drawing, which may go up to its edge.</summary>
    public static IReadOnlyList<LogoShape> OfDrawing(Plane drawing)
    {
        var margin = Math.Max(drawing.Width, drawing.Height) / 8;
        var wide = new Plane(drawing.Width + (2 * margin), drawing.Height + (2 * margin));
        Array.Fill(wide.Values, drawing.Values[0]);
        for (var y = 0; y < drawing.Height; y++) drawing.Row(y).CopyTo(wide.Row(y + margin)[margin..]);
        return Of(wide);
    }

    /// <summary>The shapes of a logo's picture by which it can be told from anything else, the largest first; none of a disc, a letter or the like.</summary>
    public static IReadOnlyList<LogoShape> Of(Plane logo)
    {
        var shapes = new List<Shape>();
        foreach (var shape in ShapeFinder.Find(logo).OrderByDescending(s => (s.Right - s.Left) * (s.Bottom - s.Top)))
            if (shape.Area >= SmallestArea && shapes.Count < Most && !shapes.Exists(s => s.IsAlike(shape))) shapes.Add(shape);
        return [.. shapes.Select(s => new LogoShape(s, EverydayShapes.Reach(s))).Where(s => s.Everyday <= MostEveryday)];
    }

    /// <summary>How far beyond everyday shapes another shape agrees with this one: 1 the same, 0 no more than they do, or surely less than <paramref name="least"/>.</summary>
    public double Agreement(Shape other, double least = 0) => Math.Max(0, (other.Overlap(Shape, Everyday + (least * (1 - Everyday))) - Everyday) / (1 - Everyday));
}
