using Wardmark.Detection.Signals;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Scoring;

/// <summary>Finds names of marks among the words read in pictures. Reading errs, and pictures are full of stray words: short and ordinary names must be the whole of a line.</summary>
static class Shown
{
    const int ShortestWithin = 4;
    const int ShortestMisspelt = 6;
    const int ShortestOfAll = 3;
    const double SureReading = 0.9;

    // A name of two characters of Han or Hangul is the whole of a line, one of three may stand in a longer one.
    const double LettersInIdeograph = 1.5;

    public static void Find(IReadOnlyList<SeenPicture> pictures, MarkMatcher[] matchers, ScreenedRegister register, Listing listing, List<MarkShown> shown)
    {
        shown.Clear();
        var met = new List<Occurrence>();
        foreach (var picture in pictures)
            foreach (var line in picture.Lines)
            {
                met.Clear();
                foreach (var matcher in matchers) matcher.Find($"images[{picture.Index}]", line.Text, met);
                foreach (var o in met)
                    if (!register.IsSuperseded(o.Name.Mark) && Counts(o, line.Text, line.Confidence, register.Marks[o.Name.Mark], listing)) shown.Add(new(picture.Index, picture.Source, line, o));
            }
    }

    static bool Counts(Occurrence o, string line, double confidence, Trademark mark, Listing listing)
    {
        if (o.Name.Kind is NameKind.CodeWord) return false;
        var letters = (int)o.Name.Name.Where(char.IsLetterOrDigit).Sum(c => Glyphs.Of(new(c)).Kind is GlyphKind.Ideograph ? LettersInIdeograph : 1);
        var isWhole = line.Count(char.IsLetterOrDigit) == o.Seen.Count(char.IsLetterOrDigit);
        if (letters < ShortestOfAll) return false;
        if (o.Misspelling is not null && (letters < ShortestMisspelt || !isWhole)) return false;
        if (letters < ShortestWithin && !(isWhole && confidence >= SureReading && o.Disguise == Disguise.None)) return false;
        return !o.Name.IsOrdinary || (isWhole && confidence >= SureReading && mark.Classes.Count > 0 && NiceWords.Fit(mark.Classes, $"{listing.Title} {listing.Category}"));
    }
}
