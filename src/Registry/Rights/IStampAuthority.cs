namespace Wardmark.Registry.Rights;

/// <summary>A time stamp of RFC 3161 over a hash.</summary>
/// <param name="Token">The token, DER.</param>
/// <param name="At">The authority's time.</param>
public sealed record TimeStamp(byte[] Token, DateTimeOffset At, string Authority);

/// <summary>An authority that says when a hash existed. It reaches out, so tests replace it.</summary>
public interface IStampAuthority
{
    /// <summary>Stamps a SHA-256 hash, and verifies the token over it. Throws <see cref="InvalidDataException"/> where it cannot be had.</summary>
    Task<TimeStamp> Stamp(byte[] sha256, CancellationToken cancel);
}
