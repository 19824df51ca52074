using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Pictures;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Enrolments;
using Wardmark.Server.Security;
using Wardmark.Storage;

namespace Wardmark.Server.Web;

/// <summary>What the pages of enrolment post. Each post carries the page's antiforgery token.</summary>
static class EnrolmentRoutes
{
    const int LargestUpload = DocumentStore.Largest + (64 * 1024);

    public static void MapEnrolmentPosts(this RouteGroupBuilder posts)
    {
        posts.MapPost("/join", Join).AllowAnonymous().RequireRateLimiting("sign-in");
        posts.MapPost("/confirm/{token}/yes", Confirm).AllowAnonymous().RequireRateLimiting("sign-in");
        posts.MapPost("/not-me/{token}/yes", NotMe).AllowAnonymous().RequireRateLimiting("sign-in");
        posts.MapPost("/register/by-picture", ByPicture).RequireAuthorization().WithMetadata(new RequestSizeLimitAttribute(LargestUpload));
        var people = posts.MapGroup("").RequireAuthorization(Roles.AnyPerson);
        people.MapPost("/party/confirm", SendAgain).RequireRateLimiting("sign-in");
        people.MapPost("/party/members", AddMember);
        people.MapPost("/enrol", Enrol);
        people.MapPost("/enrolments/{id}/code", async (string id, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) => Back(id, await desk.SendCode(id, user.AsCaller(), stop)));
        people.MapPost("/enrolments/{id}/code/try", async (string id, [FromForm] string code, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) => Back(id, await desk.EnterCode(id, code, user.AsCaller(), stop)));
        people.MapPost("/enrolments/{id}/domain", async (string id, [FromForm] string domain, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) => Back(id, await desk.ProveDomain(id, domain, user.AsCaller(), stop)));
        people.MapPost("/enrolments/{id}/nomination", async (string id, [FromForm] bool agrees, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) => Back(id, await desk.AnswerNomination(id, agrees, user.AsCaller(), stop)));
        people.MapPost("/enrolments/{id}/withdraw", async (string id, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) => Back(id, await desk.Withdraw(id, user.AsCaller(), stop)));
        people.MapPost("/enrolments/{id}/documents", AddDocument).WithMetadata(new RequestSizeLimitAttribute(LargestUpload));
        people.MapPost("/enrolments/{id}/brand", KeepWords);
        people.MapPost("/enrolments/{id}/pictures", AddPictures).WithMetadata(new RequestSizeLimitAttribute(LargestUpload * 4L));
        people.MapGet("/enrolments/{id}/documents/{sha256}", Document);
        posts.MapPost("/enrolments/{id}/review", async (string id, [FromForm] bool approves, [FromForm] string reason, ReviewEnrolment review, ClaimsPrincipal user, CancellationToken stop) =>
            Back(id, await review.Run(id, approves, reason, user.AsCaller(), stop))).RequireAuthorization();
    }

    static async Task<IResult> Join([FromForm] string name, [FromForm] string? country, [FromForm] string address, [FromForm] string password, PartyDesk desk, CancellationToken stop) =>
        (await desk.Join(name, country, address, password, stop)).Match(_ => Results.LocalRedirect("/join?sent=1"), no => Results.LocalRedirect($"/join?problem={Uri.EscapeDataString(no.Sentence)}"));

    static async Task<IResult> Confirm(string token, PartyDesk desk, CancellationToken stop) =>
        (await desk.Confirm(token, stop)).Match(_ => Results.LocalRedirect("/confirm/done?done=1"), no => Results.LocalRedirect($"/confirm/used?problem={Uri.EscapeDataString(no.Sentence)}"));

    static async Task<IResult> NotMe(string token, ChallengeEnrolment challenge, CancellationToken stop) =>
        (await challenge.Run(token, stop)).Match(_ => Results.LocalRedirect("/not-me/done?done=1"), _ => Results.LocalRedirect("/not-me/used"));

    static async Task<IResult> SendAgain(PartyDesk desk, ClaimsPrincipal user, CancellationToken stop, [FromForm] string? none = null) =>
        (await desk.SendAgain(user.AsCaller(), stop)).Match(
            to => Results.LocalRedirect($"/enrolments?done={Uri.EscapeDataString($"A new link is on its way to {to}.{none}")}"),
            no => Results.LocalRedirect($"/enrolments?problem={Uri.EscapeDataString(no.Sentence)}"));

    static async Task<IResult> AddMember([FromForm] string address, [FromForm] string role, PartyDesk desk, ClaimsPrincipal user, CancellationToken stop)
    {
        if (!user.IsInRole("manager")) return Results.LocalRedirect("/nothing-here");
        return (await desk.AddMember(user.AsCaller(), address, role, stop)).Match(
            to => Results.LocalRedirect($"/enrolments?done={Uri.EscapeDataString($"{to} has the way to sign in by mail.")}"), no => Results.LocalRedirect($"/enrolments?problem={Uri.EscapeDataString(no.Sentence)}"));
    }

    static async Task<IResult> Enrol([FromForm] long mark, [FromForm] string role, [FromForm] string? ends, [FromForm] string? scope, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop)
    {
        var until = DateOnly.TryParse(ends, System.Globalization.CultureInfo.InvariantCulture, out var day) ? day : (DateOnly?)null;
        var request = new EnrolmentRequest(mark, role == "agent" ? EnrolmentRole.Agent : EnrolmentRole.Owner, until, AuthorityScope: string.IsNullOrWhiteSpace(scope) ? null : scope);
        return (await desk.Submit(request, user.AsCaller(), stop)).Match(e => Results.LocalRedirect($"/enrolments/{e.Enrolment.Id}"), no => Results.LocalRedirect($"/enrol?problem={Uri.EscapeDataString(no.Sentence)}"));
    }

    static async Task<IResult> AddDocument(string id, IFormFile document, EnrolmentDesk desk, DocumentStore store, ClaimsPrincipal user, CancellationToken stop)
    {
        await using var body = document.OpenReadStream();
        return await (await store.Keep(body, Path.GetFileName(document.FileName), stop)).Match(
            async Task<IResult> (kept) => Back(id, await desk.AddDocument(id, kept.Name, kept.Sha256, kept.Size, user.AsCaller(), stop)), no => Task.FromResult(Back(id, no)));
    }

    static async Task<IResult> KeepWords(string id, [FromForm] string? aliases, [FromForm] string? codeWords, [FromForm] string? sellers, [FromForm] string? licensees, KeepBrand keep, Db db, ClaimsPrincipal user, CancellationToken stop) =>
        Kept(id, await keep.Run(MarkOf(db, id, user), new(Lines(aliases), Lines(codeWords), null, Lines(sellers), Lines(licensees)), user.AsCaller(), stop));

    static async Task<IResult> AddPictures(string id, IFormFileCollection pictures, KeepBrand keep, Db db, ClaimsPrincipal user, CancellationToken stop) =>
        Kept(id, await keep.AddPictures(MarkOf(db, id, user), await Api.DepositEndpoints.Read(pictures, stop), user.AsCaller(), stop));

    static long MarkOf(Db db, string id, ClaimsPrincipal user) => db.Read(c => EnrolmentTable.Find(c, id, user.AsCaller()) is { } e ? c.Scalar<long>("SELECT id FROM marks WHERE key = @key", ("@key", e.RightKey)) : 0);

    static List<string> Lines(string? text) => [.. (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    static IResult Kept<T>(string id, Outcome<T> done) => done.Match(_ => Results.LocalRedirect($"/enrolments/{Uri.EscapeDataString(id)}?kept=1"), no => Back(id, no));

    // A stranger's file is only ever saved, never shown.
    static IResult Document(string id, string sha256, Db db, DocumentStore store, ClaimsPrincipal user, TimeProvider time) =>
        db.Read(c => EnrolmentTable.Find(c, id, user.AsCaller()) is { } e ? EnrolmentTable.View(c, e, user.AsCaller(), time.GetUtcNow().UtcDateTime) : null) is { } view
        && (user.AsCaller().IsStaff || view.Enrolment.PartyId == user.AsCaller().PartyId)
        && view.Documents.FirstOrDefault(d => d.Sha256 == sha256) is { } found && store.Find(sha256) is { } bytes
            ? Results.File(bytes, "application/octet-stream", found.Name) : Results.NotFound();

    static async Task<IResult> ByPicture(IFormFile picture, PictureStore store, CancellationToken stop)
    {
        using var bytes = new MemoryStream();
        await picture.CopyToAsync(bytes, stop);
        var seen = await store.Look(0, bytes.ToArray(), stop);
        return Results.LocalRedirect(seen.Problem is { } problem ? $"/register?problem={Uri.EscapeDataString(problem)}" : $"/register?picture={seen.Hash}");
    }

    static IResult Back(string id, Outcome<EnrolmentView> done) => done.Match(
        _ => Results.LocalRedirect($"/enrolments/{Uri.EscapeDataString(id)}"), no => Results.LocalRedirect($"/enrolments/{Uri.EscapeDataString(id)}?problem={Uri.EscapeDataString(no.Sentence)}"));

    static IResult Back(string id, Refusal no) => Results.LocalRedirect($"/enrolments/{Uri.EscapeDataString(id)}?problem={Uri.EscapeDataString(no.Sentence)}");
}
