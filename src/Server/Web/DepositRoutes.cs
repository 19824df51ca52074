using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Deposits;
using Wardmark.Actions.Pictures;
using Wardmark.Server.Api;
using Wardmark.Server.Security;
using Wardmark.Storage;

namespace Wardmark.Server.Web;

/// <summary>What the pages of deposits post and fetch.</summary>
static class DepositRoutes
{
    const long LargestBody = (long)DepositDesk.LargestPicture * 8;

    public static void MapDepositPosts(this RouteGroupBuilder posts)
    {
        var people = posts.MapGroup("").RequireAuthorization(Roles.AnyPerson);
        people.MapPost("/deposits", Deposit).WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        people.MapGet("/deposits/{id}/certificate", async (string id, Db db, DepositCertificate certificate, ClaimsPrincipal user, CancellationToken stop) =>
            db.Read(c => DepositDesk.Find(c, id, user.AsCaller())) is { } found ? await DepositEndpoints.Certificate(found, certificate, stop) : Results.NotFound());
        people.MapGet("/deposits/{id}/manifest", (string id, Db db, ClaimsPrincipal user) => Of(db, id, user, DepositEndpoints.Manifest));
        people.MapGet("/deposits/{id}/time-stamp", (string id, Db db, ClaimsPrincipal user) => Of(db, id, user, d => DepositEndpoints.TimeStamp(d) ?? Results.NotFound()));
        people.MapGet("/deposits/{id}/pictures/{sha256}", (string id, string sha256, Db db, PictureStore store, ClaimsPrincipal user) => Of(db, id, user, d =>
            d.Pictures.Any(p => p.Sha256 == sha256) && store.ShownFile(sha256) is { } file ? Results.File(file, "image/jpeg") : Results.NotFound()));
    }

    static async Task<IResult> Deposit([FromForm] string? title, [FromForm] string? kind, [FromForm] string? author, [FromForm] string? created, [FromForm] bool? own,
        IFormFileCollection pictures, DepositDesk desk, ClaimsPrincipal user, CancellationToken stop)
    {
        var made = DateOnly.TryParse(created, System.Globalization.CultureInfo.InvariantCulture, out var day) ? day : (DateOnly?)null;
        return (await desk.Run(new(title, kind, author, made, own ?? false, await DepositEndpoints.Read(pictures, stop)), user.AsCaller(), stop))
            .Match(d => Results.LocalRedirect($"/deposits/{d.Id}"), no => Results.LocalRedirect($"/deposits?problem={Uri.EscapeDataString(no.Sentence)}"));
    }

    static IResult Of(Db db, string id, ClaimsPrincipal user, Func<Deposit, IResult> answer) => db.Read(c => DepositDesk.Find(c, id, user.AsCaller())) is { } found ? answer(found) : Results.NotFound();
}
