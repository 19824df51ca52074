using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Notices;
using Wardmark.Procedure.Claims;
using Wardmark.Procedure.Measures;
using Wardmark.Procedure.Statements;
using Wardmark.Registry.Answers;
using Wardmark.Server.Security;
using Wardmark.Storage;
using Claim = Wardmark.Procedure.Claims.Claim;

namespace Wardmark.Server.Api;

/// <summary>A measure to take; the one that policy proposes where nothing is said.</summary>
sealed record MeasureBody(MeasureKind? Kind = null, int? Days = null, string? Why = null, IReadOnlyList<string>? Territories = null);

/// <summary>A decision with its reason, which both sides read.</summary>
sealed record DecisionBody(Ruling Ruling, string Reason, MeasureKind? Measure = null, int? Days = null, IReadOnlyList<string>? Territories = null);

/// <summary>A seller's answer, as the marketplace passes it on.</summary>
sealed record AnswerBody(AnswerKind Kind, string? Text = null, string? Id = null, IReadOnlyList<GoodsProof>? Proofs = null, CounterStatement? Statement = null);

/// <summary>Words of a side.</summary>
sealed record WordsBody(string Text, string? Id = null);

/// <summary>A paper of a court; the document was added before.</summary>
sealed record CourtBody(string Court, string Number, DateOnly Dated, string Document, bool IsOrder = false);

/// <summary>Whether a complaint is granted.</summary>
sealed record HearingBody(bool IsGranted, string Reason);

/// <summary>A dispute before a certified body; with a result once it has decided.</summary>
sealed record DisputeBody(string Body, string Number, Side By, string? Result = null);

/// <summary>What the desk allows.</summary>
sealed record AllowBody(string Why, bool WholeSeller = false);

/// <summary>The regime a person chooses.</summary>
sealed record RegimeBody(string Regime);

/// <summary>A document on record.</summary>
sealed record DocumentAnswer(string Sha256);

/// <summary>A statement of reasons with the letter that went out and where its way to the EU's database stands.</summary>
sealed record StatementAnswer(Statement Statement, string Letter, DateTime MadeAt, DateTime? SentAt, DateTime? ParkedAt, string? Error, string? Uuid);

/// <summary>A measure with where it holds.</summary>
sealed record MeasureAnswer(long Seq, string? ClaimId, string? ListingId, string? SellerId, Measure Measure);

/// <summary>Routes of claims: what a side may do, and what the marketplace's people decide.</summary>
static class ClaimEndpoints
{
    public static void MapClaims(this RouteGroupBuilder api)
    {
        api.MapGet("/claims", List).Needs("notices:read").Produces<PageAnswer<Claim>>().WithSummary("Claims, newest first; ?queue=true in the order in which people look at them, ?state= ?listing= ?seller= ?right= narrow.");
        api.MapGet("/claims:export", (Db db, ClaimsPrincipal user, string? state, bool? queue, string? listing, string? seller, string? right) => ClaimsCsv.File(db, user.AsCaller(), state, queue == true, listing, seller, right))
            .Needs("notices:read").Produces<string>(200, "text/csv").WithSummary("All claims of the list as a CSV file, safe to open in a spreadsheet.");
        api.MapGet("/claims/{id}", Show).Needs("notices:read").Produces<ClaimView>().ProducesProblem(404).WithSummary("A claim with its deadlines, the notifier's record, measures, answers and decisions.");
        api.MapGet("/claims/{id}/statements", Statements).Needs("notices:read").Produces<IReadOnlyList<StatementAnswer>>().ProducesProblem(404).WithSummary("The statements of reasons of a claim, one for each measure.");
        api.MapGet("/statements/{id}/dsa", Dsa).Needs("notices:decide").Produces<JsonObject>().ProducesProblem(404).WithSummary("A statement as it goes to the EU's transparency database.");
        api.MapGet("/snapshots/{sha256}", Snapshot).Needs("notices:decide").ProducesProblem(404).WithSummary("What was before a decider, by its hash.");
        api.MapGet("/measures", Measures).Needs("listings:read").Produces<PageAnswer<MeasureAnswer>>().WithSummary("Measures in the order in which they were taken or ended, after ?after=; a marketplace that follows them misses none.");
        Step(api, "/cure", "notices:write", "Gives what the notice lacked, for all its claims.", async (string id, NoticeCure body, NoticeDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) =>
            db.Read(c => ClaimDoor.Enter(c, id, user.AsCaller())) is { } actor ? (await desk.Cure(id, body, actor.Name, stop)).Match<IResult>(n => ListingEndpoints.Json(n), Problems.From) : Problems.Missing($"Claim {id}")).Produces<FiledNotice>();
        Step(api, "/retraction", "notices:write", "Takes the claim back; measures end at once.", (string id, WordsBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) => Run(id, desk, db,
            user, actor => desk.Retract(id, body.Text, actor, stop)));
        Step(api, "/reply", "notices:write", "The notifier answers the seller.", (string id, WordsBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) => Run(id, desk, db, user,
            actor => desk.AnswerSeller(id, body.Text, actor, stop)));
        Step(api, "/court", "notices:write", "Notice of an action before a court, or an order: court, number, date, document.", (string id, CourtBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) =>
            Run(id, desk, db, user, actor => desk.Court(id, body.Court, body.Number, body.Dated, body.Document, body.IsOrder, actor, stop)));
        Step(api, "/complaint", "notices:write", "The notifier complains about the decision (Art. 20 DSA).", (string id, WordsBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) =>
            Run(id, desk, db, user, actor => desk.Complain(id, Side.Notifier, body.Text, body.Id, actor, stop)));
        Step(api, "/documents", "notices:write", "Adds a document of the notifier as the raw body; ?name= names it.", (string id, string? name, HttpRequest request, ClaimDesk desk, DocumentStore store, Db db,
            ClaimsPrincipal user, CancellationToken stop) =>
            Add(id, name, request, Side.Notifier, desk, store, db, user, stop)).Produces<DocumentAnswer>();
        MapSellerSteps(api);
        MapDeskSteps(api);
    }

    // The marketplace passes on what its signed-in seller says.
    static void MapSellerSteps(RouteGroupBuilder api)
    {
        Step(api, "/answer", "sellers:answer", "The seller answers: contest with proofs, counter_notice with its statement, corrected, or consent.", (string id, AnswerBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) =>
            Run(id, desk, db, user, actor => desk.Answer(id, new(body.Id, body.Kind, body.Text, body.Proofs ?? [], body.Statement), actor, stop), Side.Seller));
        Step(api, "/seller-complaint", "sellers:answer", "The seller complains about the decision, or about a measure before one.", (string id, WordsBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) =>
            Run(id, desk, db, user, actor => desk.Complain(id, Side.Seller, body.Text, body.Id, actor, stop), Side.Seller));
        Step(api, "/seller-documents", "sellers:answer", "Adds a document of the seller as the raw body; ?name= names it.", (string id, string? name, HttpRequest request, ClaimDesk desk, DocumentStore store, Db db,
            ClaimsPrincipal user, CancellationToken stop) =>
            Add(id, name, request, Side.Seller, desk, store, db, user, stop)).Produces<DocumentAnswer>();
    }

    static void MapDeskSteps(RouteGroupBuilder api)
    {
        Step(api, "/clear", "notices:decide", "Somebody has looked at what was flagged; the seller is told and asked.", (string id, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) => Run(id,
            desk, db, user, actor => desk.Clear(id, actor, stop)));
        Step(api, "/regime", "notices:decide", "Puts the claim under another regime.", (string id, RegimeBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) => Run(id, desk, db, user,
            actor => desk.Under(id, body.Regime, actor, stop)));
        Step(api, "/measure", "notices:decide", "Takes a measure before a decision: the proposed one, or kind, days and why.", (string id, MeasureBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) =>
            Run(id, desk, db, user, actor => desk.Take(id, body.Kind is { } kind ? new(kind, body.Territories ?? [], body.Days, body.Why ?? "") : null, actor, stop)));
        Step(api, "/decision", "notices:decide", "Decides with a reason. Where two people are needed, two keys; nobody speaks twice.", (string id, DecisionBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) =>
            Run(id, desk, db, user, actor => desk.Decide(id, body.Ruling, body.Reason, body.Measure is { } kind ? new(kind, body.Territories ?? [], body.Days, body.Reason) : null, actor, stop)));
        Step(api, "/complaint/hearing", "notices:decide", "Hears the complaint; who has spoken on the claim is refused.", (string id, HearingBody body, ClaimDesk desk, Db db, ClaimsPrincipal user,
            CancellationToken stop) => Run(id, desk, db, user, actor => desk.Hear(id, body.IsGranted, body.Reason, actor, stop)));
        Step(api, "/dispute", "notices:decide", "A dispute before a certified body (Art. 21 DSA), and its result.", (string id, DisputeBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) =>
            Run(id, desk, db, user, actor => desk.OutOfCourt(id, body.Body, body.Number, body.By, body.Result, actor, stop)));
        Step(api, "/allow", "notices:decide", "Says that the right does not reach this listing, or this seller at all.", async (string id, AllowBody body, ClaimDesk desk, Db db, ClaimsPrincipal user, CancellationToken stop) =>
            db.Read(c => ClaimDoor.Enter(c, id, user.AsCaller())) is { } actor ? (await desk.Allow(id, body.WholeSeller, body.Why, actor, stop)).Match<IResult>(_ => Results.NoContent(), Problems.From) : Problems.Missing($"Claim {id}"));
    }

    static RouteHandlerBuilder Step(RouteGroupBuilder api, string path, string scope, string summary, Delegate handler) =>
        api.MapPost($"/claims/{{id}}{path}", handler).Needs(scope).Produces<ClaimView>().ProducesProblem(404).ProducesProblem(422).WithSummary(summary);

    // What a seller's program asks for is answered as a seller reads it, whoever holds the key.
    static async Task<IResult> Run(string id, ClaimDesk desk, Db db, ClaimsPrincipal user, Func<ClaimActor, Task<Outcome<Claim>>> step, Side? side = null)
    {
        if (db.Read(c => ClaimDoor.Enter(c, id, user.AsCaller())) is not { } actor) return Problems.Missing($"Claim {id}");
        if (side is not null) actor = actor with { Side = side };
        return (await step(actor)).Match<IResult>(done => ListingEndpoints.Json(desk.View(done, actor)), Problems.From);
    }

    static async Task<IResult> Add(string id, string? name, HttpRequest request, Side side, ClaimDesk desk, DocumentStore store, Db db, ClaimsPrincipal user,
        CancellationToken stop) => db.Read(c => ClaimDoor.Enter(c, id, user.AsCaller())) is not { } actor
        ? Problems.Missing($"Claim {id}")
        : await (await store.Keep(request.Body, name, stop)).Match(
            async Task<IResult> (kept) => (await desk.AddDocument(id, kept.Name, kept.Sha256, kept.Size, actor with { Side = side }, stop)).Match<IResult>(sha => ListingEndpoints.Json(new DocumentAnswer(sha)),
                Problems.From), no => Task.FromResult(Problems.From(no)));

    static IResult List(Db db, ClaimDesk desk, ClaimsPrincipal user, string? state, bool? queue, string? listing, string? seller, string? right, int? skip, int? limit)
    {
        var (count, from, caller) = (Math.Clamp(limit ?? 50, 1, 200), Math.Max(0, skip ?? 0), user.AsCaller());
        var filter = new ClaimFilter(state, caller.IsStaff && queue == true, caller.PartyId is { } party ? $"party:{party}" : null, listing, caller.IsStaff ? seller : null, right);
        return db.Read(c =>
        {
            var page = ClaimTable.Page(c, filter, from, count + 1);
            var actor = new ClaimActor(caller.Name, caller.IsStaff ? null : Side.Notifier);
            return ListingEndpoints.Json(new PageAnswer<Claim>([.. page.Take(count).Select(x => desk.View(x, actor).Claim)], page.Count > count ? $"{from + count}" : null));
        });
    }

    static IResult Show(string id, Db db, TimeProvider time, ClaimsPrincipal user) => db.Read(c => ClaimDoor.Enter(c, id, user.AsCaller()) is { } actor && ClaimTable.Find(c, id) is { } claim
        ? ListingEndpoints.Json(ClaimViews.Of(c, claim, actor, time.GetUtcNow().UtcDateTime)) : Problems.Missing($"Claim {id}"));

    static IResult Statements(string id, Db db, ClaimsPrincipal user) => db.Read(c => user.AsCaller().IsStaff && ClaimTable.Find(c, id) is not null ? ListingEndpoints.Json<IReadOnlyList<StatementAnswer>>(StatementTable.Of(c, id)
        .ConvertAll(s => new StatementAnswer(s.Statement, s.Letter, s.MadeAt, s.SentAt, s.ParkedAt, s.Error, s.Uuid))) : Problems.Missing($"Claim {id}"));

    static IResult Dsa(string id, Db db, ClaimsPrincipal user) => db.Read(c => user.AsCaller().IsStaff && StatementTable.Find(c, id) is { } found ? Results.Text(DsaStatement.Write(found.Statement),
        "application/json") : Problems.Missing($"Statement {id}"));

    static IResult Snapshot(string sha256, Db db, ClaimsPrincipal user) => db.Read(c => user.AsCaller().IsStaff && c.Scalar<string>("SELECT json FROM snapshots WHERE sha256 = @sha", ("@sha", sha256)) is { } json
        ? Results.Text(json, "application/json") : Problems.Missing($"Snapshot {sha256}"));

    static IResult Measures(Db db, ClaimsPrincipal user, string? after, int? limit)
    {
        if (!user.AsCaller().IsStaff) return Problems.Missing("A list of measures");
        var count = Math.Clamp(limit ?? 200, 1, 1_000);
        var page = db.Read(c => StatementTable.Measures(c, long.TryParse(after, null, out var seq) ? seq : 0, count + 1)).ConvertAll(m => new MeasureAnswer(m.Seq, m.ClaimId, m.ListingId, m.SellerId, m.Measure));
        return ListingEndpoints.Json(new PageAnswer<MeasureAnswer>([.. page.Take(count)], page.Count > count ? $"{page[count - 1].Seq}" : null));
    }
}
