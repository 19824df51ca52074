using System.Data.Common;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Actions.Findings;

/// <summary>A line of the queue.</summary>
public sealed record FindingView(
    long Id, string ListingId, string Title, string? SellerId, string? Mark, int Score, Disposition Disposition,
    IReadOnlyList<SignalRow> Signals, DateTime FoundAt, string? Judgement, string? JudgedBy, DateTime? JudgedAt, string? Reason);

/// <summary>What to show of the queue.</summary>
/// <param name="After">The cursor a page before gave; nothing for the first page.</param>
public sealed record FindingFilter(
    Disposition? Disposition = null, string? Mark = null, string? Seller = null, string? Listing = null, string? Signal = null,
    string? Judgement = "open", string? After = null, int Limit = 50);

/// <summary>The queue, strongest first, page by page.</summary>
public static class ShowFindings
{
    /// <summary>Most lines of a page.</summary>
    public const int MostPerPage = 200;

    const string Where = """
        WHERE (CAST(@disposition AS BIGINT) IS NULL OR f.disposition = @disposition) AND (CAST(@mark AS TEXT) IS NULL OR f.mark = @mark COLLATE NOCASE)
          AND (CAST(@seller AS TEXT) IS NULL OR l.seller_id = @seller) AND (CAST(@listing AS TEXT) IS NULL OR f.listing_id = @listing)
          AND (CAST(@signal AS TEXT) IS NULL OR instr(f.signals, '"' || @signal || '"') > 0)
          AND (CAST(@judgement AS TEXT) IS NULL OR (@judgement = 'open' AND f.judgement IS NULL) OR f.judgement = @judgement)
        """;

    /// <summary>One page and the cursor of the next; no cursor on the last page.</summary>
    public static (List<FindingView> Page, string? Next) Run(DbConnection connection, FindingFilter filter)
    {
        var limit = Math.Clamp(filter.Limit, 1, MostPerPage);
        var (score, id) = Cursor(filter.After);
        var page = connection.Rows($"""
            SELECT f.*, l.title, l.seller_id FROM findings f JOIN listings l ON l.id = f.listing_id {Where}
              AND (CAST(@score AS BIGINT) IS NULL OR f.score < @score OR (f.score = @score AND f.id < @id))
            ORDER BY f.score DESC, f.id DESC LIMIT @limit
            """, Read, [.. Values(filter), ("@score", score), ("@id", id), ("@limit", limit + 1)]);
        if (page.Count <= limit) return (page, null);
        page.RemoveAt(limit);
        return (page, $"{page[^1].Score}.{page[^1].Id}");
    }

    /// <summary>How many findings each disposition has under the filter, its own disposition left aside.</summary>
    public static Dictionary<Disposition, long> Counts(DbConnection connection, FindingFilter filter) =>
        connection.Rows($"SELECT f.disposition, COUNT(*) FROM findings f JOIN listings l ON l.id = f.listing_id {Where} GROUP BY 1",
            r => ((Disposition)r.GetInt32(0), r.GetInt64(1)), [.. Values(filter with { Disposition = null })])
            .ToDictionary(r => r.Item1, r => r.Item2);

    /// <summary>One finding.</summary>
    public static FindingView? Find(DbConnection connection, long id) =>
        connection.Rows("SELECT f.*, l.title, l.seller_id FROM findings f JOIN listings l ON l.id = f.listing_id WHERE f.id = @id", Read, ("@id", id))
            is [var found] ? found : null;

    static (string Name, object? Value)[] Values(FindingFilter f) =>
    [
        ("@disposition", f.Disposition is { } d ? (int)d : null), ("@mark", f.Mark), ("@seller", f.Seller), ("@listing", f.Listing),
        ("@signal", f.Signal), ("@judgement", f.Judgement is "all" ? null : f.Judgement),
    ];

    static (long?, long?) Cursor(string? after) =>
        after?.Split('.') is [var score, var id] && long.TryParse(score, null, out var s) && long.TryParse(id, null, out var i) ? (s, i) : (null, null);

    static FindingView Read(DbDataReader r) => new(r.Number("id"), r.Text("listing_id")!, r.Text("title")!, r.Text("seller_id"),
        r.Text("mark"), (int)r.Number("score"), (Disposition)r.Number("disposition"), FindingJson.ReadRows(r.Text("signals")!),
        r.Instant("found_at")!.Value, r.Text("judgement"), r.Text("judged_by"), r.Instant("judged_at"), r.Text("reason"));
}
