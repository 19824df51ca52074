using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Notices;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Standing;
using Wardmark.Registry.Answers;
using Wardmark.Server.Security;
using Wardmark.Storage;

namespace Wardmark.Server.Api;

/// <summary>A reason.</summary>
sealed record WhyBody(string Why);

/// <summary>Whether a notifier is a trusted flagger.</summary>
sealed record TrustBody(bool IsTrusted, string Why);

/// <summary>A word on a proposed measure against an account.</summary>
sealed record CaseVoteBody(bool Agrees, string Reason);

/// <summary>Where a seller is reached.</summary>
sealed record ReachBody(string? Address = null, string? Language = null);

/// <summary>A strike that counts.</summary>
sealed record StrikeAnswer(string ClaimId, DateTime At);

/// <summary>A seller's strikes and what follows from them.</summary>
sealed record SellerStandingAnswer(string SellerId, int Strikes, IReadOnlyList<StrikeAnswer> Counting, IReadOnlyList<SellerCase> Cases, string Policy);

/// <summary>Routes of records: notifiers and sellers, and what people give and take.</summary>
static class StandingEndpoints
{
    public static void MapStanding(this RouteGroupBuilder api)
    {
        api.MapGet("/notifiers", (Db db, TimeProvider time, ClaimsPrincipal user, int? skip, int? limit) => Page(user, limit, skip, (from, count) => db.Read(c => NotifierRecords.Page(c, from, count, time.GetUtcNow().UtcDateTime))))
            .Needs("notices:decide").Produces<PageAnswer<NotifierView>>().WithSummary("Notifiers with their 90-day record, its interval and their tier.");
        api.MapGet("/notifiers/me", (Db db, TimeProvider time, ClaimsPrincipal user) => user.AsCaller().PartyId is { } party ? ListingEndpoints.Json(db.Read(c => NotifierRecords.View(c, $"party:{party}",
            time.GetUtcNow().UtcDateTime))) : Problems.Missing("A record of this key"))
            .Needs("notices:read").Produces<NotifierView>().ProducesProblem(404).WithSummary("The record and tier of the party a key belongs to.");
        Post(api, "/notifiers/{notifier}/trust", "notices:decide", "Names a trusted flagger (Art. 22 DSA), or no longer.", async (string notifier, TrustBody body, StandingDesk desk, ClaimsPrincipal user,
            CancellationToken stop) => Answer(await desk.Trust(notifier, body.IsTrusted, body.Why, Actor(user), stop))).Produces<Standing>();
        Post(api, "/notifiers/{notifier}/warning", "notices:decide", "Warns a notifier; nobody is suspended without.", async (string notifier, WhyBody body, StandingDesk desk, ClaimsPrincipal user,
            CancellationToken stop) => Answer(await desk.Warn(notifier, body.Why, Actor(user), stop))).Produces<Standing>();
        Post(api, "/notifiers/{notifier}/suspension", "notices:decide", "Suspends the processing of a notifier's notices for a time (Art. 23(2) DSA).", async (string notifier, WhyBody body, StandingDesk desk,
            ClaimsPrincipal user, CancellationToken stop) => Answer(await desk.Suspend(notifier, body.Why, Actor(user), stop))).Produces<Standing>();
        Post(api, "/notifiers/{notifier}/complaint/hearing", "notices:decide", "Hears a notifier's complaint; not by who warned or suspended.", async (string notifier, HearingBody body, StandingDesk desk,
            ClaimsPrincipal user, CancellationToken stop) => Answer(await desk.Hear(notifier, body.IsGranted, body.Reason, Actor(user), stop))).Produces<Standing>();
        Post(api, "/notifiers/me/complaint", "notices:write", "The notifier complains about a warning, a cap or a suspension.", async (WordsBody body, StandingDesk desk, ClaimsPrincipal user, CancellationToken stop) =>
            user.AsCaller().PartyId is { } party ? Answer(await desk.Complain($"party:{party}", body.Text, Actor(user), stop)) : Problems.Missing("A record of this key")).Produces<Standing>();
        api.MapGet("/sellers/{seller}/standing", (string seller, Db db, TimeProvider time, ClaimsPrincipal user) => user.AsCaller().IsStaff ? ListingEndpoints.Json(db.Read(c => Show(SellerDesk.Of(c, seller,
            time.GetUtcNow().UtcDateTime)))) : Problems.Missing($"Seller {seller}"))
            .Needs("sellers:answer").Produces<SellerStandingAnswer>().WithSummary("A seller's strikes that count, the measures they lead to, and the policy in words.");
        Post(api, "/sellers/{seller}/reach", "sellers:answer", "Where mail about a seller's listings goes, and the seller's language.", async (string seller, ReachBody body, SellerDesk desk, ClaimsPrincipal user, CancellationToken stop) =>
            (await desk.Reach(seller, body.Address, body.Language, Actor(user), stop)).Match<IResult>(_ => Results.NoContent(), Problems.From));
        api.MapGet("/seller-cases", (Db db, ClaimsPrincipal user, int? skip, int? limit) => Page(user, limit, skip, (from, count) => db.Read(c => SellerDesk.Page(c, from,
            count)))).Needs("notices:decide").Produces<PageAnswer<SellerCase>>().WithSummary("Measures against accounts, proposed ones first.");
        Post(api, "/seller-cases/{id}/vote", "notices:decide", "A word on a proposed measure; a suspension needs two people.", async (string id, CaseVoteBody body, SellerDesk desk, ClaimsPrincipal user,
            CancellationToken stop) => Answer(await desk.Vote(id, body.Agrees, body.Reason, Actor(user), stop))).Produces<SellerCase>();
        Post(api, "/sellers/{seller}/cases/{id}/complaint", "sellers:answer", "The seller complains about a measure against the account.", async (string seller, string id, WordsBody body, SellerDesk desk,
            ClaimsPrincipal user, CancellationToken stop) =>
            user.AsCaller().IsStaff ? Answer(await desk.Complain(id, body.Text, seller, new(user.AsCaller().Name, Side.Seller), stop)) : Problems.Missing($"Case {id}")).Produces<SellerCase>();
        Post(api, "/seller-cases/{id}/complaint/hearing", "notices:decide", "Hears it; not by who decided.", async (string id, HearingBody body, SellerDesk desk, ClaimsPrincipal user,
            CancellationToken stop) => Answer(await desk.Hear(id, body.IsGranted, body.Reason, Actor(user), stop))).Produces<SellerCase>();
    }

    static RouteHandlerBuilder Post(RouteGroupBuilder api, string path, string scope, string summary, Delegate handler) => api.MapPost(path, handler).Needs(scope).ProducesProblem(404).ProducesProblem(422).WithSummary(summary);

    static SellerStandingAnswer Show(SellerStanding s) => new(s.SellerId, s.Strikes, [.. s.Counting.Select(c => new StrikeAnswer(c.ClaimId, c.At))], s.Cases, Strikes.PolicyText());

    static IResult Page<T>(ClaimsPrincipal user, int? limit, int? skip, Func<int, int, List<T>> read)
    {
        if (!user.AsCaller().IsStaff) return Problems.Missing("A list");
        var (count, from) = (Math.Clamp(limit ?? 50, 1, 200), Math.Max(0, skip ?? 0));
        var page = read(from, count + 1);
        return ListingEndpoints.Json(new PageAnswer<T>([.. page.Take(count)], page.Count > count ? $"{from + count}" : null));
    }

    static ClaimActor Actor(ClaimsPrincipal user) => user.AsCaller() is { IsStaff: true } caller ? new(caller.Name, null) : new(user.AsCaller().Name, Side.Notifier);

    static IResult Answer<T>(Outcome<T> done) => done.Match<IResult>(x => ListingEndpoints.Json(x), Problems.From);
}
