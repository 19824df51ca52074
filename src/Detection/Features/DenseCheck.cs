using Wardmark.Detection.Images;

namespace Wardmark.Detection.Features;

/// <summary>What laying one picture over another shows, block by block.</summary>
/// <param name="Agreement">Share of the blocks with something in them that are the same in both, 0 to 1.</param>
/// <param name="Blocks">How many blocks had something in them.</param>
/// <param name="ReferenceShare">Share of the reference that lies inside the picture.</param>
/// <param name="QueryShare">Share of the picture that the reference covers.</param>
/// <param name="Enclosed">Share of the blocks between the agreeing features that are the same in both; 0 where there are none.</param>
/// <param name="EnclosedShare">Share of the reference that lies between the agreeing features.</param>
public readonly record struct DenseAgreement(double Agreement, int Blocks, double ReferenceShare, double QueryShare, double Enclosed = 0, double EnclosedShare = 0);

/// <summary>
/// Lays a reference over a picture by a mapping and correlates block by block. A copy agrees all over what both show, but
/// for what was pasted on it; another photo of the same thing agrees, at best, on the thing.
/// </summary>
public static class DenseCheck
{
    /// <summary>Longest side of the planes that are laid over each other.</summary>
    public const int Side = 192;

    const int Block = 12;
    const float LeastContrast = 3f;
    const float Same = 0.8f;

    /// <summary>
    /// Compares; the mapping is in pixels of the two pictures' features, of which each pixel has a scale in the planes. What
    /// lies between <paramref name="agreeing"/>, features of the reference that were met, is counted apart.
    /// </summary>
    public static DenseAgreement Compare(Plane query, Plane reference, Mapping map, double queryScale, double referenceScale, IReadOnlyList<FeaturePlace>? agreeing = null)
    {
        double width = query.Width / queryScale, height = query.Height / queryScale, fromWidth = reference.Width / referenceScale, fromHeight = reference.Height / referenceScale;
        var referenceShare = map.ShareInside(fromWidth, fromHeight, width, height);
        var queryShare = map.Inverse()?.ShareInside(width, height, fromWidth, fromHeight) ?? 0;
        // What the picture shows smaller than the reference is compared at the smaller size.
        var shrink = Math.Min(1, Math.Sqrt(map.AreaFactor) * queryScale / referenceScale);
        if (shrink < 0.9)
        {
            var smaller = reference.Resized(Math.Max(1, (int)(reference.Width * shrink)), Math.Max(1, (int)(reference.Height * shrink)));
            referenceScale *= (double)smaller.Width / reference.Width;
            reference = smaller;
        }

        var outline = Outline.Around(agreeing ?? []);
        int blocks = 0, same = 0, enclosed = 0, enclosedSame = 0;
        Span<float> left = stackalloc float[Block * Block];
        Span<float> right = stackalloc float[Block * Block];
        for (var top = 0; top + Block <= reference.Height; top += Block)
            for (var first = 0; first + Block <= reference.Width; first += Block)
            {
                if (!Sample(query, reference, map, queryScale, referenceScale, first, top, left, right)) continue;
                var correlation = Correlation(left, right, out var contrast);
                if (contrast < LeastContrast) continue;
                blocks++;
                if (correlation >= Same) same++;
                if (!outline.Holds((first + (Block / 2)) / referenceScale, (top + (Block / 2)) / referenceScale)) continue;
                enclosed++;
                if (correlation >= Same) enclosedSame++;
            }

        return new(blocks == 0 ? 0 : (double)same / blocks, blocks, referenceShare, queryShare, enclosed == 0 ? 0 : (double)enclosedSame / enclosed, outline.Area / (fromWidth * fromHeight));
    }

    static bool Sample(Plane query, Plane reference, Mapping map, double queryScale, double referenceScale, int first, int top, Span<float> left, Span<float> right)
    {
        var i = 0;
        for (var y = top; y < top + Block; y++)
            for (var x = first; x < first + Block; x++, i++)
            {
                var (toX, toY) = map.Of((x + 0.5) / referenceScale, (y + 0.5) / referenceScale);
                double qx = (toX * queryScale) - 0.5, qy = (toY * queryScale) - 0.5;
                if (!(qx > -0.6 && qy > -0.6 && qx < query.Width - 0.4 && qy < query.Height - 0.4)) return false;
                left[i] = reference.Values[(y * reference.Width) + x];
                right[i] = query.At((float)qx, (float)qy);
            }

        return true;
    }

    static float Correlation(ReadOnlySpan<float> left, ReadOnlySpan<float> right, out float contrast)
    {
        float sumLeft = 0, sumRight = 0, squaresLeft = 0, squaresRight = 0, product = 0;
        for (var i = 0; i < left.Length; i++)
        {
            sumLeft += left[i];
            sumRight += right[i];
            squaresLeft += left[i] * left[i];
            squaresRight += right[i] * right[i];
            product += left[i] * right[i];
        }

        var n = left.Length;
        float varianceLeft = (squaresLeft / n) - (sumLeft / n * (sumLeft / n)), varianceRight = (squaresRight / n) - (sumRight / n * (sumRight / n));
        contrast = MathF.Sqrt(Math.Max(0, varianceLeft));
        var scale = MathF.Sqrt(Math.Max(0, varianceLeft * varianceRight));
        return scale < 1e-3f ? 0 : ((product / n) - (sumLeft / n * (sumRight / n))) / scale;
    }
}
