using System.Runtime.CompilerServices;
using Wardmark.Actions.Notices;
using Wardmark.Connectors.Feeds;

namespace Wardmark.Server.Api;

/// <summary>A file of notices as the desk takes it, from the API and from the command line.</summary>
public static class NoticeFile
{
    /// <summary>The rows, each a notice or the reason why it is none.</summary>
    /// <param name="map">As <c>--map</c>: listing=URL,right=Registration.</param>
    public static async IAsyncEnumerable<NoticeLine> Lines(string path, string? map, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var row in Feed.Notices(path, ColumnMap.Parse(map), stop)) yield return new(row.Line, row.Value, row.Reject is { } no ? new(no.Field, no.Reason) : null);
    }
}
