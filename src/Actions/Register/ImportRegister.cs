using System.Text.Json;
using Microsoft.Data.Sqlite;
using Wardmark.Actions.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Rights;
using Wardmark.Storage.Sqlite;

namespace Wardmark.Actions.Register;

/// <summary>A mark to put on record, with its pictures where they could be read.</summary>
public sealed record MarkToImport(Trademark Mark, IReadOnlyList<StoredPicture> Pictures);

/// <summary>Puts marks on record, by office and number or else by name; every stored listing is then screened again.</summary>
public sealed class ImportRegister(Db db, LiveRegister live, TimeProvider time)
{
    /// <summary>Most marks in one transaction.</summary>
    public const int Batch = 1_000;

    /// <summary>How many marks are new or changed. Marks that are on record in the same words change nothing.</summary>
    public async Task<int> Run(IReadOnlyList<MarkToImport> marks, string actor, CancellationToken stop)
    {
        var changed = await db.Write(connection => Keep(connection, marks, actor), stop);
        if (changed > 0) live.Changed();
        return changed;
    }

    int Keep(SqliteConnection connection, IReadOnlyList<MarkToImport> marks, string actor)
    {
        var now = time.GetUtcNow().UtcDateTime;
        using var ledger = new LedgerAppender(connection, now, actor);
        var changed = 0;
        var version = RegisterVersion.Of(connection) + 1;
        foreach (var (mark, pictures) in marks)
        {
            var json = JsonSerializer.Serialize(mark, FindingJson.Wire);
            var rows = connection.Run("""
                INSERT INTO marks (key, mark, owner, json, pictures, updated_at, version) VALUES (@key, @mark, @owner, @json, @pictures, @at, @version)
                ON CONFLICT (key) DO UPDATE SET mark = excluded.mark, owner = excluded.owner, json = excluded.json,
                  pictures = excluded.pictures, updated_at = excluded.updated_at, version = excluded.version
                WHERE json <> excluded.json OR pictures <> excluded.pictures
                """,
                ("@key", KeyOf(mark)), ("@mark", mark.Mark), ("@owner", mark.Owner), ("@json", json),
                ("@pictures", StoredPicture.Write(pictures)), ("@at", Instants.Write(now)), ("@version", version));
            if (rows == 0) continue;
            ledger.Append("register.imported", KeyOf(mark), json);
            changed++;
        }

        if (changed > 0) RescreenRequest.Write(connection, now);
        return changed;
    }

    static string KeyOf(Trademark mark) => mark is { Office: { } office, Number: { } number }
        ? $"{office.ToUpperInvariant()}:{number}"
        : $"name:{mark.Mark.Normalize().ToUpperInvariant()}";
}
