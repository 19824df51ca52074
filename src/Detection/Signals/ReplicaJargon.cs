using Wardmark.Detection.Text;

namespace Wardmark.Detection.Signals;

/// <summary>The seller uses the words of the replica trade about the goods.</summary>
public sealed class ReplicaJargon : ISignal
{
    /// <inheritdoc/>
    public string Name => "REPLICA_JARGON";

    /// <inheritdoc/>
    public string Meaning => "The seller uses the words of the replica trade about the goods.";

    /// <inheritdoc/>
    public bool IsQualifier => false;

    /// <inheritdoc/>
    public Evidence? Look(Sight sight)
        => sight.Said(JargonKind.Replica) is { } hit
            ? new(hit.Field, hit.Start, hit.Length, hit.Seen, hit.Term, hit.Sentence) { Strength = hit.IsStrong ? 1 : 0.4 }
            : null;
}
