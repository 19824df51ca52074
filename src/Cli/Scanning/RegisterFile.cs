using Wardmark.Connectors.Feeds;
using Wardmark.Registry.Rights;

namespace Wardmark.Cli.Scanning;

/// <summary>A register read whole from a file.</summary>
public static class RegisterFile
{
    /// <summary>Its marks, in the file's order; bad rows go to <paramref name="rejects"/>. A register without a mark is refused.</summary>
    public static async Task<List<Trademark>> Read(string path, List<Reject> rejects, CancellationToken stop)
    {
        var marks = new List<Trademark>();
        await foreach (var row in Feed.Marks(path, new(), stop))
            if (row.Value is { } mark) marks.Add(mark);
            else rejects.Add(row.Reject!);
        return marks.Count > 0
            ? marks
            : throw new FeedException($"{path} holds no mark. A register has a column “mark”, or is a list of names, one a line.");
    }
}
