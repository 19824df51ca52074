using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The goods are named by a word that the replica trade uses so as not to write the mark, and the mark is not written.</summary>
public sealed class CodeWord : ISignal
{
    /// <inheritdoc/>
    public string Name => "CODE_WORD";

    /// <inheritdoc/>
    public string Meaning => "The goods are named by a word that the replica trade uses so as not to write the mark, and the mark is not written.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Occurrences is [var o, ..] && sight.Occurrences.All(other => other.Name.Kind is NameKind.CodeWord)
            ? Evidence.From(o, $"“{o.Seen}” is a code word for “{sight.Mark!.Mark}”.")
            : null;
}
