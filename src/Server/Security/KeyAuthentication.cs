using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wardmark.Actions.Accounts;

namespace Wardmark.Server.Security;

/// <summary>Programs: <c>Authorization: Bearer wm_…</c>. Each scope of the key is a claim.</summary>
sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Key";

    public const string ScopeClaim = "scope";

    /// <summary>The party that an account or a key belongs to.</summary>
    public const string PartyClaim = "party";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return Task.FromResult(AuthenticateResult.NoResult());
        if (keys.Find(header[7..].Trim()) is not { } key) return Task.FromResult(AuthenticateResult.Fail("The key is unknown or revoked."));
        var claims = key.Scopes.Select(s => new Claim(ScopeClaim, s)).Append(new(ClaimTypes.Name, $"key {key.Name}")).Append(new(ClaimTypes.NameIdentifier, key.Id));
        if (key.PartyId is { } party) claims = claims.Append(new(PartyClaim, party));
        return Task.FromResult(AuthenticateResult.Success(new(new(new ClaimsIdentity(claims, Name)), Name)));
    }
}
