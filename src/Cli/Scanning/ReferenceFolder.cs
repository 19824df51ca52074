using Wardmark.Detection.Pictures;
using Wardmark.Detection.Signals;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Cli.Scanning;

/// <summary>A reference that a picture may have to do with.</summary>
sealed record CandidatePair(string Reference, string Verdict, double Score, Region? Region);

/// <summary>Reference pictures and logos of a folder, and what of them is met in a picture.</summary>
sealed class ReferenceFolder
{
    readonly List<(string File, PicturePrint Print)> _prints = [];
    readonly List<string> _drawings = [];
    readonly LogoIndex _logos = new();
    readonly PictureIndex _index;

    public ReferenceFolder() => _index = new(number => _prints[number].Print);

    public int Count => _prints.Count;

    /// <summary>What a picture must be asked for to be looked up.</summary>
    public PictureAsk Ask => PictureAsk.Print | (_logos.Count > 0 ? PictureAsk.Fine : PictureAsk.Nothing);

    public void Add(string file, PicturePrint print)
    {
        _prints.Add((file, print));
        _index.Add(PrintHead.Of(print));
        if (!print.IsDrawing) return;
        _drawings.Add(file);
        _logos.Add(_drawings.Count, print.Features, print.LogoShapes, print.OwnView, isDrawing: true);
    }

    /// <summary>Every candidate, the weakest included.</summary>
    public IEnumerable<CandidatePair> Pairs(PicturePrint print)
    {
        foreach (var (number, r) in _index.Match(print))
        {
            var verdict = r.SamePicture >= Likeness.CopyFrom || (r.SameObject < Likeness.ObjectFrom && r.SamePicture >= r.SameObject) ? "same_picture" : "same_object";
            yield return new(_prints[number].File, verdict, verdict == "same_picture" ? r.SamePicture : r.SameObject, r.InQuery);
        }

        foreach (var shown in print.Fine is { } fine ? _logos.Match(fine) : [])
            yield return new(_drawings[shown.Logo], "mark_shown", Math.Min(1, shown.Score / (2 * LogoInPicture.Fewest)), shown.Box);
    }
}
