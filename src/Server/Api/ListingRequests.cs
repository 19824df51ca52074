using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Wardmark.Actions.Listings;
using Wardmark.Actions.Pictures;
using Wardmark.Connectors.Fetching;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Listings;

namespace Wardmark.Server.Api;

/// <summary>Reads listings out of a request: one object, or {"listings":[…]}.</summary>
static class ListingRequests
{
    /// <summary>Largest body; a thousand listings with their descriptions fit well.</summary>
    public const long LargestBody = 32 * 1024 * 1024;

    /// <summary>The listings; or the answer that says why they cannot be taken.</summary>
    public static async Task<(IReadOnlyList<Listing> Listings, bool IsBatch, IResult? Problem)> Read(HttpRequest request, CancellationToken stop)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, new() { MaxDepth = 16, AllowDuplicateProperties = false }, stop);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
                return ([], false, Problems.Body("The body is a listing, or {\"listings\":[…]}."));
            var isBatch = body.RootElement.TryGetProperty("listings", out var many);
            if (isBatch && (many.ValueKind != JsonValueKind.Array || many.GetArrayLength() is 0 or > SubmitListings.Most))
                return ([], true, Problems.Body($"A batch has 1 to {SubmitListings.Most} listings.", "/listings"));
            return Convert(isBatch ? [.. many.EnumerateArray()] : [body.RootElement], isBatch);
        }
        catch (JsonException e)
        {
            return ([], false, Problems.Body($"The body is not valid JSON: {e.Message}"));
        }
        catch (BadHttpRequestException e)
        {
            return ([], false, Results.Problem(e.Message, statusCode: e.StatusCode));
        }
    }

    static (IReadOnlyList<Listing>, bool, IResult?) Convert(JsonElement[] elements, bool isBatch)
    {
        var listings = new List<Listing>(elements.Length);
        var problems = new List<PointedProblem>();
        for (var i = 0; i < elements.Length; i++)
        {
            var prefix = isBatch ? $"/listings/{i}" : "";
            try
            {
                var listing = elements[i].Deserialize<Listing>(FindingJson.Wire)!;
                problems.AddRange(ListingLimits.Check(listing).Select(p => Problems.At(prefix, p)));
                listings.Add(listing);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                problems.Add(new(prefix + PointerOf(e), Short(e.Message)));
            }
        }

        return problems.Count == 0 ? (listings, isBatch, null) : ([], isBatch, Problems.Fields(problems));
    }

    /// <summary>Keeps the pictures that came inside the request; those named by address wait to be fetched.</summary>
    public static async Task<ListingToScreen> WithPictures(Listing listing, PictureStore store, CancellationToken stop)
    {
        if (listing.Images.Count == 0) return new(listing, []);
        var pictures = new List<StoredPicture>();
        var images = new List<string>();
        for (var i = 0; i < listing.Images.Count; i++)
        {
            var source = listing.Images[i];
            if (!source.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
            {
                pictures.Add(new(i, source, null, null, 0, PictureFetcher.Refuse(source, allowPrivate: true, out _) is { } no ? $"the address {no}" : StoredPicture.IsAwaited));
                images.Add(source);
                continue;
            }

            var comma = source.IndexOf(";base64,", StringComparison.OrdinalIgnoreCase);
            var bytes = comma < 0 ? null : Decode(source[(comma + 8)..]);
            var kept = bytes is null ? new StoredPicture(i, $"picture {i + 1}", null, null, 0, "the data: URI is not base64") : await store.Keep(i, source, bytes, stop);
            pictures.Add(kept);
            images.Add(kept.Sha256 is { } sha ? $"sha256:{sha}" : kept.Source);
        }

        return new(listing with { Images = images }, pictures);
    }

    /// <summary>The pictures of a listing that is only checked: hashed, and forgotten.</summary>
    public static async Task<ListingToScreen> Unkept(Listing listing, PictureStore store, CancellationToken stop)
    {
        var pictures = new List<StoredPicture>();
        for (var i = 0; i < listing.Images.Count; i++)
            if (listing.Images[i].IndexOf(";base64,", StringComparison.OrdinalIgnoreCase) is var at and > 0
                && Decode(listing.Images[i][(at + 8)..]) is { } bytes)
                pictures.Add(await store.Look(i, bytes, stop));
        return new(listing, pictures);
    }

    /// <summary>A mark's pictures that came inside a request as data: URIs, kept; others are passed over.</summary>
    public static async Task<List<StoredPicture>> Inside(IReadOnlyList<string> images, PictureStore store, CancellationToken stop)
    {
        var kept = new List<StoredPicture>();
        foreach (var image in images)
            if (image.StartsWith("data:", StringComparison.OrdinalIgnoreCase) && image.IndexOf(";base64,", StringComparison.OrdinalIgnoreCase) is var at and > 0 && Decode(image[(at + 8)..]) is { } bytes)
                kept.Add(await store.KeepReference(kept.Count, image, bytes, stop));
        return kept;
    }

    static byte[]? Decode(string base64)
    {
        var bytes = new byte[(base64.Length * 3L / 4) + 3];
        return System.Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : null;
    }

    static string PointerOf(Exception e) =>
        e is JsonException { Path: { Length: > 1 } path } ? path[1..].Replace('.', '/').Replace("[", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal) : "";

    // The library's message ends with the type's name and position, which say nothing to a stranger.
    static string Short(string message)
    {
        var cut = message.IndexOf(" Path:", StringComparison.Ordinal);
        return (cut < 0 ? message : message[..cut]).Replace("Wardmark.Registry.Listings.", "", StringComparison.Ordinal);
    }
}
