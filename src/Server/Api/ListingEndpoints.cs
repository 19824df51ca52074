using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Ledger;
using Wardmark.Registry.Listings;
using Wardmark.Storage;

namespace Wardmark.Server.Api;

/// <summary>What became of a listing.</summary>
sealed record ListingAnswer(string Id, int? Revision, Disposition Disposition, int Score, bool? IsUnchanged, IReadOnlyList<FindingAnswer> Findings);

/// <summary>One mark found in a listing.</summary>
sealed record FindingAnswer(string? Mark, int Score, MarkUse Use, Disposition Disposition, IReadOnlyList<SignalRow> Signals);

/// <summary>Answers of a batch, in its order.</summary>
sealed record BatchAnswer(IReadOnlyList<ListingAnswer> Listings);

/// <summary>A page and the cursor of the next.</summary>
sealed record PageAnswer<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A listing on record.</summary>
sealed record StoredListingAnswer(Listing Listing, int Revision, Disposition Disposition, int Score, DateTime ReceivedAt, IReadOnlyList<FindingAnswer> Findings);

/// <summary>Routes of listings.</summary>
static class ListingEndpoints
{
    public static void MapListings(this RouteGroupBuilder api)
    {
        api.MapPost("/listings", Submit).Needs("listings:write").Accepts<Listing>("application/json").Produces<ListingAnswer>().Produces<BatchAnswer>()
            .ProducesProblem(400).ProducesProblem(422).WithSummary("Screens and keeps one listing, or up to 1,000 as {\"listings\":[…]}.")
            .WithDescription("Answers when everything is on the disk. The same content twice is one revision and changes nothing.");
        api.MapPost("/listings:check", Check).Needs("listings:write").Accepts<Listing>("application/json").Produces<ListingAnswer>()
            .ProducesProblem(400).ProducesProblem(422).WithSummary("Screens a listing before it is published; nothing is stored.");
        api.MapGet("/listings", List).Needs("listings:read").WithSummary("Listings in the order they came, page by page.");
        api.MapGet("/listings/{id}", Show).Needs("listings:read").ProducesProblem(404).WithSummary("One listing with its findings.");
        api.MapGet("/listings/{id}/ledger", Ledger).Needs("listings:read").WithSummary("Everything the ledger holds about a listing, oldest first.");
    }

    static async Task<IResult> Submit(HttpRequest request, SubmitListings submit, ScreenerPool screeners, PictureStore pictures, CancellationToken stop)
    {
        var (listings, isBatch, problem) = await ListingRequests.Read(request, stop);
        if (problem is not null) return problem;
        screeners.Ready();
        var kept = await Task.WhenAll(listings.Select(l => ListingRequests.WithPictures(l, pictures, stop)));
        var answers = (await submit.Run(kept, request.HttpContext.User.Identity!.Name!, stop))
            .Select(s => new ListingAnswer(s.Id, s.Revision, s.Disposition, s.Score, s.IsUnchanged, [.. s.Findings.Select(Answer)])).ToList();
        return isBatch ? Json(new BatchAnswer(answers)) : Json(answers[0]);
    }

    static async Task<IResult> Check(HttpRequest request, ScreenerPool screeners, PictureStore pictures, CancellationToken stop)
    {
        var (listings, isBatch, problem) = await ListingRequests.Read(request, stop);
        if (problem is not null) return problem;
        screeners.Ready();
        var seen = await Task.WhenAll(listings.Select(l => ListingRequests.Unkept(l, pictures, stop)));
        var answers = listings.Select((l, i) => Checked(l, screeners.Screen(seen[i]).Findings)).ToList();
        return isBatch ? Json(new BatchAnswer(answers)) : Json(answers[0]);
    }

    static ListingAnswer Checked(Listing listing, IReadOnlyList<Finding> findings) => new(
        listing.Id, null, findings.Count == 0 ? Disposition.Allow : findings.Max(f => f.Disposition),
        findings.Count == 0 ? 0 : findings.Max(f => f.Score), null, [.. findings.Select(Answer)]);

    static IResult List(Db db, string? after, int? limit)
    {
        var count = Math.Clamp(limit ?? 50, 1, 200);
        var page = db.Read(c => ListingTable.After(c, long.TryParse(after, null, out var row) ? row : 0, count + 1));
        var more = page.Count > count;
        if (more) page.RemoveAt(count);
        return Json(new PageAnswer<StoredListingAnswer>(page.ConvertAll(l => Stored(l, [])), more ? $"{page[^1].Row}" : null));
    }

    static IResult Show(Db db, string id) => db.Read(c => ListingTable.Find(c, id) is { } found
        ? Json(Stored(found, ListingTable.FindingsOf(c, id)))
        : Problems.Missing($"Listing {id}"));

    static IResult Ledger(Db db, string id) => Json(new PageAnswer<LedgerEntry>(db.Read(c => LedgerTable.Of(c, id)), null));

    static StoredListingAnswer Stored(StoredListing l, IReadOnlyList<Finding> findings) =>
        new(l.Listing, l.Revision, l.Disposition, l.Score, l.ReceivedAt, [.. findings.Select(Answer)]);

    static FindingAnswer Answer(Finding f) => new(f.Mark, f.Score, f.Use, f.Disposition, f.Signals);

    internal static JsonHttpResult<T> Json<T>(T value) => TypedResults.Json(value, FindingJson.Wire);
}
