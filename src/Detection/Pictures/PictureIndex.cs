using Wardmark.Detection.Features;
using Wardmark.Detection.Images;

namespace Wardmark.Detection.Pictures;

/// <summary>A reference met in a picture.</summary>
public sealed record PictureMatch(int Reference, Resemblance Resemblance);

/// <summary>
/// References, found again in pictures: by hash in every turn (exact), by shared local features as they are and mirrored
/// and by look (candidates), and what is found is compared by geometry. References are numbered as they were added.
/// </summary>
public sealed class PictureIndex(Func<int, PicturePrint?> printOf)
{
    /// <summary>Most candidates that are compared by geometry.</summary>
    public const int MostCompared = 20;

    // Places among them kept for what only looks alike.
    const int MostLooks = 4;
    const double LeastAlike = 0.7;

    readonly HashIndex _hashes = new();
    readonly List<int> _referenceOfHash = [];
    readonly SketchIndex _sketches = new();
    readonly LookIndex _looks = new();

    /// <summary>How many references.</summary>
    public int Count => _sketches.Count;

    /// <summary>Adds a reference by its head; <c>printOf</c> must give the whole print when asked by number.</summary>
    public int Add(PrintHead head)
    {
        foreach (var hash in head.Hashes)
        {
            // A flat picture's hash meets anything.
            if (hash.Quality < Pdq.LowestUsefulQuality) continue;
            _hashes.Add(hash);
            _referenceOfHash.Add(_sketches.Count);
        }

        if (head.Look is { } look) _looks.Add(_sketches.Count, look);
        return _sketches.Add(head.Sketches);
    }

    /// <summary>The references that resemble a picture, most alike first.</summary>
    public IReadOnlyList<PictureMatch> Match(PicturePrint query)
    {
        var mirrored = query.Features.Mirrored();
        return [.. Candidates(query, mirrored)
            .Select(r => (Number: r, Print: printOf(r))).Where(r => r.Print is not null)
            .Select(r => new PictureMatch(r.Number, PictureComparison.Compare(query, mirrored, r.Print!)))
            .Where(m => m.Resemblance.SamePicture > 0 || m.Resemblance.SameObject > 0)
            .OrderByDescending(m => m.Resemblance.SamePicture).ThenByDescending(m => m.Resemblance.SameObject)];
    }

    /// <summary>Exactly the references whose hash is within a distance of one of the turns.</summary>
    public IReadOnlyList<(int Reference, int Distance)> ByHash(IReadOnlyList<PdqHash> turns, int distance = Pdq.MatchDistance) =>
        [.. turns.Where(t => t.Quality >= Pdq.LowestUsefulQuality).SelectMany(t => _hashes.Within(t, distance))
            .GroupBy(h => _referenceOfHash[h.Number]).Select(g => (g.Key, g.Min(h => h.Distance))).OrderBy(r => r.Item2)];

    List<int> Candidates(PicturePrint query, LocalFeatures mirrored)
    {
        var shared = _sketches.Candidates(query.Features, MostCompared).Concat(_sketches.Candidates(mirrored, MostCompared));
        var found = ByHash(query.Turns).Select(h => h.Reference).Take(MostCompared).Concat(shared.OrderByDescending(s => s.Shared).Select(s => s.Picture)).Distinct().Take(MostCompared).ToList();
        var alike = query.Look is { } look ? _looks.Nearest(look, MostLooks, LeastAlike).Select(n => n.Number).Except(found).ToList() : [];
        return [.. found.Take(MostCompared - alike.Count), .. alike];
    }
}
