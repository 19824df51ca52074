using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Enrolments;
using Wardmark.Actions.Jobs;
using Wardmark.Actions.Pictures;
using Wardmark.Actions.Register;
using Wardmark.Actions.Signals;
using Wardmark.Detection.Scoring;
using Wardmark.Detection.Signals;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Server.Api;

/// <summary>A signal as programs read of it.</summary>
/// <param name="Shipped">The shipped weight, where an operator set another by hand.</param>
sealed record SignalAnswer(string Signal, string Meaning, int Weight, int? Shipped, string Family, int Cap, bool IsQualifier, SignalRate Rate, string? Alarm);

/// <summary>A mark on record.</summary>
sealed record MarkAnswer(long Id, Trademark Mark, DateTime UpdatedAt, int? Pictures = null);

/// <summary>Routes of the register, the signals and the work under way.</summary>
static class RegisterEndpoints
{
    public static void MapRegister(this RouteGroupBuilder api)
    {
        api.MapGet("/register", List).Needs("register:read").Produces<PageAnswer<MarkAnswer>>().WithSummary("Marks by number of record, page by page; ?search= finds by name or owner, ?owner=, ?number=, ?class= and ?picture= (a PDQ hash) narrow.");
        api.MapPost("/register", Import).Needs("register:write").ProducesProblem(422).WithSummary("Puts up to 1,000 marks on record as {\"marks\":[…]}; every stored listing is screened again. Reference pictures come as data: URIs.");
        api.MapGet("/signals", Signals).Needs("listings:read").WithSummary("Every signal: meaning, weight, family, how often it fires today and before, and whether that is an alarm.");
        api.MapGet("/jobs", (Db db) => ListingEndpoints.Json(db.Read(RescreenListings.Progress))).Needs("register:read").WithSummary("How far re-screening has come.");
    }

    static IResult Signals(Db db, Weights weights, TimeProvider time) => ListingEndpoints.Json(
        db.Read(c => SignalRates.Of(c, time.GetUtcNow().UtcDateTime)).Zip(AllSignals.InOrder, (rate, signal) => Of(signal, weights, rate)));

    static SignalAnswer Of(ISignal s, Weights weights, SignalRate rate)
    {
        var weight = weights.Signals[s.Name];
        var shipped = Weights.Shipped.Signals[s.Name].Weight;
        return new(s.Name, s.Meaning, weight.Weight, shipped == weight.Weight ? null : shipped, weight.Family, weights.Families[weight.Family].Cap, s.IsQualifier, rate, rate.Alarm);
    }

    static IResult List(Db db, string? search, string? owner, string? number, [FromQuery(Name = "class")] int? niceClass, string? picture, string? after, int? limit)
    {
        var count = Math.Clamp(limit ?? 50, 1, 200);
        var page = db.Read(c => ShowRegister.Page(c, new(search, owner, number, niceClass, picture), long.TryParse(after, null, out var id) ? id : 0, count + 1));
        var more = page.Count > count;
        if (more) page.RemoveAt(count);
        return ListingEndpoints.Json(new PageAnswer<MarkAnswer>(page.ConvertAll(m => new MarkAnswer(m.Id, m.Mark, m.UpdatedAt)), more ? $"{page[^1].Id}" : null));
    }

    static async Task<IResult> Import(HttpRequest request, ImportRegister import, PictureStore store, CancellationToken stop)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, new() { MaxDepth = 16, AllowDuplicateProperties = false }, stop);
            if (body.RootElement.ValueKind != JsonValueKind.Object || !body.RootElement.TryGetProperty("marks", out var marks)
                || marks.ValueKind != JsonValueKind.Array || marks.GetArrayLength() is 0 or > ImportRegister.Batch)
                return Problems.Body($"The body is {{\"marks\":[…]}} with 1 to {ImportRegister.Batch} marks.", "/marks");
            var read = marks.EnumerateArray().Select(m => m.Deserialize<Trademark>(FindingJson.Wire)!).ToList();
            for (var i = 0; i < read.Count; i++)
                if (KeepBrand.SurenessProblem(read[i].CopyFrom, read[i].LogoFrom) is { } bad) return Problems.Body($"{bad.Field} {bad.Reason}.", $"/marks/{i}/{bad.Field}");
            var changed = await import.Run(await Task.WhenAll(read.Select(async m => new MarkToImport(m, await ListingRequests.Inside(m.Images, store, stop)))), request.HttpContext.User.Identity!.Name!, stop);
            return ListingEndpoints.Json(new { changed, unchanged = read.Count - changed });
        }
        catch (JsonException e)
        {
            return Problems.Body(e.Message, e.Path);
        }
    }
}
