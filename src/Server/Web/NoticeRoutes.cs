using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Notices;
using Wardmark.Actions.Searches;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Measures;
using Wardmark.Procedure.Notices;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Rights;
using Wardmark.Server.Api;
using Wardmark.Server.Security;
using Wardmark.Storage;
using Claim = Wardmark.Procedure.Claims.Claim;

namespace Wardmark.Server.Web;

/// <summary>What the pages of notices and claims post. Each post carries the page's antiforgery token; the desk says who may do what.</summary>
static class NoticeRoutes
{
    const int LargestUpload = DocumentStore.Largest + (64 * 1024);

    public static void MapNoticePosts(this RouteGroupBuilder posts)
    {
        posts.MapGet("/repeat-infringers.txt", () => Results.Text(Wardmark.Procedure.Standing.Strikes.PolicyText())).AllowAnonymous();
        posts.MapPost("/report/send", Report).AllowAnonymous().RequireRateLimiting("sign-in");
        posts.MapPost("/case/{token}/{claim}/{step}", ByLink).AllowAnonymous().RequireRateLimiting("sign-in").WithMetadata(new RequestSizeLimitAttribute(LargestUpload));
        posts.MapPost("/notifier/{token}", ComplainAsNotifier).AllowAnonymous().RequireRateLimiting("sign-in");
        posts.MapPost("/claims/{id}/{step}", ByAccount).RequireAuthorization(Roles.AnyPerson).WithMetadata(new RequestSizeLimitAttribute(LargestUpload));
        posts.MapGet("/claims.csv", (Db db, ClaimsPrincipal user, string? show) => ClaimsCsv.File(db, user.AsCaller(), show is null or "queue" or "all" ? null : show, show == "queue", null, null, null)).RequireAuthorization(Roles.AnyPerson);
        posts.MapPost("/searches/keep", KeepSearch).RequireAuthorization(Roles.AnyPerson);
        posts.MapPost("/searches/{id}/delete", DeleteSearch).RequireAuthorization(Roles.AnyPerson);
        posts.MapGet("/claims/{id}/documents/{sha256}", Document).RequireAuthorization(Roles.AnyPerson);
        posts.MapPost("/standing/{step}", Standing).RequireAuthorization();
    }

    // What is refused, or only to be kept, becomes a draft: nothing that was typed is lost.
    static async Task<IResult> Report(IFormCollection form, NoticeDesk desk, NoticeDrafts drafts, HttpContext context, CancellationToken stop)
    {
        var notice = Written(form, context);
        var caller = context.User.Identity?.IsAuthenticated == true ? context.User.AsCaller() : null;
        var (draftId, wish) = (Text(form, "draft"), form["do"].ToString());
        if (wish == "delete" && draftId is not null)
            return Results.LocalRedirect((await drafts.Delete(draftId, caller?.PartyId, stop)).Match(_ => "/report?deleted=1", no => $"/report?problem={Uri.EscapeDataString(no.Sentence)}"));
        if (wish is "draft" or "template") return await Keep(wish == "template", "kept=1");
        return await (await desk.File(notice, caller, stop)).Match(async Task<IResult> (filed) =>
        {
            // A template stays for the next notice.
            if (draftId is not null && form["is_template"] != "yes") await drafts.Delete(draftId, caller?.PartyId, stop);
            return Results.LocalRedirect($"/case/{await desk.Link(filed.NoticeId, stop)}?sent=1");
        }, no => Keep(false, $"problem={Uri.EscapeDataString(no.Sentence)}"));

        // A draft is written over by a draft and a template by a template; what began as the other stays as it was.
        async Task<IResult> Keep(bool isTemplate, string then) => Results.LocalRedirect((await drafts.Keep(isTemplate == (form["is_template"] == "yes") ? draftId : null, caller?.PartyId, Text(form, "draft_name"), isTemplate, notice, stop))
            .Match(d => $"/report?draft={d.Id}&{then}", no => $"/report?problem={Uri.EscapeDataString(no.Sentence)}"));
    }

    static Notice Written(IFormCollection form, HttpContext context) => new()
    {
        Id = "", Channel = Channel.Form, ReceivedAt = default, Theory = Enum.TryParse<Theory>(Text(form, "theory")?.Replace("_", "", StringComparison.Ordinal), true, out var read) ? read : Theory.Counterfeit,
        Regime = Text(form, "regime") ?? "", RightKey = Text(form, "right"), Work = Text(form, "work"), Explanation = Text(form, "explanation"), Name = Text(form, "name"), Email = Text(form, "email"),
        Address = Text(form, "address"), Phone = Text(form, "phone"), Signature = Text(form, "signature"), GoodFaith = form["good_faith"] == "yes", Accuracy = form["accuracy"] == "yes",
        Undertaking = form["undertaking"] == "yes", Evidence = Text(form, "evidence"), Territory = Text(form, "territory")?.ToUpperInvariant(), Network = NetworkOf(context), Language = "en",
        Listings = [.. (Text(form, "listings") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
    };

    // 24 bits of an IPv4 address, 48 of an IPv6: enough to see a campaign, too little to know a person.
    static string? NetworkOf(HttpContext context) => context.Connection.RemoteIpAddress?.MapToIPv6().GetAddressBytes() is { } bytes
        ? context.Connection.RemoteIpAddress!.MapToIPv6().IsIPv4MappedToIPv6 ? Convert.ToHexStringLower(bytes[12..15]) : Convert.ToHexStringLower(bytes[..6]) : null;

    static async Task<IResult> KeepSearch(IFormCollection form, SavedSearches searches, ClaimsPrincipal user, CancellationToken stop)
    {
        var (page, query) = (Text(form, "page") ?? "", string.Concat((Text(form, "query") ?? "").TrimStart('?').Where(c => c is > ' ' and < '\u007F')));
        var kept = (await searches.Keep(user.Identity!.Name!, page, Text(form, "name"), query, stop)).Match(_ => "", no => $"&problem={Uri.EscapeDataString(no.Sentence)}");
        return Results.LocalRedirect(SavedSearches.Pages.Contains(page) ? $"{page}?{query}{kept}" : "/");
    }

    static async Task<IResult> DeleteSearch(string id, SavedSearches searches, ClaimsPrincipal user, CancellationToken stop) =>
        Results.LocalRedirect((await searches.Delete(user.Identity!.Name!, id, stop)).Match(page => page, _ => "/nothing-here"));

    static async Task<IResult> ByLink(string token, string claim, string step, IFormCollection form, ClaimDesk desk, NoticeDesk notices, DocumentStore store, Db db, TimeProvider time, CancellationToken stop)
    {
        if (db.Read(c => ClaimDoor.Open(c, token, time.GetUtcNow().UtcDateTime)) is not var (claims, actor) || !claims.Contains(claim)) return Results.LocalRedirect("/nothing-here");
        return Back($"/case/{Uri.EscapeDataString(token)}?claim={Uri.EscapeDataString(claim)}", await Step(step, claim, actor, form, desk, notices, store, stop));
    }

    static async Task<IResult> ByAccount(string id, string step, IFormCollection form, ClaimDesk desk, NoticeDesk notices, DocumentStore store, Db db, ClaimsPrincipal user, CancellationToken stop)
    {
        if (db.Read(c => ClaimDoor.Enter(c, id, user.AsCaller())) is not { } actor) return Results.LocalRedirect("/nothing-here");
        return Back($"/claims/{Uri.EscapeDataString(id)}?", await Step(step, id, actor, form, desk, notices, store, stop));
    }

    static async Task<Refusal?> Step(string step, string id, ClaimActor actor, IFormCollection form, ClaimDesk desk, NoticeDesk notices, DocumentStore store, CancellationToken stop) => step switch
    {
        "answer" => await Answer(id, actor, form, desk, store, stop),
        "cure" => (await notices.Cure(id, Cure(form), actor.Name, stop)).Match<Refusal?>(_ => null, no => no),
        "reply" => No(await desk.AnswerSeller(id, Text(form, "text"), actor, stop)),
        "retract-notice" => (await desk.RetractNoticeOf(id, Text(form, "text"), actor, stop)).Match<Refusal?>(_ => null, no => no),
        "retract" => No(await desk.Retract(id, Text(form, "text"), actor, stop)),
        "complain" => No(await desk.Complain(id, actor.Side ?? Side.Notifier, Text(form, "text"), null, actor, stop)),
        "court" => await Court(id, actor, form, desk, store, stop),
        "clear" => No(await desk.Clear(id, actor, stop)),
        "regime" => No(await desk.Under(id, Text(form, "regime") ?? "", actor, stop)),
        "measure" => No(await desk.Take(id, Measure(form), actor, stop)),
        "decide" => No(await desk.Decide(id, form["ruling"] == "uphold" ? Ruling.Uphold : Ruling.Dismiss, Text(form, "reason"), null, actor, stop)),
        "hear" => No(await desk.Hear(id, form["granted"] == "yes", Text(form, "reason"), actor, stop)),
        "allow" => (await desk.Allow(id, form["whole"] == "yes", Text(form, "reason"), actor, stop)).Match<Refusal?>(_ => null, no => no),
        _ => new NotFound($"The step {step}"),
    };

    static async Task<Refusal?> Answer(string id, ClaimActor actor, IFormCollection form, ClaimDesk desk, DocumentStore store, CancellationToken stop)
    {
        if (!Enum.TryParse<AnswerKind>(Text(form, "kind")?.Replace("_", "", StringComparison.Ordinal), true, out var kind)) return new NotAccepted("kind", "is contest, counter_notice, corrected or consent");
        var (sha, problem) = await Keep(id, actor, form, desk, store, stop);
        if (problem is not null) return problem;
        var proofs = Enum.TryParse<ProofOfGoods>(Text(form, "proof")?.Replace("_", "", StringComparison.Ordinal), true, out var proof) && (sha is not null || Text(form, "number") is not null)
            ? new[] { new GoodsProof(proof, sha, Text(form, "number"), form["names_goods"] == "yes", DateOnly.TryParse(Text(form, "dated"), CultureInfo.InvariantCulture, out var day) ? day : null) } : [];
        var statement = kind == AnswerKind.CounterNotice ? new CounterStatement(Text(form, "name") ?? "", Text(form, "address") ?? "", Text(form, "phone") ?? "", Text(form, "signature") ?? "",
            form["perjury"] == "yes", form["jurisdiction"] == "yes") : null;
        return No(await desk.Answer(id, new(null, kind, Text(form, "text"), proofs, statement), actor, stop));
    }

    static async Task<Refusal?> Court(string id, ClaimActor actor, IFormCollection form, ClaimDesk desk, DocumentStore store, CancellationToken stop)
    {
        var (sha, problem) = await Keep(id, actor, form, desk, store, stop);
        return problem ?? No(await desk.Court(id, Text(form, "court"), Text(form, "number"), DateOnly.TryParse(Text(form, "dated"), CultureInfo.InvariantCulture, out var day) ? day : null, sha, form["order"] == "yes", actor, stop));
    }

    static async Task<(string? Sha, Refusal? Problem)> Keep(string id, ClaimActor actor, IFormCollection form, ClaimDesk desk, DocumentStore store, CancellationToken stop)
    {
        if (form.Files["document"] is not { Length: > 0 } file) return (null, null);
        await using var body = file.OpenReadStream();
        return await (await store.Keep(body, Path.GetFileName(file.FileName), stop)).Match(
            async Task<(string?, Refusal?)> (kept) => (await desk.AddDocument(id, kept.Name, kept.Sha256, kept.Size, actor, stop)).Match<(string?, Refusal?)>(sha => (sha, null), no => (null, no)),
                no => Task.FromResult<(string?, Refusal?)>((null, no)));
    }

    static NoticeCure Cure(IFormCollection form) => new(
        Text(form, "right"), Text(form, "work"), Text(form, "explanation"), Text(form, "name"), Text(form, "email"), Text(form, "address"), Text(form, "phone"), Text(form, "signature"),
        form["good_faith"] == "yes" ? true : null, form["accuracy"] == "yes" ? true : null, form["undertaking"] == "yes" ? true : null, Text(form, "evidence"), null, Text(form, "listing"), Text(form, "insist"));

    static MeasureDraft? Measure(IFormCollection form) => Enum.TryParse<MeasureKind>(Text(form, "measure")?.Replace("_", "", StringComparison.Ordinal), true, out var kind)
        ? new(kind, [], int.TryParse(Text(form, "days"), CultureInfo.InvariantCulture, out var days) ? days : null, Text(form, "reason") ?? "") : null;

    static async Task<IResult> Standing(string step, IFormCollection form, StandingDesk standing, SellerDesk sellers, ClaimsPrincipal user, CancellationToken stop)
    {
        var (actor, about, why) = (new ClaimActor(user.AsCaller().Name, null), Text(form, "about") ?? "", Text(form, "reason"));
        Refusal? no = step switch
        {
            "trust" => (await standing.Trust(about, form["on"] == "yes", why, actor, stop)).Match<Refusal?>(_ => null, x => x),
            "warn" => (await standing.Warn(about, why, actor, stop)).Match<Refusal?>(_ => null, x => x),
            "suspend" => (await standing.Suspend(about, why, actor, stop)).Match<Refusal?>(_ => null, x => x),
            "hear" => (await standing.Hear(about, form["granted"] == "yes", why, actor, stop)).Match<Refusal?>(_ => null, x => x),
            "case" => (await sellers.Vote(about, form["agrees"] == "yes", why, actor, stop)).Match<Refusal?>(_ => null, x => x),
            _ => new NotFound($"The step {step}"),
        };
        return Back("/standing?", no);
    }

    static async Task<IResult> ComplainAsNotifier(string token, IFormCollection form, StandingDesk standing, Db db, TimeProvider time, CancellationToken stop) =>
        db.Read(c => StandingDesk.Open(c, token, time.GetUtcNow().UtcDateTime)) is { } notifier
            ? Back($"/notifier/{Uri.EscapeDataString(token)}?", (await standing.Complain(notifier, Text(form, "text"), new("the notifier", Side.Notifier), stop)).Match<Refusal?>(_ => null, no => no))
            : Results.LocalRedirect("/nothing-here");

    // A stranger's file is only ever saved, never shown.
    static IResult Document(string id, string sha256, Db db, ClaimDesk desk, DocumentStore store, ClaimsPrincipal user) =>
        db.Read(c => ClaimDoor.Enter(c, id, user.AsCaller()) is { } actor && ClaimTable.Find(c, id) is { } claim ? desk.View(claim, actor) : null) is { } view
        && view.Documents.FirstOrDefault(d => d.Sha256 == sha256) is { } found && store.Find(sha256) is { } bytes ? Results.File(bytes, "application/octet-stream", found.Name) : Results.NotFound();

    static Refusal? No(Outcome<Claim> done) => done.Match<Refusal?>(_ => null, no => no);

    static IResult Back(string page, Refusal? no) => Results.LocalRedirect(no is null ? $"{page}&done=1" : $"{page}&problem={Uri.EscapeDataString(no.Sentence)}");

    static string? Text(IFormCollection form, string field) => string.IsNullOrWhiteSpace(form[field]) ? null : form[field].ToString().Trim().ReplaceLineEndings("\n");
}
