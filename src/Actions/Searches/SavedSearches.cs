using System.Data.Common;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Searches;

/// <summary>A search of one page that somebody keeps.</summary>
/// <param name="Page">The page's path.</param>
/// <param name="Query">What follows the question mark.</param>
public sealed record SavedSearch(string Id, string Page, string Name, string Query);

/// <summary>Searches people keep under a name; everybody sees their own.</summary>
public sealed class SavedSearches(Db db, TimeProvider time)
{
    const int MostOfOne = 50;

    /// <summary>The pages that are searched.</summary>
    public static readonly string[] Pages = ["/findings", "/claims", "/register"];

    /// <summary>Those of a person on a page, by name.</summary>
    public static List<SavedSearch> Of(DbConnection connection, string account, string page) => connection.Rows(
        "SELECT * FROM saved_searches WHERE account = @account AND page = @page ORDER BY name", r => new SavedSearch(r.Text("id")!, r.Text("page")!, r.Text("name")!, r.Text("query")!), ("@account", account), ("@page", page));

    /// <summary>Keeps one; the same name on the same page is written over.</summary>
    public Task<Outcome<string>> Keep(string account, string page, string? name, string? query, CancellationToken stop) => db.Write<Outcome<string>>(connection =>
    {
        if (!Pages.Contains(page)) return new NotAccepted("page", $"is one of {string.Join(", ", Pages)}");
        if (string.IsNullOrWhiteSpace(name) || name.Length > 60 || name.Any(char.IsControl)) return new NotAccepted("name", "is required, at most 60 characters on one line");
        if (query?.Length > 1_000) return new NotAccepted("query", "has more than 1000 characters");
        if (connection.Scalar<long>("SELECT COUNT(*) FROM saved_searches WHERE account = @account AND NOT (page = @page AND name = @name)", ("@account", account), ("@page", page), ("@name", name.Trim())) >= MostOfOne)
            return new NotAccepted("name", $"{MostOfOne} searches are kept; delete one");
        connection.Run("""
            INSERT INTO saved_searches (id, account, page, name, query, created_at) VALUES (@id, @account, @page, @name, @query, @at)
            ON CONFLICT (account, page, name) DO UPDATE SET query = excluded.query
            """, ("@id", Guid.CreateVersion7().ToString()), ("@account", account), ("@page", page), ("@name", name.Trim()), ("@query", (query ?? "").TrimStart('?')), ("@at", Instants.Write(time.GetUtcNow().UtcDateTime)));
        return page;
    }, stop);

    /// <summary>Deletes one's own.</summary>
    public Task<Outcome<string>> Delete(string account, string id, CancellationToken stop) => db.Write<Outcome<string>>(connection =>
        connection.Rows("SELECT page FROM saved_searches WHERE id = @id AND account = @account", r => r.GetString(0), ("@id", id), ("@account", account)) is [var page]
            && connection.Run("DELETE FROM saved_searches WHERE id = @id", ("@id", id)) == 1 ? page : new NotFound($"Search {id}"), stop);
}
