using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The goods are named by a word that the replica trade uses so as not to write the mark.</summary>
public sealed class CodeWord : ISignal
{
    /// <inheritdoc/>
    public string Name => "CODE_WORD";

    /// <inheritdoc/>
    public string Meaning => "The goods are named by a word that the replica trade uses so as not to write the mark.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Occurrences.FirstOrDefault(o => o.Name.Kind is NameKind.CodeWord) is { } o
            ? Evidence.From(o, $"“{o.Seen}” is a code word for “{sight.Mark!.Mark}”.")
            : null;
}
