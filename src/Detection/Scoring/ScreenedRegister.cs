using Wardmark.Detection.Images;
using Wardmark.Detection.Text;
using Wardmark.Registry.Rights;

namespace Wardmark.Detection.Scoring;

/// <summary>A register made ready to screen against. It does not change: a changed register is a new one.</summary>
public sealed class ScreenedRegister
{
    /// <summary>Prepares the marks that are in force; <paramref name="pictures"/> refer to them by index.</summary>
    public ScreenedRegister(IReadOnlyList<Trademark> marks, IEnumerable<ReferencePicture>? pictures = null)
    {
        Marks = marks;
        for (var i = 0; i < marks.Count; i++)
        {
            if (!marks[i].IsInForce) continue;
            Names.Add(i, marks[i].Mark);
            foreach (var alias in marks[i].Aliases) Names.Add(i, alias, NameKind.Alias);
            foreach (var word in marks[i].CodeWords) Names.Add(i, word, NameKind.CodeWord);
        }

        Names.Freeze();
        foreach (var picture in pictures ?? [])
            if (marks[picture.Mark].IsInForce)
                Pictures.Add(picture);
    }

    /// <summary>The marks, in the order in which findings refer to them.</summary>
    public IReadOnlyList<Trademark> Marks { get; }

    /// <summary>Their names and aliases.</summary>
    public MarkIndex Names { get; } = new(findsMisspellings: true);

    /// <summary>Their reference pictures.</summary>
    public PictureIndex Pictures { get; } = new();
}
