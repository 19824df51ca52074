using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Enrolments;
using Wardmark.Registry.Rights;
using Wardmark.Server.Security;
using Wardmark.Storage;

namespace Wardmark.Server.Api;

/// <summary>What a party asks: to act for a mark on record by its number, or for another right by its key, as owner or agent.</summary>
sealed record EnrolmentBody(EnrolmentRole Role, long? MarkId = null, string? RightKey = null, DateOnly? AuthorityEndsOn = null, string? AuthorityScope = null);

/// <summary>The code that came by mail.</summary>
sealed record CodeBody(string Code);

/// <summary>The domain to look at.</summary>
sealed record DomainBody(string Domain);

/// <summary>Whether the owner agrees to the agent.</summary>
sealed record NominationBody(bool Agrees);

/// <summary>What one of the marketplace's people says of an enrolment.</summary>
sealed record ReviewBody(bool Approves, string Reason);

/// <summary>What an owner tells the marketplace about a mark.</summary>
sealed record BrandBody(
    IReadOnlyList<string>? Aliases = null, IReadOnlyList<string>? CodeWords = null, IReadOnlyDictionary<string, decimal>? PriceFloor = null,
    IReadOnlyList<string>? AuthorisedSellers = null, IReadOnlyList<string>? Licensees = null, IReadOnlyList<PermittedSeller>? PermittedSellers = null,
    IReadOnlyList<string>? GtinPrefixes = null, double? CopyFrom = null, double? LogoFrom = null);

/// <summary>A picture that may be used for a mark.</summary>
/// <param name="Picture">Index of the listing's picture, from 0.</param>
sealed record PermitBody(string Listing, int Picture, string Why);

/// <summary>A reference that counts, or is set aside, and why.</summary>
sealed record ReferenceBody(string Reference, string Why);

/// <summary>Routes of enrolments. What a key sees is its party's; a key of the marketplace sees all.</summary>
static class EnrolmentEndpoints
{
    const long LargestPictures = 64L * 1024 * 1024;

    public static void MapEnrolments(this RouteGroupBuilder api)
    {
        api.MapGet("/enrolments", List)
            .Needs("enrolments:read").Produces<PageAnswer<EnrolmentView>>()
            .WithSummary("Enrolments, newest first, page by page; ?state= narrows, ?queue=true shows those that wait for a person.");
        api.MapGet("/enrolments/{id}", Show).Needs("enrolments:read").Produces<EnrolmentView>().ProducesProblem(404).WithSummary("One enrolment: where it stands, what it still asks, what the party may do.");
        api.MapPost("/enrolments", Submit)
            .Needs("enrolments:write").Produces<EnrolmentView>(201).ProducesProblem(422)
            .WithSummary("Asks to act for a right on record: {\"mark_id\":1,\"role\":\"owner\"}, or right_key for one that is no mark. Only a key of a party may.");
        api.MapPost("/enrolments/{id}/code", SendCode).Needs("enrolments:write").Produces<EnrolmentView>().ProducesProblem(404).ProducesProblem(422).WithSummary("Sends a single-use code to the contact on the register.");
        api.MapPost("/enrolments/{id}/code/try", EnterCode).Needs("enrolments:write").Produces<EnrolmentView>().ProducesProblem(404).ProducesProblem(422).WithSummary("Enters the code; five tries, ten minutes.");
        api.MapPost("/enrolments/{id}/domain", ProveDomain)
            .Needs("enrolments:write").Produces<EnrolmentView>().ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Looks for the enrolment's token in the domain of the register's contact: a TXT record or a well-known file.");
        api.MapPost("/enrolments/{id}/documents", AddDocument)
            .Needs("enrolments:write").Produces<EnrolmentView>().ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Adds a document as the raw body; ?name= names it. Two people read it.");
        api.MapPost("/enrolments/{id}/nomination", Nominate)
            .Needs("enrolments:write").Produces<EnrolmentView>().ProducesProblem(404).ProducesProblem(422)
            .WithSummary("The owner agrees to the agent, or objects; an objection freezes the agent.");
        api.MapPost("/enrolments/{id}/withdraw", Withdraw).Needs("enrolments:write").Produces<EnrolmentView>().ProducesProblem(404).ProducesProblem(422).WithSummary("Takes an enrolment back.");
        api.MapPost("/enrolments/{id}/review", Review).Needs("enrolments:review").Produces<EnrolmentView>().ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Says yes or no with a reason the party reads. A key is one voice; where two people are needed, two keys.");
        api.MapPatch("/register/{id:long}/brand", Keep)
            .Needs("enrolments:write").Produces<MarkAnswer>().ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Keeps a brand: aliases, code_words, price_floor, gtin_prefixes, authorised_sellers, licensees, permitted_sellers (with territories and dates), copy_from and logo_from (how sure a picture must be). What is left out stays.");
        api.MapPost("/register/{id:long}/permitted-pictures", async (long id, PermitBody body, KeepBrand keep, ClaimsPrincipal user, CancellationToken stop) =>
                (await keep.Permit(id, body.Listing, body.Picture, body.Why, user.AsCaller(), stop)).Match<IResult>(m => ListingEndpoints.Json(m.Permitted), Problems.From))
            .Needs("enrolments:write").Produces<IReadOnlyList<PermittedPicture>>().ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Says that a picture of a listing may be used for the mark although it is a copy of a reference picture; stored listings are screened again.");
        api.MapDelete("/register/{id:long}/permitted-pictures/{pdq}", async (long id, string pdq, KeepBrand keep, ClaimsPrincipal user, CancellationToken stop) =>
                (await keep.Forbid(id, pdq, user.AsCaller(), stop)).Match<IResult>(m => ListingEndpoints.Json(m.Permitted), Problems.From))
            .Needs("enrolments:write").Produces<IReadOnlyList<PermittedPicture>>().ProducesProblem(404).WithSummary("Takes such a permission back.");
        api.MapDelete("/register/{id:long}/pictures/{sha256}", async (long id, string sha256, KeepBrand keep, ClaimsPrincipal user, CancellationToken stop) =>
                (await keep.RemovePicture(id, sha256, user.AsCaller(), stop)).Match<IResult>(m => ListingEndpoints.Json(new MarkAnswer(m.Id, m.Mark, m.UpdatedAt, m.Pictures.Count)), Problems.From))
            .Needs("enrolments:write").Produces<MarkAnswer>().ProducesProblem(404).WithSummary("Removes a reference picture or logo of a mark; stored listings are screened again.");
        api.MapGet("/register/references-set-aside", (Db db) => ListingEndpoints.Json(db.Read(c => ReferenceFloods.Of(c))))
            .Needs("register:read").Produces<IReadOnlyList<ReferenceSetAside>>()
            .WithSummary("Reference pictures and logos that met very many sellers within a week, or that a person set aside: by themselves they lead to no more than review until a person says that they count.");
        api.MapPost("/register/{id:long}/references/trust", async (long id, ReferenceBody body, JudgeReference judge, ClaimsPrincipal user, CancellationToken stop) =>
                (await judge.Trust(id, body.Reference, body.Why, user.AsCaller(), stop)).Match<IResult>(ListingEndpoints.Json, Problems.From))
            .Needs("enrolments:review").Produces<ReferenceSetAside>().ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Says that a reference that was set aside counts, with the reason; it is not set aside again.");
        api.MapPost("/register/{id:long}/references/set-aside", async (long id, ReferenceBody body, JudgeReference judge, ClaimsPrincipal user, CancellationToken stop) =>
                (await judge.SetAside(id, body.Reference, body.Why, user.AsCaller(), stop)).Match<IResult>(ListingEndpoints.Json, Problems.From))
            .Needs("enrolments:review").Produces<ReferenceSetAside>().ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Sets a reference aside, with the reason: a new one on trial, or one in doubt. By itself it leads to no more than review until it is trusted.");
        api.MapPost("/register/{id:long}/pictures", AddPictures)
            .Needs("enrolments:write").Produces<MarkAnswer>().ProducesProblem(404).ProducesProblem(422).WithMetadata(new RequestSizeLimitAttribute(LargestPictures))
            .WithSummary("Adds reference pictures and logos of a mark: a form with one or more pictures.");
    }

    static async Task<IResult> Review(string id, ReviewBody body, ReviewEnrolment review, ClaimsPrincipal user, CancellationToken stop) =>
        Answer(await review.Run(id, body.Approves, body.Reason, user.AsCaller(), stop));

    static async Task<IResult> AddPictures(long id, IFormFileCollection pictures, KeepBrand keep, ClaimsPrincipal user, CancellationToken stop) =>
        (await keep.AddPictures(id, await DepositEndpoints.Read(pictures, stop), user.AsCaller(), stop)).Match<IResult>(m => ListingEndpoints.Json(new MarkAnswer(m.Id, m.Mark, m.UpdatedAt, m.Pictures.Count)), Problems.From);

    static async Task<IResult> Keep(long id, BrandBody body, KeepBrand keep, TimeProvider time, ClaimsPrincipal user, CancellationToken stop) =>
        (await keep.Run(id, new(body.Aliases, body.CodeWords, body.PriceFloor, body.AuthorisedSellers, body.Licensees, body.PermittedSellers, body.GtinPrefixes, body.CopyFrom, body.LogoFrom), user.AsCaller(), stop))
            .Match<IResult>(mark => ListingEndpoints.Json(new MarkAnswer(id, mark, time.GetUtcNow().UtcDateTime)), Problems.From);

    static IResult List(Db db, TimeProvider time, ClaimsPrincipal user, string? state, bool? queue, string? after, int? limit)
    {
        var (caller, count, now) = (user.AsCaller(), Math.Clamp(limit ?? 50, 1, 200), time.GetUtcNow().UtcDateTime);
        return db.Read(c =>
        {
            var page = EnrolmentTable.Page(c, caller, state, queue ?? false, after, count + 1);
            var more = page.Count > count;
            return ListingEndpoints.Json(new PageAnswer<EnrolmentView>([.. page.Take(count).Select(e => EnrolmentTable.View(c, e, caller, now))], more ? page[count - 1].Id : null));
        });
    }

    static IResult Show(string id, Db db, TimeProvider time, ClaimsPrincipal user) => db.Read(c =>
        EnrolmentTable.Find(c, id, user.AsCaller()) is { } e ? ListingEndpoints.Json(EnrolmentTable.View(c, e, user.AsCaller(), time.GetUtcNow().UtcDateTime)) : Problems.Missing($"Enrolment {id}"));

    static async Task<IResult> Submit(EnrolmentBody body, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) =>
        (await desk.Submit(new(body.MarkId, body.Role, body.AuthorityEndsOn, body.RightKey, body.AuthorityScope), user.AsCaller(), stop))
            .Match<IResult>(e => TypedResults.Json(e, FindingJson.Wire, statusCode: StatusCodes.Status201Created), Problems.From);

    static async Task<IResult> SendCode(string id, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) => Answer(await desk.SendCode(id, user.AsCaller(), stop));

    static async Task<IResult> EnterCode(string id, CodeBody body, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) => Answer(await desk.EnterCode(id, body.Code, user.AsCaller(), stop));

    static async Task<IResult> ProveDomain(string id, DomainBody body, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) => Answer(await desk.ProveDomain(id, body.Domain, user.AsCaller(), stop));

    static async Task<IResult> AddDocument(string id, string? name, HttpRequest request, EnrolmentDesk desk, DocumentStore documents, ClaimsPrincipal user, CancellationToken stop) =>
        await (await documents.Keep(request.Body, name, stop)).Match(
            async Task<IResult> (kept) => Answer(await desk.AddDocument(id, kept.Name, kept.Sha256, kept.Size, user.AsCaller(), stop)), no => Task.FromResult(Problems.From(no)));

    static async Task<IResult> Nominate(string id, NominationBody body, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) => Answer(await desk.AnswerNomination(id, body.Agrees, user.AsCaller(), stop));

    static async Task<IResult> Withdraw(string id, EnrolmentDesk desk, ClaimsPrincipal user, CancellationToken stop) => Answer(await desk.Withdraw(id, user.AsCaller(), stop));

    static IResult Answer(Outcome<EnrolmentView> done) => done.Match<IResult>(e => ListingEndpoints.Json(e), Problems.From);
}
