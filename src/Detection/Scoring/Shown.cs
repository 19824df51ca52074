using Wardmark.Detection.Pictures;
using Wardmark.Detection.Signals;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Scoring;

/// <summary>
/// Finds names of marks among the words read in pictures, of several words also over lines that stand together. Reading
/// errs, and pictures are full of stray words: short and ordinary names must be the whole of a line.
/// </summary>
static class Shown
{
    const int ShortestWithin = 4;
    const int ShortestMisspelt = 6;
    const int ShortestOfAll = 3;
    const int ShortestPhrase = 10;
    const double SureReading = 0.9;

    // A name of two characters of Han or Hangul is the whole of a line, one of three may stand in a longer one.
    const double LettersInIdeograph = 1.5;

    public static void Find(IReadOnlyList<SeenPicture> pictures, MarkMatcher[] matchers, ScreenedRegister register, Listing listing, List<MarkShown> shown)
    {
        shown.Clear();
        var met = new List<Occurrence>();
        foreach (var picture in pictures)
        {
            foreach (var line in picture.Lines) FindIn(picture, line, _ => true);
            foreach (var (line, starts) in JoinedLines.Of(picture.Lines)) FindIn(picture, line, o => IsOverLines(o, starts));
        }

        void FindIn(SeenPicture picture, PictureLine line, Func<Occurrence, bool> which)
        {
            met.Clear();
            foreach (var matcher in matchers) matcher.Find($"images[{picture.Index}]", line.Text, met);
            foreach (var o in met)
                if (which(o) && !register.IsSuperseded(o.Name.Mark) && Counts(o, line.Text, line.Confidence, register.Marks[o.Name.Mark], listing)) shown.Add(new(picture.Index, picture.Source, line, o));
        }
    }

    // Of lines that may only happen to stand together, the name must be written out, from the first to the last.
    static bool IsOverLines(Occurrence o, IReadOnlyList<int> starts) =>
        o.Name.Words > 1 && o.Misspelling is null && o.Disguise is Disguise.None or Disguise.Accents && o.Start < starts[1] && o.Start + o.Length > starts[^1];

    static bool Counts(Occurrence o, string line, double confidence, Trademark mark, Listing listing)
    {
        if (o.Name.Kind is NameKind.CodeWord) return false;
        var letters = (int)o.Name.Name.Where(char.IsLetterOrDigit).Sum(c => Glyphs.Of(new(c)).Kind is GlyphKind.Ideograph ? LettersInIdeograph : 1);
        var isWhole = line.Count(char.IsLetterOrDigit) == o.Seen.Count(char.IsLetterOrDigit);
        if (letters < ShortestOfAll) return false;
        if (o.Misspelling is not null && (letters < ShortestMisspelt || !isWhole)) return false;
        if (letters < ShortestWithin && !(isWhole && confidence >= SureReading && o.Disguise == Disguise.None)) return false;
        return !o.Name.IsOrdinary || (isWhole && confidence >= SureReading && (IsLongName(o, letters) || (mark.Classes.Count > 0 && NiceWords.Fit(mark.Classes, $"{listing.Title} {listing.Category}"))));
    }

    // "THE NORTH FACE" and nothing else is no sentence. Of one word, or two short ones, goods must say that it is meant as a mark.
    static bool IsLongName(Occurrence o, int letters) => o.Name.Words > 1 && letters >= ShortestPhrase;
}
