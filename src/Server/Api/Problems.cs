using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Listings;

namespace Wardmark.Server.Api;

/// <summary>Refusals as problem details (RFC 9457), each field by its JSON pointer (RFC 6901).</summary>
static class Problems
{
    /// <summary>What to do about a refusal that no route has put into words; <paramref name="scope"/> is what the route asks of a key.</summary>
    public static string? AdviceOn(int? status, string? scope, int requestsPerMinute) => status switch
    {
        StatusCodes.Status401Unauthorized => "Send a key that is not revoked as the header Authorization: Bearer wm_…; `wardmark key create` makes one.",
        StatusCodes.Status403Forbidden => scope is null ? "The key may not do this." : $"The key lacks the scope {scope}; make one that has it with `wardmark key create NAME --scopes {scope}`.",
        StatusCodes.Status404NotFound => "No route has this path; the API reference lists them.",
        StatusCodes.Status405MethodNotAllowed => "The path is right, the method is not; the API reference names it.",
        StatusCodes.Status413PayloadTooLarge => "The body is too large; send less at a time.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json, or as the route says.",
        StatusCodes.Status429TooManyRequests => $"More than {requestsPerMinute:N0} requests within a minute by one key or address. Wait as many seconds as Retry-After says, or send more listings in one request.",
        _ => null,
    };

    /// <summary>A request whose fields are not acceptable; nothing of it was taken.</summary>
    public static IResult Fields(IReadOnlyList<PointedProblem> errors) => Results.Problem(new ProblemDetails
    {
        Type = "https://wardmark.dev/problems/fields",
        Title = "Some fields cannot be taken.",
        Detail = "Nothing was stored. Correct the fields named in errors and send the request again.",
        Status = StatusCodes.Status422UnprocessableEntity,
        Extensions = { ["errors"] = errors },
    });

    /// <summary>A body that is not what the route takes.</summary>
    public static IResult Body(string detail, string? pointer = null) => Results.Problem(new ProblemDetails
    {
        Type = "https://wardmark.dev/problems/body",
        Title = "The body cannot be read.",
        Detail = detail,
        Status = StatusCodes.Status400BadRequest,
        Extensions = { ["errors"] = new[] { new PointedProblem(pointer ?? "", detail) } },
    });

    /// <summary>Nothing there.</summary>
    public static IResult Missing(string what) => Results.Problem(new ProblemDetails
    {
        Type = "https://wardmark.dev/problems/not-found",
        Title = "Not on record.",
        Detail = $"{what} is not on record.",
        Status = StatusCodes.Status404NotFound,
    });

    /// <summary>What an action refused.</summary>
    public static IResult From(Refusal refusal) => refusal switch
    {
        NotFound f => Missing(f.What),
        NotAccepted n => Fields([new($"/{n.Field}", n.Reason)]),
        NotAcceptedFields many => Fields([.. many.Fields.Select(n => new PointedProblem($"/{n.Field}", n.Reason))]),
        _ => Body(refusal.Sentence),
    };

    /// <summary>The pointer of a field within the body.</summary>
    public static PointedProblem At(string prefix, FieldProblem problem) =>
        new($"{prefix}/{problem.Field.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal).Replace('.', '/').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)}",
            problem.Problem);
}

/// <summary>One field, by JSON pointer, and what is wrong with it.</summary>
sealed record PointedProblem(string Pointer, string Detail);
