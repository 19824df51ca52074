using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Findings;
using Wardmark.Actions.Webhooks;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Server.Api;

/// <summary>What a person decided.</summary>
sealed record JudgementRequest(string Verdict, string Reason);

/// <summary>An address that wants to be told.</summary>
sealed record WebhookRequest(string Url);

/// <summary>Routes of findings and of those who want to be told of them.</summary>
static class FindingEndpoints
{
    public static void MapFindings(this RouteGroupBuilder api)
    {
        api.MapGet("/findings", List).Needs("listings:read").Produces<PageAnswer<FindingView>>().WithSummary("Findings, strongest first; filter by disposition, mark, seller, listing, signal, judgement (open, confirmed, dismissed, unsure, all).");
        api.MapPost("/findings/{id:long}/judgement", Judge).Needs("findings:write").ProducesProblem(404).ProducesProblem(422).WithSummary("Records a person's judgement: confirmed, dismissed or unsure, with a reason.");
        api.MapGet("/webhooks", (WebhookDesk desk) => ListingEndpoints.Json(desk.All().Select(w => new { w.Id, w.Url, w.CreatedAt }))).Needs("admin").WithSummary("Addresses that are told of findings.");
        api.MapDelete("/webhooks/{id}", RemoveWebhook).Needs("admin").Produces(204).ProducesProblem(404).WithSummary("Tells an address nothing more.");
        api.MapPost("/webhooks", AddWebhook).Needs("admin").ProducesProblem(422).WithSummary("Registers an address; the secret that signs is told this once.");
    }

    static IResult List(Db db, string? disposition, string? mark, string? seller, string? listing, string? signal, string? judgement, string? after, int? limit)
    {
        Disposition? wanted = null;
        if (disposition is not null)
        {
            if (!Enum.TryParse<Disposition>(disposition, ignoreCase: true, out var parsed)) return Problems.Fields([new("/disposition", "is one of allow, label, review, hold, block")]);
            wanted = parsed;
        }

        var (page, next) = db.Read(c => ShowFindings.Run(c, new(wanted, mark, seller, listing, signal, judgement ?? "all", after, limit ?? 50)));
        return ListingEndpoints.Json(new PageAnswer<FindingView>(page, next));
    }

    static async Task<IResult> Judge(long id, JudgementRequest request, JudgeFinding judge, HttpContext context, CancellationToken stop) =>
        (await judge.Run(new(id, request.Verdict, request.Reason), context.User.Identity!.Name!, stop))
            .Match<IResult>(ListingEndpoints.Json, Problems.From);

    static async Task<IResult> RemoveWebhook(string id, WebhookDesk desk, CancellationToken stop) =>
        (await desk.Remove(id, stop)).Match<IResult>(_ => Results.NoContent(), Problems.From);

    static async Task<IResult> AddWebhook(WebhookRequest request, WebhookDesk desk, CancellationToken stop) =>
        (await desk.Add(request.Url, stop)).Match<IResult>(ListingEndpoints.Json, Problems.From);
}
