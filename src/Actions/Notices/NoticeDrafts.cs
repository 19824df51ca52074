using System.Data.Common;
using System.Security.Cryptography;
using System.Text.Json;
using Wardmark.Procedure.Notices;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Notices;

/// <summary>A notice that is being written, or a template for the next ones.</summary>
/// <param name="Id">128 random bits: who has no account comes back by it.</param>
public sealed record NoticeDraft(string Id, string? PartyId, bool IsTemplate, string Name, Notice Notice, DateTime UpdatedAt);

/// <summary>
/// Keeps what was written of a notice, whatever it still lacks. A draft of somebody without an account is kept for two weeks;
/// a party's drafts and templates until the party deletes them.
/// </summary>
public sealed class NoticeDrafts(Db db, TimeProvider time)
{
    const int MostOfAParty = 200;
    const int Longest = 250_000;
    static readonly TimeSpan WithoutAccount = TimeSpan.FromDays(14);

    /// <summary>Keeps a draft, or writes over one that is there. What a notice may not be, a draft may: it is mended before it is sent.</summary>
    public Task<Outcome<NoticeDraft>> Keep(string? id, string? partyId, string? name, bool isTemplate, Notice notice, CancellationToken stop) => db.Write<Outcome<NoticeDraft>>(connection =>
    {
        if (partyId is null && isTemplate) return new NotAccepted("template", "is kept for who has joined; a draft is kept for everybody");
        if (name?.Length > 100 || name?.Any(char.IsControl) == true) return new NotAccepted("name", "has at most 100 characters on one line");
        var json = JsonSerializer.Serialize(notice with { PartyId = partyId, Network = null }, ClaimTable.Json);
        if (json.Length > Longest) return new NotAccepted("notice", $"has more than {Longest:N0} characters in all");
        var now = time.GetUtcNow().UtcDateTime;
        connection.Run("DELETE FROM notice_drafts WHERE party_id IS NULL AND updated_at < @old", ("@old", Instants.Write(now - WithoutAccount)));
        if (id is not null && Find(connection, id, partyId) is null) return new NotFound($"Draft {id}");
        if (id is null && partyId is not null && connection.Scalar<long>("SELECT COUNT(*) FROM notice_drafts WHERE party_id = @party", ("@party", partyId)) >= MostOfAParty)
            return new NotAccepted("drafts", $"are at most {MostOfAParty}; delete one");
        var draft = new NoticeDraft(id ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), partyId, isTemplate,
            string.IsNullOrWhiteSpace(name) ? $"{notice.RightKey ?? notice.Work ?? "a notice"}"[..Math.Min(100, (notice.RightKey ?? notice.Work ?? "a notice").Length)] : name.Trim(), notice with { PartyId = partyId, Network = null }, now);
        connection.Run("""
            INSERT INTO notice_drafts (id, party_id, is_template, name, json, updated_at) VALUES (@id, @party, @template, @name, @json, @at)
            ON CONFLICT (id) DO UPDATE SET is_template = excluded.is_template, name = excluded.name, json = excluded.json, updated_at = excluded.updated_at
            """, ("@id", draft.Id), ("@party", partyId), ("@template", isTemplate), ("@name", draft.Name), ("@json", json), ("@at", Instants.Write(now)));
        return draft;
    }, stop);

    /// <summary>A draft for who may read it: its party, or whoever has the secret of one without.</summary>
    public static NoticeDraft? Find(DbConnection connection, string id, string? partyId) =>
        connection.Rows("SELECT * FROM notice_drafts WHERE id = @id", Read, ("@id", id)) is [var found] && found.PartyId == partyId ? found : null;

    /// <summary>The drafts and templates of a party, the last touched first.</summary>
    public static List<NoticeDraft> Of(DbConnection connection, string partyId) =>
        connection.Rows("SELECT * FROM notice_drafts WHERE party_id = @party ORDER BY is_template, updated_at DESC", Read, ("@party", partyId));

    /// <summary>Deletes one.</summary>
    public Task<Outcome<string>> Delete(string id, string? partyId, CancellationToken stop) => db.Write<Outcome<string>>(connection =>
        Find(connection, id, partyId) is null || connection.Run("DELETE FROM notice_drafts WHERE id = @id", ("@id", id)) == 0 ? new NotFound($"Draft {id}") : id, stop);

    static NoticeDraft Read(DbDataReader r) => new(r.Text("id")!, r.Text("party_id"), r.Number("is_template") == 1, r.Text("name")!, JsonSerializer.Deserialize<Notice>(r.Text("json")!, ClaimTable.Json)!,
        r.Instant("updated_at")!.Value);
}
