using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Policies;
using Wardmark.Storage;

namespace Wardmark.Server.Api;

/// <summary>A policy to draft, and why.</summary>
sealed record DraftRequest(JsonElement Policy, string Note);

/// <summary>Where a policy is to go: shadow, live or expired.</summary>
sealed record StateRequest(string State);

/// <summary>Routes of policies.</summary>
static class PolicyEndpoints
{
    public static void MapPolicies(this RouteGroupBuilder api)
    {
        api.MapGet("/policies", (Db db) => ListingEndpoints.Json(db.Read(PolicyTable.All))).Needs("admin").Produces<List<PolicyView>>().WithSummary("Policies on record, newest first; none means that the shipped one decides.");
        api.MapGet("/policies/{id:long}", Show).Needs("admin").ProducesProblem(404).WithSummary("One policy, with its back-test.");
        api.MapPost("/policies", Draft).Needs("admin").ProducesProblem(422).WithSummary("Puts a draft on record: {\"policy\":{…},\"note\":\"why\"}.");
        api.MapPost("/policies/{id:long}/test", Test).Needs("admin").ProducesProblem(404).WithSummary("Tests a policy on everything on record: what would change, and of what people judged, what it would hold.");
        api.MapPost("/policies/{id:long}/state", Put).Needs("admin").ProducesProblem(404).ProducesProblem(422).WithSummary("Puts a tested policy into shadow or live, or ends it.");
    }

    static IResult Show(Db db, long id) => db.Read(c => PolicyTable.Find(c, id)) is { } found ? ListingEndpoints.Json(found) : Problems.Missing($"Policy {id}");

    static async Task<IResult> Draft(DraftRequest request, PolicyDesk desk, HttpContext context, CancellationToken stop) =>
        (await desk.Draft(request.Policy.GetRawText(), request.Note, context.User.Identity!.Name!, stop)).Match<IResult>(ListingEndpoints.Json, Problems.From);

    static async Task<IResult> Test(long id, PolicyDesk desk, HttpContext context, CancellationToken stop) =>
        (await desk.Test(id, context.User.Identity!.Name!, stop)).Match<IResult>(ListingEndpoints.Json, Problems.From);

    static async Task<IResult> Put(long id, StateRequest request, PolicyDesk desk, HttpContext context, CancellationToken stop) =>
        (await desk.Put(id, request.State, context.User.Identity!.Name!, stop)).Match<IResult>(ListingEndpoints.Json, Problems.From);
}
