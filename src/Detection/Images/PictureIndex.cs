namespace Wardmark.Detection.Images;

/// <summary>A reference picture of a mark.</summary>
/// <param name="Mark">Index of the mark in the register as it was handed in.</param>
/// <param name="Name">The picture, as the register names it.</param>
/// <param name="Hash">Its PDQ hash.</param>
public sealed record ReferencePicture(int Mark, string Name, PdqHash Hash);

/// <summary>Reference pictures, searched exactly: what it returns is what comparing with every one returns.</summary>
public sealed class PictureIndex
{
    readonly List<ReferencePicture> _pictures = [];

    /// <summary>How many references are in.</summary>
    public int Count => _pictures.Count;

    /// <summary>Adds a reference; one of too low quality is refused by false, for it would meet anything.</summary>
    public bool Add(ReferencePicture picture)
    {
        if (picture.Hash.Quality < Pdq.LowestUsefulQuality) return false;
        _pictures.Add(picture);
        return true;
    }

    /// <summary>Every reference within the distance, nearest first.</summary>
    public IEnumerable<(ReferencePicture Picture, int Distance)> Within(PdqHash hash, int distance) =>
        hash.Quality < Pdq.LowestUsefulQuality
            ? []
            : _pictures.Select(p => (Picture: p, Distance: p.Hash.Distance(hash)))
                .Where(m => m.Distance <= distance).OrderBy(m => m.Distance);
}
