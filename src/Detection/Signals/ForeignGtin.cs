namespace Wardmark.Detection.Signals;

/// <summary>The article number is valid and begins with none of the prefixes that GS1 gave the owner.</summary>
public sealed class ForeignGtin : ISignal
{
    /// <inheritdoc/>
    public string Name => "FOREIGN_GTIN";

    /// <inheritdoc/>
    public string Meaning => "The article number (GTIN), entered or read in a picture, is valid and begins with none of the prefixes GS1 gave the owner.";

    /// <inheritdoc/>
    public bool IsQualifier => true;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
    {
        if (sight.Mark is not { GtinPrefixes.Count: > 0 } mark) return null;
        var (field, written) = sight.Listing.Gtin is { } entered && Whole(entered) is not null ? ("gtin", entered)
            : sight.Codes.FirstOrDefault(c => c.Code.Kind is "EAN-13" or "EAN-8" or "UPC-A" or "UPC-E" && Whole(c.Code.Text) is not null) is { } code ? ($"images[{code.Picture}]", code.Code.Text) : ("", "");
        if (Whole(written) is not { } gtin) return null;
        // An accessory has its maker's number.
        if (LawfulReference.Explains(sight) || sight.Occurrences.Count == 0 || sight.Occurrences.All(o => o.Name.IsOrdinary)) return null;
        // The first digit of a GTIN-14 is the packing level; the owner's prefix follows.
        if (mark.GtinPrefixes.Any(p => gtin.AsSpan(1).StartsWith(p))) return null;
        return new(field, 0, field == "gtin" ? written.Length : 0, written, string.Join(", ", mark.GtinPrefixes), $"The article number {written} is not one of the owner’s of “{mark.Mark}”, which begin with {string.Join(", ", mark.GtinPrefixes)}.");
    }

    /// <summary>A GTIN as fourteen digits; nothing where it is none, by its length or its check digit (GS1 General Specifications, 7.9).</summary>
    public static string? Whole(string written)
    {
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        if (digits.Length is not (8 or 12 or 13 or 14) || written.Any(c => !char.IsAsciiDigit(c) && c is not (' ' or '-'))) return null;
        var whole = digits.PadLeft(14, '0');
        var sum = 0;
        for (var i = 0; i < 13; i++) sum += (whole[i] - '0') * (i % 2 == 0 ? 3 : 1);
        return (10 - (sum % 10)) % 10 == whole[13] - '0' ? whole : null;
    }
}
