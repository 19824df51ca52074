using System.Text.Json;
using System.Text.Json.Nodes;
using System.Data.Common;
using Wardmark.Actions.Pictures;
using Wardmark.Detection.Images;
using Wardmark.Detection.Scoring;
using Wardmark.Registry.Ledger;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>A mark as it is on record.</summary>
public sealed record MarkView(long Id, string Key, Trademark Mark, IReadOnlyList<StoredPicture> Pictures, DateTime UpdatedAt, long Findings, IReadOnlyList<PermittedPicture> Permitted);

/// <summary>What to look for on the register; every field that is given must fit.</summary>
/// <param name="Search">Letters of the mark or of its owner.</param>
/// <param name="Owner">Letters of the owner.</param>
/// <param name="Number">Application or registration number.</param>
/// <param name="NiceClass">A class, 1 to 45.</param>
/// <param name="Picture">The PDQ hash of a picture, as 64 hexadecimal digits: marks with a reference picture like it.</param>
public sealed record RegisterFilter(string? Search = null, string? Owner = null, string? Number = null, int? NiceClass = null, string? Picture = null);

/// <summary>Queries over the register.</summary>
public static class ShowRegister
{
    const string Columns = "SELECT m.*, (SELECT COUNT(*) FROM findings f WHERE f.mark_id = m.id) AS findings FROM marks m";

    /// <summary>Marks after a number of record that fit a filter.</summary>
    public static List<MarkView> Page(DbConnection connection, RegisterFilter filter, long after, int count)
    {
        var hash = filter.Picture is { Length: 64 } text && text.All(char.IsAsciiHexDigit) ? PdqHash.Parse(text) : (PdqHash?)null;
        var pages = connection.Each($"""
            {Columns} WHERE m.id > @after
              AND (CAST(@search AS TEXT) IS NULL OR instr(lower(m.mark), lower(@search)) > 0 OR instr(lower(COALESCE(m.owner, '')), lower(@search)) > 0)
              AND (CAST(@owner AS TEXT) IS NULL OR instr(lower(COALESCE(m.owner, '')), lower(@owner)) > 0)
              AND (CAST(@number AS TEXT) IS NULL OR @number IN (json_extract(m.json, '$.number'), json_extract(m.json, '$.application_number')))
              AND (CAST(@class AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM json_each(m.json, '$.classes') WHERE CAST(value AS BIGINT) = @class))
              AND (CAST(@picture AS BIGINT) IS NULL OR m.pictures <> '[]')
            ORDER BY m.id
            """, Read, ("@after", after), ("@search", Given(filter.Search)), ("@owner", Given(filter.Owner)), ("@number", Given(filter.Number)), ("@class", filter.NiceClass), ("@picture", hash is null ? null : 1));
        return [.. pages.Where(m => hash is not { } wanted || m.Pictures.Any(p => p.Pdq is not null && wanted.Distance(p.Hash) <= Pdq.MatchDistance)).Take(count)];
    }

    /// <summary>One mark.</summary>
    public static MarkView? Find(DbConnection connection, long id) =>
        connection.Rows($"{Columns} WHERE m.id = @id", Read, ("@id", id)) is [var found] ? found : null;

    /// <summary>What happened to a mark, newest first: each entry of the ledger and which fields it changed.</summary>
    public static List<(LedgerEntry Entry, string Changed)> History(DbConnection connection, string key)
    {
        var entries = LedgerTable.Of(connection, key);
        var words = entries.FindAll(e => e.Kind is "register.imported" or "brand.kept");
        return [.. entries.Select(e => (e, WhatOf(e.Kind) ?? Difference(words.TakeWhile(w => w.Seq < e.Seq).LastOrDefault()?.Payload ?? "{}", e.Payload))).Reverse()];
    }

    static string? WhatOf(string kind) => kind switch
    {
        "brand.pictures" => "reference pictures added", "brand.picture_permitted" => "a picture permitted", "brand.picture_forbidden" => "a permission of a picture taken back",
        "brand.picture_removed" => "a reference picture removed", "brand.reference_set_aside" => "a reference set aside", "brand.reference_trusted" => "a reference counts again", _ => null,
    };

    static string Difference(string before, string after)
    {
        var (old, now) = (JsonNode.Parse(before) as JsonObject ?? [], JsonNode.Parse(after) as JsonObject ?? []);
        if (old.Count == 0) return "first put on record";
        var names = old.Select(p => p.Key).Union(now.Select(p => p.Key)).Where(n => n != "source" && !JsonNode.DeepEquals(old[n], now[n]));
        return string.Join("; ", names.Select(n => $"{n.Replace('_', ' ')}: {Short(old[n])} → {Short(now[n])}"));
    }

    static string Short(JsonNode? value) => value?.ToJsonString(FindingJson.Wire).Trim('"') is { } text ? text.Length <= 80 ? text : text[..79] + "…" : "nothing";

    static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static MarkView Read(DbDataReader r) => new(r.Number("id"), r.Text("key")!, JsonSerializer.Deserialize<Trademark>(r.Text("json")!, FindingJson.Wire)!,
        StoredPicture.Read(r.Text("pictures")!), r.Instant("updated_at")!.Value, r.Number("findings"), PermittedPicture.Read(r.Text("permitted")!));
}
