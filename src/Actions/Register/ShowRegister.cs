using System.Text.Json;
using Microsoft.Data.Sqlite;
using Wardmark.Actions.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Rights;
using Wardmark.Storage.Sqlite;

namespace Wardmark.Actions.Register;

/// <summary>A mark as it is on record.</summary>
public sealed record MarkView(long Id, string Key, Trademark Mark, IReadOnlyList<StoredPicture> Pictures, DateTime UpdatedAt, long Findings);

/// <summary>Queries over the register.</summary>
public static class ShowRegister
{
    const string Columns = "SELECT m.*, (SELECT COUNT(*) FROM findings f WHERE f.mark_id = m.id) AS findings FROM marks m";

    /// <summary>Marks after a number of record, those whose name or owner holds the search where one is given.</summary>
    public static List<MarkView> Page(SqliteConnection connection, string? search, long after, int count) => connection.Rows(
        $"{Columns} WHERE m.id > @after AND (@search IS NULL OR instr(lower(m.mark), lower(@search)) > 0 OR instr(lower(COALESCE(m.owner, '')), lower(@search)) > 0) ORDER BY m.id LIMIT @count",
        Read, ("@after", after), ("@search", string.IsNullOrWhiteSpace(search) ? null : search.Trim()), ("@count", count));

    /// <summary>One mark.</summary>
    public static MarkView? Find(SqliteConnection connection, long id) =>
        connection.Rows($"{Columns} WHERE m.id = @id", Read, ("@id", id)) is [var found] ? found : null;

    static MarkView Read(SqliteDataReader r) => new(r.Number("id"), r.Text("key")!, JsonSerializer.Deserialize<Trademark>(r.Text("json")!, FindingJson.Wire)!,
        StoredPicture.Read(r.Text("pictures")!), r.Instant("updated_at")!.Value, r.Number("findings"));
}
