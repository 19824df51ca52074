using Wardmark.Detection.Pictures;
using Wardmark.Detection.Text;
using Wardmark.Registry.Listings;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Signals;

/// <summary>Everything that was met in one listing about one mark; what each signal looks at.</summary>
public sealed record Sight
{
    /// <summary>The listing as it came.</summary>
    public required Listing Listing { get; init; }

    /// <summary>The mark; none where only the seller's own words accuse the goods.</summary>
    public Trademark? Mark { get; init; }

    /// <summary>Where names of the mark stand.</summary>
    public IReadOnlyList<Occurrence> Occurrences { get; init; } = [];

    /// <summary>Rows of names in which marks of the register stand, whichever, but not the brand that the seller enters.</summary>
    public IReadOnlyList<NameRow> Rows { get; init; } = [];

    /// <summary>Words of the replica trade in any field.</summary>
    public IReadOnlyList<JargonHit> Jargon { get; init; } = [];

    /// <summary>A way to reach the seller past the marketplace.</summary>
    public Contact? Contact { get; init; }

    /// <summary>An earlier listing of another seller with nearly the same description.</summary>
    public TextTwin? Twin { get; init; }

    /// <summary>An earlier listing of another seller with one of the pictures.</summary>
    public PictureTwin? PictureTwin { get; init; }

    /// <summary>The marketplace's word for the seller's standing, where it is known.</summary>
    public string? SellerTier { get; init; }

    /// <summary>Pictures of the listing that resemble reference pictures of the mark, whatever the verdict.</summary>
    public IReadOnlyList<PictureMeeting> Pictures { get; init; } = [];

    /// <summary>Where names of the mark are read in pictures.</summary>
    public IReadOnlyList<MarkShown> Shown { get; init; } = [];

    /// <summary>Logos of the mark that pictures show.</summary>
    public IReadOnlyList<LogoShown> Logos { get; init; } = [];

    /// <summary>What the files of pictures say of their origin.</summary>
    public IReadOnlyList<OriginOfPicture> Origins { get; init; } = [];

    /// <summary>The codes in the listing's pictures.</summary>
    public IReadOnlyList<CodeInPicture> Codes { get; init; } = [];

    /// <summary>The first occurrence that passed through a disguise, strongest field first.</summary>
    public Occurrence? Disguised(Disguise disguise)
    {
        Occurrence? best = null;
        for (var i = 0; i < Occurrences.Count; i++)
            if ((Occurrences[i].Disguise & disguise) != 0 && (best is null || Rank(Occurrences[i]) < Rank(best))) best = Occurrences[i];
        return best;
    }

    /// <summary>The first occurrence written plainly in one of the fields.</summary>
    public Occurrence? Plain(Func<string, bool> field) =>
        Occurrences.FirstOrDefault(o => o.Disguise is Disguise.None or Disguise.Accents or Disguise.Joined or Disguise.Within or Disguise.Transliterated && field(o.Field));

    /// <summary>The first words of a kind, whatever the field; strong ones come before others.</summary>
    public JargonHit? Said(JargonKind kind)
    {
        JargonHit? best = null;
        for (var i = 0; i < Jargon.Count; i++)
            if (Jargon[i] is var hit && hit.Kind == kind && (best is null || (hit.IsStrong && !best.IsStrong) || (hit.IsStrong == best.IsStrong && hit.Start < best.Start))) best = hit;
        return best;
    }

    /// <summary>Of the pictures' meetings that are asked for, the one to show: rather with a reference that is not set aside, then the strongest.</summary>
    public PictureMeeting? Best(Func<PictureMeeting, bool> which, Func<PictureMeeting, double> strength)
    {
        PictureMeeting? best = null;
        for (var i = 0; i < Pictures.Count; i++)
            if (which(Pictures[i]) && (best is null || (!Pictures[i].IsSetAside, strength(Pictures[i])).CompareTo((!best.IsSetAside, strength(best))) > 0)) best = Pictures[i];
        return best;
    }

    /// <summary>The whole text of the field in which an occurrence stands.</summary>
    public string TextOf(Occurrence o) => Listing.TextOf(o.Field);

    /// <summary>For a sentence: what stood there, where the name is transliterated.</summary>
    public static string AsSeen(Occurrence o) => o.Disguise is Disguise.Transliterated ? $" as “{o.Seen}” sounds" : "";

    static int Rank(Occurrence o) => o.Field switch { "title" => 0, "brand" => 1, "description" => 2, _ => 3 };
}

/// <summary>A picture of the listing and a reference that it resembles.</summary>
/// <param name="Picture">Index of the listing's picture, from 0.</param>
public sealed record PictureMeeting(int Picture, string Source, ReferencePicture Reference, Resemblance Resemblance)
{
    /// <summary>The reference is set aside.</summary>
    public bool IsSetAside { get; init; }

    /// <summary>A place where the reference shows the mark and the picture hides it.</summary>
    public HiddenPlace? Hidden { get; init; }

    /// <summary>How sure that must be to be called one, for this mark.</summary>
    public double CopyFrom { get; init; } = Likeness.CopyFrom;

    /// <summary>The picture is a copy of the reference, edited or not.</summary>
    public bool IsCopy => Resemblance.SamePicture >= CopyFrom;

    /// <summary>Another photo of the same print or object.</summary>
    public bool IsSameObject => !IsCopy && Resemblance.SameObject >= Likeness.ObjectFrom;
}

/// <summary>Names of several marks that stand one after another.</summary>
/// <param name="Places">How many words they are.</param>
public sealed record NameRow(IReadOnlyList<Occurrence> Names, int Places);

/// <summary>A name of a mark read in a picture of the listing.</summary>
public sealed record MarkShown(int Picture, string Source, PictureLine Line, Occurrence Where);

/// <summary>A logo of a mark met in a picture of the listing.</summary>
public sealed record LogoShown(int Picture, string Source, ReferencePicture Reference, LogoMatch Match)
{
    /// <summary>The drawing is set aside.</summary>
    public bool IsSetAside { get; init; }
}

/// <summary>A code in a picture of the listing.</summary>
public sealed record CodeInPicture(int Picture, PictureCode Code);

/// <summary>What a picture's file says of its origin.</summary>
public sealed record OriginOfPicture(int Picture, PictureOrigin Origin);

/// <summary>A listing of another seller with nearly the same description.</summary>
public sealed record TextTwin(string ListingId, string SellerId);

/// <summary>An earlier listing of another seller with the same picture.</summary>
/// <param name="Picture">Index of the picture, from 0.</param>
/// <param name="Sellers">How many other sellers showed it before.</param>
public sealed record PictureTwin(int Picture, string ListingId, string SellerId, DateTime FirstSeenAt, int Sellers);

/// <summary>The twins of a listing among those of other sellers.</summary>
public sealed record Twins(TextTwin? Text, PictureTwin? Picture);

/// <summary>What a signal saw: strength from 0 to 1, the sentence a reviewer and a court read, and what met what.</summary>
public sealed record Evidence(string Field, int Start, int Length, string Seen, string Meets, string Sentence)
{
    /// <summary>Where in a picture of the listing; nothing for evidence in words.</summary>
    public Region? Box { get; init; }

    /// <summary>True where the reference that was met is set aside, because it meets too many.</summary>
    public bool IsSetAside { get; init; }

    /// <summary>Share of the signal's weight that this evidence carries.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Evidence from a place in a text.</summary>
    public static Evidence From(Occurrence o, string sentence) =>
        new(o.Field, o.Start, o.Length, o.Seen, o.Name.Name, sentence);
}

/// <summary>Looks at one listing beside one mark and says what it sees, or nothing.</summary>
public interface ISignal
{
    /// <summary>The name that weights, findings and documents use.</summary>
    string Name { get; }

    /// <summary>What it means, in one sentence.</summary>
    string Meaning { get; }

    /// <summary>Whether it can make a finding by itself, or only raises or lowers one.</summary>
    bool IsQualifier { get; }

    /// <summary>What is seen; nothing where the signal has no say.</summary>
    Evidence? Look(Sight sight);
}
