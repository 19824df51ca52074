using Wardmark.Detection.Features;
using Wardmark.Detection.Images;

namespace Wardmark.Detection.Pictures;

/// <summary>A reference met in a picture.</summary>
public sealed record PictureMatch(int Reference, Resemblance Resemblance);

/// <summary>
/// References, found again in pictures: by hash in every turn (exact), by shared local features as they are and mirrored
/// (candidates), and what is found is compared by geometry. References are numbered as they were added.
/// </summary>
public sealed class PictureIndex(Func<int, PicturePrint?> printOf)
{
    /// <summary>Most candidates that are compared by geometry.</summary>
    public const int MostCompared = 20;

    readonly HashIndex _hashes = new();
    readonly List<int> _referenceOfHash = [];
    readonly SketchIndex _sketches = new();

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

        return _sketches.Add(head.Sketches);
    }

    /// <summary>The references that resemble a picture, most alike first.</summary>
    public IReadOnlyList<PictureMatch> Match(PicturePrint query)
    {
        var mirrored = query.Features.Mirrored();
        return [.. Candidates(query.Features, mirrored, query.Turns)
            .Select(r => (Number: r, Print: printOf(r))).Where(r => r.Print is not null)
            .Select(r => new PictureMatch(r.Number, PictureComparison.Compare(query, mirrored, r.Print!)))
            .Where(m => m.Resemblance.SamePicture > 0 || m.Resemblance.SameObject > 0)
            .OrderByDescending(m => m.Resemblance.SamePicture).ThenByDescending(m => m.Resemblance.SameObject)];
    }

    /// <summary>Exactly the references whose hash is within a distance of one of the turns.</summary>
    public IReadOnlyList<(int Reference, int Distance)> ByHash(IReadOnlyList<PdqHash> turns, int distance = Pdq.MatchDistance) =>
        [.. turns.Where(t => t.Quality >= Pdq.LowestUsefulQuality).SelectMany(t => _hashes.Within(t, distance))
            .GroupBy(h => _referenceOfHash[h.Number]).Select(g => (g.Key, g.Min(h => h.Distance))).OrderBy(r => r.Item2)];

    List<int> Candidates(LocalFeatures features, LocalFeatures mirrored, IReadOnlyList<PdqHash> turns)
    {
        var shared = _sketches.Candidates(features, MostCompared).Concat(_sketches.Candidates(mirrored, MostCompared));
        return [.. ByHash(turns).Select(h => h.Reference).Take(MostCompared).Concat(shared.OrderByDescending(s => s.Shared).Select(s => s.Picture)).Distinct().Take(MostCompared)];
    }
}
