using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wardmark.Actions.Pictures;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Server.Api;

/// <summary>Routes of pictures.</summary>
static class PictureEndpoints
{
    public static void MapPictures(this RouteGroupBuilder api) => api.MapPost("/pictures:find", Find).Needs("listings:read").DisableAntiforgery()
        .Produces<PictureFindings>().ProducesProblem(422).WithMetadata(new RequestSizeLimitAttribute(PictureHeader.LargestFile + 65_536))
        .WithSummary("Listings that show the picture sent as form file \"picture\", whoever the seller, the earliest first; and those whose picture shows the same object or only looks like it.");

    static async Task<IResult> Find(IFormFile picture, FindPicture find, CancellationToken stop)
    {
        using var bytes = new MemoryStream();
        await picture.CopyToAsync(bytes, stop);
        return (await find.Run(bytes.ToArray(), stop)).Match<IResult>(u => ListingEndpoints.Json(u), Problems.From);
    }
}
