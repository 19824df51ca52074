using Wardmark.Detection.Pictures;
using Wardmark.Detection.Signals;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;

namespace Wardmark.Detection.Scoring;

/// <summary>A picture of a listing as it was read at the rim.</summary>
/// <param name="Print">To compare it with references; nothing where there are none to compare it with.</param>
public sealed record SeenPicture(int Index, string Source, PicturePrint? Print)
{
    /// <summary>Its words.</summary>
    public IReadOnlyList<PictureLine> Lines { get; init; } = [];

    /// <summary>Its codes.</summary>
    public IReadOnlyList<PictureCode> Codes { get; init; } = [];

    /// <summary>What its file says of where it came from.</summary>
    public PictureOrigin? Origin { get; init; }

    /// <summary>Tells of a mark's index whether the picture may be used for it; likeness to its references then says nothing.</summary>
    public Func<int, bool>? IsPermittedFor { get; init; }
}

/// <summary>Screens listings one at a time against a register. One a thread: it keeps working memory.</summary>
public sealed class Screener(ScreenedRegister register, Scorer scorer)
{
    readonly MarkMatcher[] _marks = [.. register.Layers.Select(l => new MarkMatcher(l.Names))];
    readonly MarkMatcher _jargon = JargonLexicon.Shipped.NewMatcher();
    readonly FoldedText _title = new();
    readonly FoldedText _field = new();
    readonly List<Occurrence> _found = [];
    readonly List<JargonHit> _hits = [];
    readonly List<MarkShown> _shown = [];

    // The marks met in the listing, each once, in the order they were met.
    readonly List<int> _met = [];
    IReadOnlyList<NameRow> _rows = [];
    IReadOnlyList<SeenPicture> _seen = [];
    readonly ContactFinder _contacts = new();
    Contact? _contact;
    string? _sellerTier;
    Twins? _twins;

    /// <summary>Tells of a mark's index and the name of a reference whether it is set aside; nothing where none is.</summary>
    public Func<int, string, bool>? IsSetAside { get; init; }

    /// <summary>One finding for each mark that is met, strongest first.</summary>
    public IReadOnlyList<Finding> Screen(Listing listing, IReadOnlyList<SeenPicture>? pictures = null, string? sellerTier = null, Twins? twins = null)
    {
        (_sellerTier, _twins) = (sellerTier, twins);
        _found.Clear();
        _hits.Clear();
        foreach (var (field, text) in Fields(listing))
        {
            var folded = (field == "title" ? _title : _field).Read(text);
            foreach (var marks in _marks)
            {
                if (field == "brand") marks.FindWhole(field, folded, _found);
                marks.Find(field, folded, _found);
                if (field is "description" or "attributes.subtitle") marks.FindSplit("title", _title, folded, _found);
            }

            if (field != "brand") JargonLexicon.Shipped.Find(_jargon, folded, field, _hits);
        }

        _found.RemoveAll(o => register.IsSuperseded(o.Name.Mark));
        Mentions.Keep(_found, listing, register.Marks, Accused());
        _rows = NameRows.Find(_found, listing);
        var meetings = Meetings(pictures);
        _seen = pictures ?? [];
        var logos = LogosIn(_seen);
        Shown.Find(_seen, _marks, register, listing, _shown);
        var findings = new List<Finding>();
        _contact = _found.Count + _hits.Count + meetings.Count + _shown.Count + logos.Count == 0 ? null : ContactIn(listing);
        _met.Clear();
        foreach (var o in _found) Meet(o.Name.Mark);
        foreach (var m in meetings) Meet(m.Reference.Mark);
        foreach (var s in _shown) Meet(s.Where.Name.Mark);
        foreach (var l in logos) Meet(l.Reference.Mark);
        foreach (var mark in _met)
            if (scorer.Weigh(mark, SightOf(listing, mark, meetings, logos)) is { } finding)
                findings.Add(finding);
        if (findings.Count == 0 && _hits.Exists(h => h.IsStrong) && scorer.Weigh(-1, SightOfWords(listing)) is { } own)
            findings.Add(own);
        findings.Sort((a, b) => b.Score != a.Score ? b.Score.CompareTo(a.Score) : a.MarkIndex.CompareTo(b.MarkIndex));
        return findings;
    }

    Accusation Accused() =>
        !_hits.Exists(h => h.Kind is not JargonKind.Packaging) ? Accusation.None
            : _hits.Exists(h => h.Kind is not JargonKind.Packaging && h.IsStrong) ? Accusation.Strong : Accusation.Weak;

    void Meet(int mark)
    {
        if (!_met.Contains(mark)) _met.Add(mark);
    }

    /// <summary>Every text of a listing, under the name the wire gives its field.</summary>
    public static IEnumerable<(string Field, string Text)> Fields(Listing listing)
    {
        yield return ("title", listing.Title);
        if (!string.IsNullOrEmpty(listing.Brand)) yield return ("brand", listing.Brand);
        if (!string.IsNullOrEmpty(listing.Description)) yield return ("description", listing.Description);
        foreach (var (name, value) in listing.Attributes) yield return ($"attributes.{name}", value);
        for (var i = 0; i < listing.Variants.Count; i++) yield return ($"variants[{i}]", listing.Variants[i]);
    }

    Sight SightOf(Listing listing, int mark, List<PictureMeeting> meetings, List<LogoShown> logos) => new()
    {
        Listing = listing,
        Mark = register.Marks[mark],
        Occurrences = _found.FindAll(o => o.Name.Mark == mark),
        Rows = _rows,
        Jargon = _hits.Count == 0 ? [] : [.. _hits],
        Contact = _contact,
        SellerTier = _sellerTier,
        Twin = _twins?.Text,
        PictureTwin = _twins?.Picture,
        Pictures = meetings.Count == 0 ? [] : meetings.FindAll(m => m.Reference.Mark == mark),
        Logos = logos.Count == 0 ? [] : logos.FindAll(l => l.Reference.Mark == mark),
        Shown = _shown.Count == 0 ? [] : _shown.FindAll(o => o.Where.Name.Mark == mark),
        Origins = _seen.Count == 0 ? [] : [.. _seen.Where(p => p.Origin is not null).Select(p => new OriginOfPicture(p.Index, p.Origin!))],
        Codes = _seen.Count == 0 ? [] : [.. _seen.SelectMany(p => p.Codes.Select(c => new CodeInPicture(p.Index, c)))],
    };

    Sight SightOfWords(Listing listing) => new() { Listing = listing, Jargon = _hits.FindAll(h => h.IsStrong), Contact = _contact, SellerTier = _sellerTier, Twin = _twins?.Text, PictureTwin = _twins?.Picture };

    Contact? ContactIn(Listing listing)
    {
        foreach (var (field, text) in Fields(listing))
            if (field != "brand" && _contacts.Find(field, text) is { } contact) return contact;
        foreach (var picture in _seen)
            foreach (var text in picture.Lines.Select(l => l.Text).Concat(picture.Codes.Select(c => c.Text)))
                if (_contacts.Find($"images[{picture.Index}]", text) is { } contact) return contact;
        return null;
    }

    bool IsAside(ReferencePicture reference) => IsSetAside?.Invoke(reference.Mark, reference.Name) == true;

    List<LogoShown> LogosIn(IReadOnlyList<SeenPicture> pictures) =>
        register.LogoCount == 0
            ? []
            : [.. pictures.Where(p => p.Print?.Fine is not null).SelectMany(p => register.Layers.SelectMany(l => l.LogosIn(p.Print!.Fine!, register.MarksWithLogo))
                .Where(m => m.Match.Score >= Math.Max(LogoInPicture.Fewest, register.Marks[m.Reference.Mark].LogoFrom ?? 0) && !register.IsSuperseded(m.Reference.Mark))
                .Select(m => new LogoShown(p.Index, p.Source, m.Reference, m.Match) { IsSetAside = IsAside(m.Reference) }))];

    List<PictureMeeting> Meetings(IReadOnlyList<SeenPicture>? pictures)
    {
        var meetings = new List<PictureMeeting>();
        if (pictures is null || register.PictureCount == 0) return meetings;
        foreach (var picture in pictures.Where(p => p.Print is not null))
            for (var layer = 0; layer < register.Layers.Count; layer++)
                foreach (var (reference, resemblance) in register.Layers[layer].PicturesLike(picture.Print!))
                {
                    if (register.IsSuperseded(reference.Mark) || picture.IsPermittedFor?.Invoke(reference.Mark) == true) continue;
                    var meeting = new PictureMeeting(picture.Index, picture.Source, reference, resemblance)
                        { IsSetAside = IsAside(reference), CopyFrom = Math.Max(Likeness.CopyFrom, register.Marks[reference.Mark].CopyFrom ?? 0) };
                    if (meeting.IsCopy || meeting.IsSameObject) meetings.Add(meeting with { Hidden = HiddenIn(picture.Print!, meeting, layer) });
                }

        return meetings;
    }

    // The clearest case of what the reference shows and the picture hides.
    HiddenPlace? HiddenIn(PicturePrint picture, PictureMeeting meeting, int layer) =>
        meeting.Resemblance.Map is not { } map || register.Layers[layer].PlacesOfMark(meeting.Reference, _marks[layer]) is not { Count: > 0 } places || meeting.Reference.Print() is not { } print ? null
            : places.Select(p => HiddenPlace.Find(picture, print, map, p)).OfType<HiddenPlace>().MinBy(h => h.Kept);
}
