using System.Security.Claims;
using Wardmark.Actions.Parties;

namespace Wardmark.Server.Security;

/// <summary>Who asks, by session or key alone.</summary>
static class Callers
{
    public static Caller AsCaller(this ClaimsPrincipal user) => new(user.Identity?.Name ?? "nobody", user.FindFirst(KeyAuthentication.PartyClaim)?.Value);
}
