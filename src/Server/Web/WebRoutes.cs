using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Alarms;
using Wardmark.Registry.Answers;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Findings;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Policies;
using Wardmark.Actions.Register;
using Wardmark.Server.Security;
using Wardmark.Storage;

namespace Wardmark.Server.Web;

/// <summary>The pages, and the few posts they make. Each post carries the page's antiforgery token.</summary>
static class WebRoutes
{
    /// <summary>The claim that ties a cookie to the account as it stood.</summary>
    public const string StampClaim = "stamp";

    static readonly AuthorizationPolicy Administrators = new AuthorizationPolicyBuilder(CookieAuthenticationDefaults.AuthenticationScheme).RequireRole("administrator").Build();

    public static void MapPages(this WebApplication app)
    {
        app.MapRazorComponents<App>();
        var posts = app.MapGroup("").ExcludeFromDescription();
        posts.MapPost("/sign-in", SignIn).AllowAnonymous().RequireRateLimiting("sign-in");
        posts.MapPost("/sign-out", SignOut).RequireAuthorization(Roles.AnyPerson);
        posts.MapPost("/findings/{id:long}/judge", Judge).RequireAuthorization();
        posts.MapPost("/register/{id:long}/permit", Permit).RequireAuthorization();
        posts.MapPost("/register/{id:long}/forbid", Forbid).RequireAuthorization();
        posts.MapPost("/register/{id:long}/trust", Trust).RequireAuthorization();
        posts.MapPost("/register/{id:long}/set-aside", SetAside).RequireAuthorization();
        posts.MapPost("/register/{id:long}/sureness", Sureness).RequireAuthorization();
        posts.MapPost("/register/{id:long}/remove-picture", RemovePicture).RequireAuthorization();
        posts.MapPost("/policies/draft", DraftPolicy).RequireAuthorization(Administrators);
        posts.MapPost("/policies/{id:long}/test", TestPolicy).RequireAuthorization(Administrators);
        posts.MapPost("/policies/{id:long}/state", PutPolicy).RequireAuthorization(Administrators);
        posts.MapPost("/parked/{way}/again", TryAgain).RequireAuthorization(Administrators);
        posts.MapEnrolmentPosts();
        posts.MapDepositPosts();
        posts.MapNoticePosts();
        posts.MapGet("/pictures/{sha256}", Picture).RequireAuthorization();
        posts.MapGet("/app.css", () => Asset("app.css", "text/css")).AllowAnonymous();
        posts.MapGet("/icon.svg", () => Asset("icon.svg", "image/svg+xml")).AllowAnonymous();
    }

    static async Task<IResult> SignIn([FromForm] string name, [FromForm] string password, [FromForm] string? to, AccountDesk desk, HttpContext context, CancellationToken stop)
    {
        if (await desk.SignIn(name, password, stop) is not { } account)
            return Results.LocalRedirect($"/sign-in?failed=1&to={Uri.EscapeDataString(to ?? "")}");
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, account.Id), new(ClaimTypes.Name, account.Name), new(ClaimTypes.Role, account.Role),
                new(StampClaim, account.Stamp), .. account.PartyId is { } party ? [new Claim(KeyAuthentication.PartyClaim, party)] : Array.Empty<Claim>()],
            CookieAuthenticationDefaults.AuthenticationScheme);
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, new(identity));
        return Results.LocalRedirect(to is { Length: > 1 } && to[0] == '/' && to[1] is not ('/' or '\\') ? to : account.PartyId is null ? "/findings" : "/enrolments");
    }

    static async Task<IResult> SignOut([FromForm] string? none, HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.LocalRedirect($"/sign-in{none}");
    }

    static async Task<IResult> Judge(long id, [FromForm] string verdict, [FromForm] string reason, JudgeFinding judge, Db db, HttpContext context, CancellationToken stop)
    {
        var done = await judge.Run(new(id, verdict, reason), context.User.Identity!.Name!, stop);
        var listing = db.Read(c => ShowFindings.Find(c, id))?.ListingId;
        if (listing is null) return Results.LocalRedirect("/findings");
        var page = $"/listings/{Uri.EscapeDataString(listing)}?finding={id}";
        return Results.LocalRedirect(done.Match(_ => page, no => $"{page}&problem={Uri.EscapeDataString(no.Sentence)}"));
    }

    static async Task<IResult> Permit(long id, [FromForm] string listing, [FromForm] int picture, [FromForm] string why, KeepBrand keep, HttpContext context, CancellationToken stop) => Results.LocalRedirect(
        (await keep.Permit(id, listing, picture, why, context.User.AsCaller(), stop)).Match(_ => $"/register/{id}#permitted", no => $"/listings/{Uri.EscapeDataString(listing)}?problem={Uri.EscapeDataString(no.Sentence)}"));

    static async Task<IResult> Forbid(long id, [FromForm] string pdq, KeepBrand keep, HttpContext context, CancellationToken stop) =>
        Results.LocalRedirect((await keep.Forbid(id, pdq, context.User.AsCaller(), stop)).Match(_ => $"/register/{id}#permitted", _ => "/nothing-here"));

    static async Task<IResult> Trust(long id, [FromForm] string reference, [FromForm] string why, JudgeReference judge, HttpContext context, CancellationToken stop) =>
        ToPictures(id, await judge.Trust(id, reference, why, context.User.AsCaller(), stop));

    static async Task<IResult> SetAside(long id, [FromForm] string reference, [FromForm] string why, JudgeReference judge, HttpContext context, CancellationToken stop) =>
        ToPictures(id, await judge.SetAside(id, reference, why, context.User.AsCaller(), stop));

    static async Task<IResult> Sureness(long id, [FromForm] double copyFrom, [FromForm] double logoFrom, KeepBrand keep, HttpContext context, CancellationToken stop) =>
        ToPictures(id, await keep.Run(id, new(CopyFrom: copyFrom, LogoFrom: logoFrom), context.User.AsCaller(), stop));

    static async Task<IResult> RemovePicture(long id, [FromForm] string sha256, KeepBrand keep, HttpContext context, CancellationToken stop) =>
        ToPictures(id, await keep.RemovePicture(id, sha256, context.User.AsCaller(), stop));

    static IResult ToPictures<T>(long id, Outcome<T> done) =>
        Results.LocalRedirect(done.Match(_ => $"/register/{id}#pictures", no => $"/register/{id}?problem={Uri.EscapeDataString(no.Sentence)}#pictures"));

    static async Task<IResult> DraftPolicy([FromForm] string policy, [FromForm] string note, PolicyDesk desk, HttpContext context, CancellationToken stop)
    {
        var done = await desk.Draft(policy, note, context.User.Identity!.Name!, stop);
        return Results.LocalRedirect(done.Match(p => $"/policies/{p.Id}", no => $"/policies?problem={Uri.EscapeDataString(no.Sentence)}"));
    }

    static async Task<IResult> TestPolicy(long id, PolicyDesk desk, HttpContext context, CancellationToken stop) =>
        Answer(id, await desk.Test(id, context.User.Identity!.Name!, stop));

    static async Task<IResult> PutPolicy(long id, [FromForm] string state, PolicyDesk desk, HttpContext context, CancellationToken stop) =>
        Answer(id, await desk.Put(id, state, context.User.Identity!.Name!, stop));

    static async Task<IResult> TryAgain(string way, [FromForm] string? none, Db db, TimeProvider time, CancellationToken stop)
    {
        await ParkedWork.TryAgain(db, way, time.GetUtcNow().UtcDateTime, stop);
        return Results.LocalRedirect($"/{none}");
    }

    static IResult Answer(long id, Outcome<PolicyView> done) => Results.LocalRedirect(done.Match(
        _ => $"/policies/{id}", no => $"/policies/{id}?problem={Uri.EscapeDataString(no.Sentence)}"));

    static IResult Picture(string sha256, PictureStore store) =>
        store.ShownFile(sha256) is { } file ? Results.File(file, "image/jpeg") : Results.NotFound();

    static IResult Asset(string name, string type) => Results.Stream(
        typeof(WebRoutes).Assembly.GetManifestResourceStream($"Wardmark.Server.Web.Assets.{name}")!, type, lastModified: null, enableRangeProcessing: false);
}
