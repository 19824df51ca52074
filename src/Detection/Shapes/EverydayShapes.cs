using System.IO.Compression;
using System.Runtime.InteropServices;
using Wardmark.Detection.Text;

namespace Wardmark.Detection.Shapes;

/// <summary>
/// Shapes that tell nothing: letters, digits and signs of common typefaces, and what photos of goods are full of
/// (<c>config/pictures/everyday-shapes.bin</c>, made by <c>wardmark train shapes</c>).
/// </summary>
public static class EverydayShapes
{
    // Among the shapes of photos the few that agree best are let pass: one of them may be a logo.
    const int LetPass = 2;
    const double Least = 0.35;

    static readonly Lazy<(Shape[] Signs, Shape[] Photos)> Shipped = new(() =>
    {
        using var file = ShippedData.Open("pictures/everyday-shapes.bin");
        return Read(file);
    });

    /// <summary>The overlap that everyday shapes reach with a shape, at least .35.</summary>
    public static double Reach(Shape shape)
    {
        var (signs, photos) = Shipped.Value;
        var reach = Least;
        foreach (var sign in signs) reach = Math.Max(reach, shape.Overlap(sign, reach));
        Span<double> best = stackalloc double[LetPass + 1];
        best.Fill(Least);
        foreach (var photo in photos)
        {
            var overlap = shape.Overlap(photo, best[0]);
            if (overlap <= best[0]) continue;
            best[0] = overlap;
            best.Sort();
        }

        return Math.Max(reach, best[0]);
    }

    /// <summary>Writes the file of shapes.</summary>
    public static void Write(Stream to, IReadOnlyList<Shape> signs, IReadOnlyList<Shape> photos)
    {
        using var packed = new BrotliStream(to, CompressionLevel.SmallestSize);
        packed.Write(BitConverter.GetBytes(signs.Count));
        packed.Write(BitConverter.GetBytes(photos.Count));
        foreach (var shape in signs.Concat(photos)) packed.Write(MemoryMarshal.AsBytes<ulong>(shape.Bits));
    }

    static (Shape[] Signs, Shape[] Photos) Read(Stream file)
    {
        using var from = new BinaryReader(new BrotliStream(file, CompressionMode.Decompress));
        int signs = from.ReadInt32(), photos = from.ReadInt32();
        var shapes = new Shape[signs + photos];
        for (var i = 0; i < shapes.Length; i++)
        {
            var bits = new ulong[Shape.Words];
            from.BaseStream.ReadExactly(MemoryMarshal.AsBytes(bits.AsSpan()));
            shapes[i] = new(bits, 0, 0, 0, 0);
        }

        return (shapes[..signs], shapes[signs..]);
    }
}
