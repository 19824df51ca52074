using System.Text.Json;
using System.Data.Common;
using Wardmark.Actions.Pictures;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>A mark to put on record, with its pictures where they could be read.</summary>
/// <param name="Contact">E-mail address of the correspondent, where the record names one.</param>
/// <param name="Groups">Of a register's record, the groups it replaces; nothing where the mark is given whole.</param>
public sealed record MarkToImport(Trademark Mark, IReadOnlyList<StoredPicture> Pictures, RegisterGroups? Groups = null, string? Contact = null);

/// <summary>Puts marks on record, by office and number or else by name; every stored listing is then screened again.</summary>
public sealed class ImportRegister(Db db, LiveRegister live, IRightWatch watch, TimeProvider time)
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

    int Keep(DbConnection connection, IReadOnlyList<MarkToImport> marks, string actor)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var ledger = new LedgerAppender(connection, now, actor);
        var told = new List<(string Key, Trademark? Was, Trademark Mark, string? Contact)>();
        var changed = 0;
        var version = RegisterVersion.Of(connection) + 1;
        foreach (var one in marks)
        {
            var key = KeyOf(one.Mark);
            var (mark, pictures) = (one.Mark, one.Pictures);
            var known = Known(connection, one.Mark, ref key, ref pictures, keepsPictures: one.Groups is not null);
            if (one.Groups is { } groups)
            {
                if (known is not null)
                {
                    if (known.IsNewerThan(mark)) continue;
                    mark = known.With(mark, groups);
                }
                else if (mark.Mark.Length == 0) mark = mark with { Mark = $"figurative mark {mark.Office} {mark.ApplicationNumber ?? mark.Number}", Kind = MarkKind.Figurative };
            }

            else if (known is not null)
            {
                mark = mark.Keeping(known);
                if (pictures.Count == 0) pictures = PicturesOf(connection, key);
            }

            var json = JsonSerializer.Serialize(mark, FindingJson.Wire);
            var rows = connection.Run("""
                INSERT INTO marks (key, mark, owner, json, pictures, updated_at, version) VALUES (@key, @mark, @owner, @json, @pictures, @at, @version)
                ON CONFLICT (key) DO UPDATE SET mark = excluded.mark, owner = excluded.owner, json = excluded.json,
                  pictures = excluded.pictures, updated_at = excluded.updated_at, version = excluded.version
                WHERE marks.pictures <> excluded.pictures OR CASE WHEN @whole = 1 THEN json_remove(marks.json, '$.source') <> json_remove(excluded.json, '$.source') ELSE marks.json <> excluded.json END
                """, ("@whole", one.Groups is null ? 1 : 0),
                ("@key", key), ("@mark", mark.Mark), ("@owner", mark.Owner), ("@json", json),
                ("@pictures", StoredPicture.Write(pictures)), ("@at", Instants.Write(now)), ("@version", version));
            if (rows > 0)
            {
                ledger.Append("register.imported", key, json);
                TurningDays.Keep(connection, key, mark, now);
            }

            if (rows > 0 || one.Contact is not null) told.Add((key, known, mark, one.Contact));
            changed += rows;
        }

        ledger.Dispose();
        foreach (var (key, was, mark, contact) in told) watch.Changed(connection, key, was, mark, contact, now);

        if (changed > 0) RescreenRequest.Write(connection, now);
        return changed;
    }

    static IReadOnlyList<StoredPicture> PicturesOf(DbConnection connection, string key) =>
        StoredPicture.Read(connection.Scalar<string>("SELECT pictures FROM marks WHERE key = @key", ("@key", key))!);

    // A mark is known by its application number from the first day; one that was brought in by its registration number
    // before stays where it is.
    static Trademark? Known(DbConnection connection, Trademark mark, ref string key, ref IReadOnlyList<StoredPicture> pictures, bool keepsPictures)
    {
        var other = mark is { Office: { } office, Number: { } number } ? $"{office.ToUpperInvariant()}:{number}" : key;
        if (connection.Rows("SELECT key, json, pictures FROM marks WHERE key IN (@key, @other) ORDER BY key = @key DESC LIMIT 1",
            r => (Key: r.GetString(0), Json: r.GetString(1), Pictures: r.GetString(2)), ("@key", key), ("@other", other)) is not [var row]) return null;
        key = row.Key;
        if (keepsPictures) pictures = StoredPicture.Read(row.Pictures);
        return JsonSerializer.Deserialize<Trademark>(row.Json, FindingJson.Wire);
    }

    static string KeyOf(Trademark mark) => mark is { Office: { } place, ApplicationNumber: { } application }
        ? $"{place.ToUpperInvariant()}:A{application}"
        : mark is { Office: { } office, Number: { } number }
        ? $"{office.ToUpperInvariant()}:{number}"
        : $"name:{mark.Mark.Normalize().ToUpperInvariant()}";
}
