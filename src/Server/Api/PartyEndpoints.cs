using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Server.Api;

/// <summary>A party to put on record.</summary>
sealed record PartyBody(string Name, string Address, string Password, string? Country = null);

/// <summary>A key for a party's programs.</summary>
sealed record PartyKeyBody(string Name, IReadOnlyList<string> Scopes);

/// <summary>A key on the day it is made: the only time its secret is seen.</summary>
sealed record PartyKeyAnswer(string Id, string Prefix, string Secret);

/// <summary>Sanctioned filers, owners and agents; a source's list is taken whole.</summary>
sealed record SanctionsBody(IReadOnlyList<Sanction> Sanctions);

/// <summary>Rights of offices that are no marks.</summary>
sealed record RightsBody(IReadOnlyList<Right> Rights);

/// <summary>How many of what was sent are new or changed.</summary>
sealed record ChangedAnswer(int Changed, int Unchanged);

/// <summary>Routes of parties and of what their rights are checked against.</summary>
static class PartyEndpoints
{
    const int MostAtOnce = 1_000;

    public static void MapParties(this RouteGroupBuilder api)
    {
        api.MapGet("/parties", List).Needs("admin").Produces<PageAnswer<Party>>().WithSummary("Rights holders, agents and creators, page by page.");
        api.MapPost("/parties", Join).Needs("admin").Produces<Party>(201).ProducesProblem(422).WithSummary("Puts a party on record; its address is confirmed by the link that is sent to it.");
        api.MapPost("/parties/{id}/keys", MakeKey).Needs("admin").Produces<PartyKeyAnswer>(201).ProducesProblem(404).ProducesProblem(422).WithSummary("Makes a key for a party's programs: it sees what is the party's, and nothing else.");
        api.MapGet("/sanctions", (Db db) => ListingEndpoints.Json(db.Read(SanctionList.All))).Needs("register:read").Produces<List<Sanction>>().WithSummary("Sanctioned filers, owners and agents.");
        api.MapPost("/sanctions", Sanctions).Needs("register:write").Produces<ChangedAnswer>().ProducesProblem(422).WithSummary("Takes lists of sanctioned filers, each source's whole; rights already proved are looked at again.");
        api.MapPost("/rights", Rights).Needs("register:write").Produces<ChangedAnswer>().ProducesProblem(422).WithSummary("Puts up to 1,000 designs, patents or geographical indications on record, each with office and number.");
        api.MapGet("/mails", Mails).Needs("admin").Produces<PageAnswer<MailView>>().WithSummary("Mail on record, newest first, as it was sent; ?about= an enrolment or party.");
    }

    static IResult List(Db db, string? after, int? limit)
    {
        var count = Math.Clamp(limit ?? 50, 1, 200);
        var page = db.Read(c => PartyDesk.Page(c, after, count + 1));
        return ListingEndpoints.Json(new PageAnswer<Party>([.. page.Take(count)], page.Count > count ? page[count - 1].Id : null));
    }

    static async Task<IResult> Join(PartyBody body, PartyDesk desk, CancellationToken stop) =>
        (await desk.Join(body.Name, body.Country, body.Address, body.Password, stop)).Match<IResult>(p => TypedResults.Json(p, FindingJson.Wire, statusCode: StatusCodes.Status201Created), Problems.From);

    static async Task<IResult> MakeKey(string id, PartyKeyBody body, ApiKeys keys, Db db, ClaimsPrincipal user, CancellationToken stop)
    {
        if (db.Read(c => PartyDesk.Find(c, id)) is null) return Problems.Missing($"Party {id}");
        return (await keys.Create(body.Name, body.Scopes, user.Identity!.Name!, stop, id)).Match<IResult>(
            k => TypedResults.Json(new PartyKeyAnswer(k.Key.Id, k.Key.Prefix, k.Secret), FindingJson.Wire, statusCode: StatusCodes.Status201Created), Problems.From);
    }

    static async Task<IResult> Sanctions(SanctionsBody body, Db db, IRightWatch watch, TimeProvider time, ClaimsPrincipal user, CancellationToken stop)
    {
        foreach (var (entry, i) in body.Sanctions.Select((s, i) => (s, i)))
            if (string.IsNullOrWhiteSpace(entry.Name) || entry.Name.Length > 300 || string.IsNullOrWhiteSpace(entry.Source))
                return Problems.From(new NotAccepted($"sanctions/{i}", "has a name of at most 300 characters, a reason and a source"));
        var changed = await SanctionList.Import(db, watch, body.Sanctions, user.Identity!.Name!, time, stop);
        return ListingEndpoints.Json(new ChangedAnswer(changed, Math.Max(0, body.Sanctions.Count - changed)));
    }

    static async Task<IResult> Rights(RightsBody body, Db db, IRightWatch watch, TimeProvider time, ClaimsPrincipal user, CancellationToken stop)
    {
        if (body.Rights.Count is 0 or > MostAtOnce) return Problems.From(new NotAccepted("rights", $"are 1 to {MostAtOnce}"));
        foreach (var (right, i) in body.Rights.Select((r, i) => (r, i)))
            if (right.Type is RightType.Trademark or RightType.Copyright || RightTable.KeyOf(right) is null || right.Name.Length is 0 or > 500)
                return Problems.From(new NotAccepted($"rights/{i}", "is a design, patent or geographical indication with name, office and number"));
        var changed = await RightTable.Import(db, watch, body.Rights, user.Identity!.Name!, time, stop);
        return ListingEndpoints.Json(new ChangedAnswer(changed, body.Rights.Count - changed));
    }

    static IResult Mails(Db db, string? about, string? after, int? limit)
    {
        var count = Math.Clamp(limit ?? 50, 1, 200);
        var page = db.Read(c => MailDesk.Page(c, about, long.TryParse(after, null, out var id) ? id : long.MaxValue, count + 1));
        return ListingEndpoints.Json(new PageAnswer<MailView>([.. page.Take(count)], page.Count > count ? $"{page[count - 1].Id}" : null));
    }
}
