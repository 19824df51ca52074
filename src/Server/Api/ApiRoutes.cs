using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Wardmark.Server.Security;

namespace Wardmark.Server.Api;

/// <summary>The scope a route asks for; a route without one is a defect that a test finds.</summary>
sealed record NeededScope(string Scope);

/// <summary>Everything under /api/v1.</summary>
static class ApiRoutes
{
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1").RequireRateLimiting("api").WithMetadata(new BodyLimit()).DisableAntiforgery();
        api.MapGroup("").WithTags("Listings").MapListings();
        api.MapGroup("").WithTags("Pictures").MapPictures();
        api.MapGroup("").WithTags("Findings").MapFindings();
        api.MapGroup("").WithTags("Register").MapRegister();
        api.MapGroup("").WithTags("Enrolments").MapEnrolments();
        api.MapGroup("").WithTags("Parties").MapParties();
        api.MapGroup("").WithTags("Deposits").MapDeposits();
        api.MapGroup("").WithTags("Notices").MapNotices();
        api.MapGroup("").WithTags("Claims").MapClaims();
        api.MapGroup("").WithTags("Standing").MapStanding();
        api.MapGroup("").WithTags("Policies").MapPolicies();
    }

    /// <summary>Lets in keys that have the scope, and nobody else.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder route, string scope) => route
        .RequireAuthorization(new AuthorizationPolicyBuilder(KeyAuthentication.Name).RequireAuthenticatedUser().RequireClaim(KeyAuthentication.ScopeClaim, scope).Build())
        .WithMetadata(new NeededScope(scope))
        .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status429TooManyRequests);

    sealed class BodyLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => ListingRequests.LargestBody;
    }
}
