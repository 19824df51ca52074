using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Deposits;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Server.Security;
using Wardmark.Storage;

namespace Wardmark.Server.Api;

/// <summary>A deposit with what was found of it.</summary>
/// <param name="Searched">Share of the listings' pictures that were looked at, 0 to 1.</param>
sealed record DepositAnswer(
    string Id, string Kind, string Title, string Manifest, string Sha256, IReadOnlyList<StoredPicture> Pictures, long LedgerSeq, string LedgerHash, DateTime DepositedAt,
    DateTime? StampedAt, string? StampError, double Searched, IReadOnlyList<DepositUse> Uses);

/// <summary>Routes of deposits. What a key sees is its party's; a key of the marketplace sees all.</summary>
static class DepositEndpoints
{
    const long LargestBody = (long)DepositDesk.LargestPicture * 8;

    public static void MapDeposits(this RouteGroupBuilder api)
    {
        api.MapGet("/deposits", List).Needs("deposits:read").Produces<PageAnswer<DepositAnswer>>().WithSummary("Deposits, newest first, page by page.");
        api.MapGet("/deposits/{id}", Show).Needs("deposits:read").Produces<DepositAnswer>().ProducesProblem(404).WithSummary("A deposit, with listings that showed its pictures earlier and later.");
        api.MapGet("/deposits/{id}/certificate", async (string id, Db db, DepositCertificate certificate, ClaimsPrincipal user, CancellationToken stop) =>
            db.Read(c => DepositDesk.Find(c, id, user.AsCaller())) is { } found ? await Certificate(found, certificate, stop) : Problems.Missing($"Deposit {id}"))
            .Needs("deposits:read").Produces(200, contentType: "application/pdf").ProducesProblem(404)
            .WithSummary("The certificate, as PDF.");
        api.MapGet("/deposits/{id}/manifest", (string id, Db db, ClaimsPrincipal user) => File(db, id, user, Manifest))
            .Needs("deposits:read").Produces(200, contentType: "application/octet-stream").ProducesProblem(404)
            .WithSummary("The manifest, byte for byte as it was hashed.");
        api.MapGet("/deposits/{id}/time-stamp", (string id, Db db, ClaimsPrincipal user) => 
            File(db, id, user, d => TimeStamp(d) ?? Problems.Missing("A time stamp of this deposit")))
            .Needs("deposits:read").Produces(200, contentType: "application/octet-stream").ProducesProblem(404)
            .WithSummary("The time-stamp token (RFC 3161, DER).");
        api.MapPost("/deposits", Deposit)
            .Needs("deposits:write").Produces<DepositAnswer>(201).ProducesProblem(422).WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .WithSummary("Deposits own pictures or designs: a form with title, kind, author, created_on, is_own=true and one to fifty pictures.");
        api.MapGet("/rights", Rights)
            .Needs("register:read").Produces<PageAnswer<RightView>>()
            .WithSummary("Rights that are no marks (works, designs, patents, geographical indications), page by page; ?search= and ?type= narrow.");
    }

    static IResult Rights(Db db, string? search, string? type, string? after, int? limit)
    {
        var count = Math.Clamp(limit ?? 50, 1, 200);
        var page = db.Read(c => RightTable.Page(c, search, type, after, count + 1));
        return ListingEndpoints.Json(new PageAnswer<RightView>([.. page.Take(count)], page.Count > count ? page[count - 1].Key : null));
    }

    static IResult List(Db db, ClaimsPrincipal user, string? after, int? limit)
    {
        var count = Math.Clamp(limit ?? 50, 1, 200);
        return db.Read(c =>
        {
            var page = DepositDesk.Page(c, user.AsCaller(), after, count + 1);
            var total = DepositDesk.ToSearch(c);
            return ListingEndpoints.Json(new PageAnswer<DepositAnswer>([.. page.Take(count).Select(d => Of(d, [], total))], page.Count > count ? page[count - 1].Id : null));
        });
    }

    static IResult Show(string id, Db db, ClaimsPrincipal user) => File(db, id, user, d => db.Read(c => ListingEndpoints.Json(Of(d, DepositDesk.Uses(c, d), DepositDesk.ToSearch(c)))));

    static async Task<IResult> Deposit([FromForm] string? title, [FromForm] string? kind, [FromForm] string? author, [FromForm(Name = "created_on")] DateOnly? createdOn, [FromForm(Name = "is_own")] bool? isOwn,
        IFormFileCollection pictures, DepositDesk desk, ClaimsPrincipal user, CancellationToken stop) =>
        (await desk.Run(new(title, kind, author, createdOn, isOwn ?? false, await Read(pictures, stop)), user.AsCaller(), stop))
            .Match<IResult>(d => TypedResults.Json(Of(d, [], 0), FindingJson.Wire, statusCode: StatusCodes.Status201Created), Problems.From);

    /// <summary>The certificate, to be saved.</summary>
    internal static async Task<IResult> Certificate(Deposit d, DepositCertificate certificate, CancellationToken stop) => Results.File(await certificate.Write(d, stop), "application/pdf", $"deposit-{d.Id}.pdf");

    /// <summary>The manifest, byte for byte.</summary>
    internal static IResult Manifest(Deposit d) => Results.File(System.Text.Encoding.UTF8.GetBytes(d.Manifest), "application/octet-stream", $"deposit-{d.Id}.json");

    /// <summary>The time-stamp token; nothing where there is none yet.</summary>
    internal static IResult? TimeStamp(Deposit d) => d.Stamp is { } stamp ? Results.File(Convert.FromBase64String(stamp), "application/octet-stream", $"deposit-{d.Id}.tst") : null;

    /// <summary>The files of a form, bounded by the body's limit.</summary>
    internal static async Task<List<(string Name, byte[] Bytes)>> Read(IFormFileCollection pictures, CancellationToken stop)
    {
        var read = new List<(string, byte[])>();
        foreach (var file in pictures.Take(DepositDesk.MostPictures + 1))
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, stop);
            read.Add((Path.GetFileName(file.FileName) is { Length: > 0 and <= 200 } name ? name : $"picture {read.Count + 1}", bytes.ToArray()));
        }

        return read;
    }

    static IResult File(Db db, string id, ClaimsPrincipal user, Func<Deposit, IResult> answer) =>
        db.Read(c => DepositDesk.Find(c, id, user.AsCaller())) is { } found ? answer(found) : Problems.Missing($"Deposit {id}");

    static DepositAnswer Of(Deposit d, IReadOnlyList<DepositUse> uses, long total) =>
        new(d.Id, d.Kind, d.Title, d.Manifest, d.Sha256, d.Pictures, d.LedgerSeq, d.LedgerHash, d.DepositedAt, d.StampedAt, d.StampError, total == 0 ? 1 : Math.Min(1, (double)d.SearchedTo / total), uses);
}
