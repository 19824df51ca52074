using System.Data.Common;
using System.Text.Json.Nodes;
using Wardmark.Actions.Mail;
using Wardmark.Procedure.Notices;
using Wardmark.Procedure.Statements;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>Notices as the Lumen database takes them, written from the claims as they stand.</summary>
public sealed class LumenExport(Site site)
{
    /// <summary>A notice and the counter-notices to it; empty where it made no claim of its own.</summary>
    public IEnumerable<JsonObject> Of(DbConnection connection, Notice notice, DateTime now)
    {
        var claims = ClaimTable.Page(connection, new(NoticeId: notice.Id), 0, NoticeFields.MostListings).FindAll(c => c.NoticeId == notice.Id);
        if (claims.Count == 0) yield break;
        var facts = claims.ConvertAll(c => ClaimEffects.FactsOf(connection, c, notice, now));
        yield return LumenNotice.Of(notice, claims, facts, ClaimRights.ByKey(connection, claims[0].RightKey)?.Right.Owner, site.Address.Host);
        foreach (var claim in claims)
            if (LumenNotice.Counter(notice, claim, site.Address.Host) is { } counter) yield return counter;
    }

    /// <summary>A page of notices, the oldest first, after one.</summary>
    public static List<Notice> Page(DbConnection connection, string? after, int count) => connection.Rows(
        "SELECT json FROM notices WHERE id > @after ORDER BY id LIMIT @count", r => System.Text.Json.JsonSerializer.Deserialize<Notice>(r.GetString(0), ClaimTable.Json)!, ("@after", after ?? ""), ("@count", count));
}
