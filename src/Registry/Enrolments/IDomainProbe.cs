namespace Wardmark.Registry.Enrolments;

/// <summary>Looks whether whoever controls a domain has put a token there. It reaches out, so tests replace it.</summary>
public interface IDomainProbe
{
    /// <summary>Where the token was found: the DNS record or the well-known file; nothing where it is in neither.</summary>
    Task<string?> Find(string domain, string token, CancellationToken cancel);
}
