using System.Collections.Concurrent;
using Wardmark.Detection.Pictures;
using Wardmark.Detection.Signals;
using Wardmark.Detection.Text;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Scoring;

/// <summary>
/// A register made ready to screen against. It does not change: a changed register is a new one, which shares what did
/// not change with the one before and carries the rest in a layer of its own.
/// </summary>
public sealed class ScreenedRegister
{
    readonly HashSet<int> _superseded = [];
    readonly IReadOnlyList<Trademark> _whole;

    /// <summary>Prepares the marks that are in force; <paramref name="pictures"/> refer to them by index.</summary>
    public ScreenedRegister(IReadOnlyList<Trademark> marks, IEnumerable<ReferencePicture>? pictures = null)
    {
        Marks = _whole = marks;
        Layers = [new(marks, 0, pictures ?? [])];
    }

    ScreenedRegister(ScreenedRegister before, IReadOnlyList<Trademark> changed, IEnumerable<ReferencePicture> pictures, IEnumerable<int> superseded)
    {
        Marks = new Joined<Trademark>(before._whole, changed);
        Layers = [before.Layers[0], new(changed, before.Layers[0].Count, pictures)];
        _whole = before._whole;
        _superseded = [.. superseded];
    }

    /// <summary>The marks, in the order in which findings refer to them.</summary>
    public IReadOnlyList<Trademark> Marks { get; }

    /// <summary>What was prepared together: the register as it was loaded, then what changed since.</summary>
    public IReadOnlyList<RegisterLayer> Layers { get; }

    /// <summary>Names of marks in force.</summary>
    public int NameCount => Layers.Sum(l => l.Names.Count);

    /// <summary>Logos of marks in force.</summary>
    public int LogoCount => Layers.Sum(l => l.LogoCount);

    /// <summary>Marks in force that have a logo.</summary>
    public int MarksWithLogo => Layers.Sum(l => l.MarksWithLogo);

    /// <summary>Reference pictures of marks in force.</summary>
    public int PictureCount => Layers.Sum(l => l.PictureCount);

    /// <summary>
    /// The register with other marks instead of those at the indices given, and further ones; only these are prepared.
    /// Changes made before are replaced: <paramref name="changed"/> holds everything that changed since this register was
    /// loaded whole, and pictures refer to it from <see cref="RegisterLayer.Count"/> of the first layer on.
    /// </summary>
    public ScreenedRegister With(IReadOnlyList<Trademark> changed, IEnumerable<ReferencePicture> pictures, IEnumerable<int> superseded) =>
        new(this, changed, pictures, superseded);

    /// <summary>True for a mark that stands in a later layer in another form.</summary>
    public bool IsSuperseded(int mark) => _superseded.Count > 0 && _superseded.Contains(mark);
}

/// <summary>Two lists as one, neither of them copied: a change of one mark must not cost a million.</summary>
public sealed class Joined<T>(IReadOnlyList<T> first, IReadOnlyList<T> second) : IReadOnlyList<T>
{
    /// <inheritdoc/>
    public int Count => first.Count + second.Count;

    /// <inheritdoc/>
    public T this[int index] => index < first.Count ? first[index] : second[index - first.Count];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => first.Concat(second).GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Marks that were prepared together.</summary>
public sealed class RegisterLayer
{
    readonly List<ReferencePicture> _pictures = [];
    readonly PictureIndex _index;
    readonly List<ReferencePicture> _logos = [];
    readonly ConcurrentDictionary<(int Mark, string Name), IReadOnlyList<Region>> _places = new();

    /// <summary>Prepares marks whose indices begin at <paramref name="first"/>.</summary>
    internal RegisterLayer(IReadOnlyList<Trademark> marks, int first, IEnumerable<ReferencePicture> pictures)
    {
        Count = marks.Count;
        _index = new(number => _pictures[number].Print());
        for (var i = 0; i < marks.Count; i++)
        {
            if (!marks[i].IsInForce) continue;
            Names.Add(first + i, marks[i].Mark);
            foreach (var alias in marks[i].Aliases) Names.Add(first + i, alias, NameKind.Alias);
            foreach (var word in marks[i].CodeWords) Names.Add(first + i, word, NameKind.CodeWord);
            if (KnownNames.Of(marks[i].Mark) is not { } known) continue;
            foreach (var alias in (known.Aliases ?? []).Except(marks[i].Aliases)) Names.Add(first + i, alias, NameKind.Alias);
            foreach (var letters in (known.Abbreviations ?? []).Except(marks[i].Aliases)) Names.Add(first + i, letters, NameKind.Abbreviation);
            foreach (var word in (known.CodeWords ?? []).Except(marks[i].CodeWords)) Names.Add(first + i, word, NameKind.CodeWord);
        }

        Names.Freeze();
        foreach (var picture in pictures)
            if (marks[picture.Mark - first].IsInForce)
            {
                _pictures.Add(picture);
                _index.Add(picture.Head);
                if (!picture.Head.IsDrawing || picture.Print() is not { } drawing) continue;
                _logos.Add(picture);
                Logos.Add(picture.Mark, drawing.Features, drawing.LogoShapes, drawing.OwnView, isDrawing: true);
            }
    }

    /// <summary>How many marks, in force or not.</summary>
    public int Count { get; }

    /// <summary>Their names and aliases.</summary>
    public MarkIndex Names { get; } = new(findsMisspellings: true);

    /// <summary>How many reference pictures of marks in force.</summary>
    public int PictureCount => _pictures.Count;

    /// <summary>Those of them that are drawings, as logos.</summary>
    LogoIndex Logos { get; } = new();

    /// <summary>How many of the reference pictures are logos.</summary>
    public int LogoCount => Logos.Count;

    /// <summary>How many of its marks have a logo.</summary>
    public int MarksWithLogo => Logos.Marks;

    /// <summary>Logos that a picture shows, best first; <paramref name="among"/> how many marks of the register have one.</summary>
    public IEnumerable<(ReferencePicture Reference, LogoMatch Match)> LogosIn(FineFeatures picture, int among) =>
        Logos.Count == 0 ? [] : Logos.Match(picture, among).Select(m => (_logos[m.Logo], m));

    /// <summary>
    /// Where a reference picture shows its own mark: its logo, or its name in words. Worked out when it is first asked for;
    /// <paramref name="names"/> matches the names of this layer. A drawing is the mark itself and has no such place.
    /// </summary>
    public IReadOnlyList<Region> PlacesOfMark(ReferencePicture reference, MarkMatcher names) =>
        reference.Head.IsDrawing ? [] : _places.GetOrAdd((reference.Mark, reference.Name), _ => [.. InWords(reference, names).Concat(AsLogo(reference)).Distinct()]);

    static IEnumerable<Region> InWords(ReferencePicture reference, MarkMatcher names)
    {
        var met = new List<Occurrence>();
        foreach (var line in reference.Lines)
        {
            met.Clear();
            names.Find("images", line.Text, met);
            if (met.Exists(o => o.Name.Mark == reference.Mark && o.Name.Kind is not NameKind.CodeWord)) yield return line.Box;
        }
    }

    IEnumerable<Region> AsLogo(ReferencePicture reference) =>
        Logos.Count == 0 || reference.Print()?.Fine is not { } fine ? [] : Logos.Match(fine).Where(m => m.Mark == reference.Mark && m.Score >= LogoInPicture.Fewest).Select(m => m.Box);

    /// <summary>Reference pictures that a picture resembles, most alike first.</summary>
    public IEnumerable<(ReferencePicture Reference, Resemblance Resemblance)> PicturesLike(PicturePrint print) =>
        _pictures.Count == 0 ? [] : _index.Match(print).Select(m => (_pictures[m.Reference], m.Resemblance));
}
