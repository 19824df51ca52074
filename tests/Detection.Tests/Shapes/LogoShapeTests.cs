using Wardmark.Detection.Features;
using Wardmark.Detection.Images;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Shapes;
using Wardmark.Detection.Tests.Pictures;

namespace Wardmark.Detection.Tests.Shapes;

public sealed class LogoShapeTests
{
    // A hook with two bites: plain, but no everyday form, as a tick is.
    static readonly (double X, double Y)[] Hook = [(0, 60), (30, 20), (25, 70), (55, 78), (160, 0), (150, 75), (115, 45), (85, 110), (20, 105)];
    static readonly (double X, double Y)[] Crown = [(0, 40), (20, 95), (100, 95), (120, 40), (90, 62), (60, 5), (30, 62)];
    static readonly (double X, double Y)[] Square = [(0, 0), (100, 0), (100, 100), (0, 100)];
    static readonly (double X, double Y)[] Bar = [(0, 0), (160, 0), (160, 30), (0, 30)];
    static readonly (double X, double Y)[] Triangle = [(50, 0), (100, 90), (0, 90)];
    static readonly (double X, double Y)[] Disc = [.. Enumerable.Range(0, 60).Select(i => (60 + (60 * Math.Cos(i * Math.Tau / 60)), 60 + (60 * Math.Sin(i * Math.Tau / 60))))];

    static readonly (double X, double Y)[][] Everyday = [Square, Bar, Triangle, Disc];

    static Plane Drawing((double X, double Y)[] form) => Put(form, new Plane(220, 200, [.. Enumerable.Repeat(255f, 220 * 200)]), 0, (x, y) => (x + 20, y + 20));

    // Fills a form, seen through a mapping of its corners.
    static Plane Put((double X, double Y)[] form, Plane plane, float tone, Func<double, double, (double X, double Y)> seen)
    {
        var corners = form.Select(c => seen(c.X, c.Y)).ToArray();
        for (var y = 0; y < plane.Height; y++)
            for (var x = 0; x < plane.Width; x++)
            {
                var isIn = false;
                for (int i = 0, j = corners.Length - 1; i < corners.Length; j = i++)
                    if (corners[i].Y > y != corners[j].Y > y && x < ((corners[j].X - corners[i].X) * (y - corners[i].Y) / (corners[j].Y - corners[i].Y)) + corners[i].X) isIn = !isIn;
                if (isIn) plane.Values[(y * plane.Width) + x] = tone;
            }

        return plane;
    }

    // A photo of many things on which the form lies turned, squeezed and slanted.
    static FineFeatures Photo((double X, double Y)[] form, int seed)
    {
        var random = new Random(seed);
        var scene = Scenes.Draw(seed);
        double turn = random.NextDouble() * Math.Tau, wide = 0.5 + random.NextDouble(), high = 0.5 + random.NextDouble(), slant = (random.NextDouble() - 0.5) * 0.6;
        var (sin, cos) = Math.SinCos(turn);
        var ground = Put(Square, scene, seed % 2 == 0 ? 235 : 30, (x, y) => (80 + (x * 2.4), 30 + (y * 2.4)));
        var photo = Put(form, ground, seed % 2 == 0 ? 40 : 220, (x, y) =>
        {
            double dx = ((x - 70) * wide) + (slant * (y - 50)), dy = (y - 50) * high;
            return (200 + (dx * cos) - (dy * sin), 150 + (dx * sin) + (dy * cos));
        });
        return new(photo.Width, photo.Height, [], []) { Shapes = ShapeFinder.Find(Scenes.Noisy(photo, seed, 12)) };
    }

    static LogoIndex IndexOf(params (double X, double Y)[][] forms)
    {
        var index = new LogoIndex();
        for (var i = 0; i < forms.Length; i++) index.Add(i, FeatureFinder.Find(Drawing(forms[i]), FineFeatures.MostOfLogo), LogoShape.OfDrawing(Drawing(forms[i])), null, isDrawing: true);
        return index;
    }

    [Fact]
    public void A_plain_logo_is_found_turned_squeezed_and_slanted_and_another_form_is_not_it()
    {
        var index = IndexOf(Hook, Crown);
        int hooks = 0, crowns = 0, wrong = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var (hook, crown) = (Found(Hook, seed), Found(Crown, seed));
            if (hook == 0) hooks++;
            if (crown == 1) crowns++;
            if (hook == 1) wrong++;
            if (crown == 0) wrong++;
            foreach (var form in Everyday)
                if (Found(form, seed) is not null) wrong++;
        }

        // Among very many marks as much agreement is brought by chance.
        var alone = index.Match(Photo(Crown, 3)).First(m => m.Mark == 1).Agreement;
        (index.Match(Photo(Crown, 3), among: 500).First(m => m.Mark == 1).Agreement - alone).ShouldBe(-0.1 * Math.Log(10), 0.01);

        int? Found((double, double)[] form, int seed) => index.Match(Photo(form, seed)) is [{ Agreement: > 0.35 } best, ..] ? best.Mark : null;

        hooks.ShouldBeGreaterThanOrEqualTo(15);
        crowns.ShouldBeGreaterThanOrEqualTo(15);
        wrong.ShouldBe(0, "in 40 photos of the other logo and 80 of everyday forms");
    }

    [Fact]
    public void Everyday_forms_are_no_logo_by_themselves()
    {
        LogoShape.OfDrawing(Drawing(Hook)).ShouldNotBeEmpty();
        foreach (var form in Everyday) LogoShape.OfDrawing(Drawing(form)).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_picture_shows_is_written_and_read_again()
    {
        var print = PicturePrint.Of(Drawing(Hook), withFine: true);
        print.LogoShapes.ShouldNotBeEmpty();
        var back = PrintFile.Read(PrintFile.Write(print)).ShouldNotBeNull();
        back.LogoShapes.Select(s => (s.Everyday, s.Shape.Left, string.Join(',', s.Shape.Bits))).ShouldBe(print.LogoShapes.Select(s => (s.Everyday, s.Shape.Left, string.Join(',', s.Shape.Bits))));
        back.Fine!.Shapes.Select(s => (s.Top, s.Area)).ShouldBe(print.Fine!.Shapes.Select(s => (s.Top, s.Area)));
    }

    [Fact]
    public void Shapes_are_whole_parts_at_one_threshold_found_again_by_filling()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var plane = Scenes.Draw(seed, 120, 90, 30);
            foreach (var shape in ShapeFinder.Find(plane))
                Filled(plane).ShouldContain((shape.Left, shape.Top, shape.Right, shape.Bottom), $"{seed}");
        }
    }

    // The boxes of all connected parts at all of the 64 thresholds, bright and dark, the slow way.
    static HashSet<(int, int, int, int)> Filled(Plane plane)
    {
        var boxes = new HashSet<(int, int, int, int)>();
        var level = plane.Values.Select(v => (int)Math.Clamp(v * 64 / 256, 0, 63)).ToArray();
        foreach (var isDark in new[] { false, true })
            for (var threshold = 0; threshold < 64; threshold++)
            {
                var isIn = level.Select(l => isDark ? l <= threshold : l >= threshold).ToArray();
                for (var start = 0; start < isIn.Length; start++)
                {
                    if (!isIn[start]) continue;
                    int left = plane.Width, top = plane.Height, right = -1, bottom = -1;
                    var open = new Stack<int>([start]);
                    isIn[start] = false;
                    while (open.TryPop(out var p))
                    {
                        int x = p % plane.Width, y = p / plane.Width;
                        (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
                        foreach (var (nx, ny) in new[] { (x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1) })
                        {
                            if (nx < 0 || ny < 0 || nx >= plane.Width || ny >= plane.Height || !isIn[(ny * plane.Width) + nx]) continue;
                            isIn[(ny * plane.Width) + nx] = false;
                            open.Push((ny * plane.Width) + nx);
                        }
                    }

                    boxes.Add((left, top, right, bottom));
                }
            }

        return boxes;
    }

    [Fact]
    public void Bare_and_tiny_planes_have_no_shapes()
    {
        ShapeFinder.Find(new(1, 1)).ShouldBeEmpty();
        ShapeFinder.Find(new(300, 2)).ShouldBeEmpty();
        ShapeFinder.Find(new(200, 200, [.. Enumerable.Repeat(128f, 40_000)])).ShouldBeEmpty();
    }
}
