namespace Wardmark.Detection.Features;

/// <summary>A feature of one picture and the feature of another that is most like it.</summary>
public readonly record struct FeaturePair(int Query, int Reference, float Likeness);

/// <summary>Pairs the features of two pictures.</summary>
public static class FeatureMatcher
{
    // Squared: the next best must be this much farther off, or the pair says nothing (Lowe 2004, section 7.1).
    const float LeastLead = 0.72f;
    const float LeastLikeness = 0.75f;
    const float Whole = 400f * 400f;

    /// <summary>Each feature of <paramref name="query"/> with its nearest in <paramref name="reference"/>, where that one stands out.</summary>
    public static List<FeaturePair> Match(LocalFeatures query, LocalFeatures reference)
    {
        var pairs = new List<FeaturePair>();
        for (var i = 0; i < query.Count; i++)
        {
            var descriptor = query.Descriptor(i);
            int best = -1, bestProduct = 0, next = 0;
            for (var j = 0; j < reference.Count; j++)
            {
                var product = LocalFeatures.Product(descriptor, reference.Descriptor(j));
                if (product > bestProduct)
                {
                    if (best < 0 || !IsSamePlace(reference.Places[best], reference.Places[j])) next = bestProduct;
                    (best, bestProduct) = (j, product);
                }
                else if (product > next && !IsSamePlace(reference.Places[best], reference.Places[j]))
                {
                    next = product;
                }
            }

            var likeness = bestProduct / Whole;
            if (best >= 0 && likeness >= LeastLikeness && 1 - likeness <= LeastLead * (1 - (next / Whole))) pairs.Add(new(i, best, likeness));
        }

        return pairs;
    }

    // One place described in two directions is one place.
    static bool IsSamePlace(FeaturePlace one, FeaturePlace other) =>
        Math.Abs(one.X - other.X) < 1.5f && Math.Abs(one.Y - other.Y) < 1.5f;
}
