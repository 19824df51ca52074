using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Notices;
using Wardmark.Connectors.Feeds;
using Wardmark.Detection.Scoring;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Notices;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Rights;
using Wardmark.Server.Security;
using Wardmark.Storage;

namespace Wardmark.Server.Api;

/// <summary>A notice. Which fields are asked depends on the regime; what is missing can be given later.</summary>
sealed record NoticeBody(
    string Regime, Theory Theory, IReadOnlyList<string> Listings, string? RightKey = null, string? Work = null, string? Explanation = null, string? Reference = null, string? Name = null, string? Email = null,
    string? Address = null, string? Phone = null, string? Signature = null, bool GoodFaith = false, bool Accuracy = false, bool Undertaking = false, string? Evidence = null, DateOnly? EvidenceDated = null,
    string? Language = null, string? Territory = null)
{
    /// <summary>As the desk takes it; who sends it is told by the key.</summary>
    public Notice ToNotice(Channel channel, string? network) => new()
    {
        Id = "", Channel = channel, ReceivedAt = default, Regime = Regime, Theory = Theory, Listings = Listings, RightKey = RightKey, Work = Work, Explanation = Explanation, Reference = Reference, Name = Name, Email = Email,
        Address = Address, Phone = Phone, Signature = Signature, GoodFaith = GoodFaith, Accuracy = Accuracy, Undertaking = Undertaking, Evidence = Evidence, EvidenceDated = EvidenceDated, Language = Language,
        Territory = Territory?.ToUpperInvariant(), Network = network,
    };
}

/// <summary>A draft or a template.</summary>
sealed record DraftBody(NoticeBody Notice, string? Id = null, string? Name = null, bool IsTemplate = false);

/// <summary>How many claims were taken back.</summary>
sealed record RetractedAnswer(int Claims);

/// <summary>Routes of notices. A key of a party sends as its party, a key of the marketplace for whoever wrote to it.</summary>
static class NoticeEndpoints
{
    const long LargestFile = 256L * 1024 * 1024;

    public static void MapNotices(this RouteGroupBuilder api)
    {
        api.MapPost("/notices", File).Needs("notices:write").Produces<FiledNotice>(201).ProducesProblem(422)
            .WithSummary("Files a notice; each listing becomes a claim: accepted, curable (with what it lacks) or merged. The same reference twice is one notice.");
        api.MapPost("/notices:bulk", Bulk).Needs("notices:write").Produces<BulkAnswer>(200, "application/x-ndjson").WithMetadata(new RequestSizeLimitAttribute(LargestFile))
            .WithSummary("Files up to 100,000 rows of CSV, JSON Lines or Parquet (?map= as in the command line); the answer is a line of JSON for each row, while they are taken.");
        api.MapGet("/notices/{id}", Show).Needs("notices:read").Produces<FiledNotice>().ProducesProblem(404).WithSummary("A notice, with what became of each listing.");
        api.MapPost("/notices/{id}/retraction", Retract).Needs("notices:write").Produces<RetractedAnswer>().ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Takes back every claim of the notice; measures end at once.");
        api.MapGet("/notices/{id}/lumen", Lumen).Needs("notices:decide").Produces<IReadOnlyList<JsonObject>>().ProducesProblem(404)
            .WithSummary("The notice, and counter-notices to it, as the Lumen database takes them: without what either side wrote freely, without personal data.");
        api.MapGet("/notice-drafts", (Db db, ClaimsPrincipal user) => user.AsCaller().PartyId is { } party ? ListingEndpoints.Json(new PageAnswer<NoticeDraft>(db.Read(c => NoticeDrafts.Of(c, party)), null)) : Problems.Missing("A party of this key"))
            .Needs("notices:write").Produces<PageAnswer<NoticeDraft>>().ProducesProblem(404).WithSummary("The drafts and templates of the key's party.");
        api.MapPost("/notice-drafts", KeepDraft).Needs("notices:write").Produces<NoticeDraft>().ProducesProblem(404).ProducesProblem(422).WithSummary("Keeps a draft or a template, whatever it still lacks; with an id, writes over it.");
        api.MapDelete("/notice-drafts/{id}", async (string id, NoticeDrafts drafts, ClaimsPrincipal user, CancellationToken stop) => user.AsCaller().PartyId is { } party
                ? (await drafts.Delete(id, party, stop)).Match<IResult>(_ => Results.NoContent(), Problems.From) : Problems.Missing($"Draft {id}"))
            .Needs("notices:write").Produces(204).ProducesProblem(404).WithSummary("Deletes a draft or a template.");
        api.MapGet("/notices:fields", (string? regime) => NoticeFields.Of(regime ?? "") is { } fields ? ListingEndpoints.Json(fields) : Problems.Missing($"Regime {regime}"))
            .Needs("notices:read").Produces<IReadOnlyList<string>>().ProducesProblem(404).WithSummary("The fields that a regime asks of a notice.");
    }

    static async Task<IResult> File(NoticeBody body, NoticeDesk desk, HttpContext context, CancellationToken stop) =>
        (await desk.File(body.ToNotice(Channel.Api, null), context.User.AsCaller(), stop)).Match<IResult>(n => TypedResults.Json(n, FindingJson.Wire, statusCode: StatusCodes.Status201Created), Problems.From);

    static IResult Show(string id, Db db, ClaimsPrincipal user) => db.Read(c => ClaimTable.Notice(c, id) is { } notice && IsOwn(notice, user)
        ? ListingEndpoints.Json(NoticeDesk.Filed(c, id)) : Problems.Missing($"Notice {id}"));

    static bool IsOwn(Notice notice, ClaimsPrincipal user) => user.AsCaller() is var caller && (caller.IsStaff || (notice.PartyId is not null && notice.PartyId == caller.PartyId));

    static async Task<IResult> Retract(string id, WhyBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) =>
        db.Read(c => ClaimTable.Notice(c, id)) is { } notice && IsOwn(notice, user) && user.AsCaller() is var caller
            ? (await desk.RetractNotice(id, body.Why, new(caller.Name, caller.IsStaff ? null : Side.Notifier), stop)).Match<IResult>(n => ListingEndpoints.Json(new RetractedAnswer(n)), Problems.From) : Problems.Missing($"Notice {id}");

    static IResult Lumen(string id, LumenExport export, Db db, TimeProvider time, ClaimsPrincipal user) => db.Read(c => ClaimTable.Notice(c, id) is { } notice && user.AsCaller().IsStaff
        ? ListingEndpoints.Json<IReadOnlyList<JsonObject>>([.. export.Of(c, notice, time.GetUtcNow().UtcDateTime)]) : Problems.Missing($"Notice {id}"));

    static async Task<IResult> KeepDraft(DraftBody body, NoticeDrafts drafts, ClaimsPrincipal user, CancellationToken stop) => user.AsCaller().PartyId is { } party
        ? (await drafts.Keep(body.Id, party, body.Name, body.IsTemplate, body.Notice.ToNotice(Channel.Api, null), stop)).Match<IResult>(d => ListingEndpoints.Json(d), Problems.From) : Problems.Missing("A party of this key");

    // The file lies on the disk while it is read: its format is told by its content, and a slow sender holds no transaction.
    static async Task Bulk(HttpContext context, BulkNotices bulk, Db db, string? map, CancellationToken stop)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(db.Folder, "uploads")).FullName, $"{Guid.CreateVersion7():n}");
        try
        {
            await using (var file = System.IO.File.Create(path)) await context.Request.Body.CopyToAsync(file, stop);
            context.Response.ContentType = "application/x-ndjson";
            await foreach (var answer in bulk.Run(NoticeFile.Lines(path, map, stop), context.User.AsCaller(), stop))
            {
                await JsonSerializer.SerializeAsync(context.Response.Body, answer, FindingJson.Wire, stop);
                await context.Response.Body.WriteAsync("\n"u8.ToArray(), stop);
            }
        }
        catch (FeedException e)
        {
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await JsonSerializer.SerializeAsync(context.Response.Body, new BulkAnswer(0, null, "refused", [], [new NotAccepted("", e.Message.Replace(path, "the file", StringComparison.Ordinal))]), FindingJson.Wire, stop);
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
