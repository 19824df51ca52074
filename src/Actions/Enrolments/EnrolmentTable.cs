using System.Text.Json;
using System.Text.Json.Serialization;
using System.Data.Common;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Enrolments;
using Wardmark.Storage;

namespace Wardmark.Actions.Enrolments;

/// <summary>A document shown in proof, by its hash.</summary>
public sealed record EnrolmentDocument(string Id, string Name, string Sha256, long Size, DateTime AddedAt);

/// <summary>An enrolment as people see it.</summary>
/// <param name="Waits">What is still asked.</param>
/// <param name="Contacts">The register's contacts; masked for all but the marketplace's own people.</param>
/// <param name="May">What the party may do now.</param>
public sealed record EnrolmentView(
    Enrolment Enrolment, string PartyName, string PartyAddress, IReadOnlyList<string> Waits, IReadOnlyList<string> Contacts,
    IReadOnlyList<EnrolmentDocument> Documents, IReadOnlyList<string> May, string DomainToken);

/// <summary>Enrolments on record.</summary>
public static class EnrolmentTable
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) } };

    /// <summary>One enrolment, where the caller may see it: its party, the owner who proved the right, the marketplace.</summary>
    public static Enrolment? Find(DbConnection connection, string id, Caller caller)
    {
        if (connection.Rows("SELECT json FROM enrolments WHERE id = @id", r => Read(r.GetString(0)), ("@id", id)) is not [var found]) return null;
        return caller.Sees(found.PartyId) || (caller.PartyId is { } party && Owners(connection, found.RightKey).Exists(o => o.PartyId == party)) ? found : null;
    }

    /// <summary>Enrolments after a number of record, newest first: a party's own, or all.</summary>
    /// <param name="queue">Only those that wait for one of the marketplace's people.</param>
    public static List<Enrolment> Page(DbConnection connection, Caller caller, string? state, bool queue, string? before, int count) => connection.Rows("""
        SELECT json FROM enrolments WHERE (CAST(@before AS TEXT) IS NULL OR id < @before) AND (CAST(@state AS TEXT) IS NULL OR state = @state) AND (@queue = 0 OR needs_person = 1)
          AND (CAST(@party AS TEXT) IS NULL OR party_id = @party OR (role = 'agent' AND right_key IN (SELECT right_key FROM enrolments WHERE party_id = @party AND role = 'owner' AND state = 'verified')))
        ORDER BY id DESC LIMIT @count
        """, r => Read(r.GetString(0)), ("@before", before), ("@state", state), ("@queue", queue ? 1 : 0), ("@party", caller.PartyId), ("@count", count));

    /// <summary>The enrolments of a right.</summary>
    public static List<Enrolment> OfRight(DbConnection connection, string rightKey) =>
        connection.Rows("SELECT json FROM enrolments WHERE right_key = @key ORDER BY id", r => Read(r.GetString(0)), ("@key", rightKey));

    /// <summary>What a party may do for a right now: the strongest of its verified enrolments decides.</summary>
    public static bool May(DbConnection connection, string partyId, string rightKey, HolderAct act) =>
        OfRight(connection, rightKey).Exists(e => e.PartyId == partyId && e.May(act));

    /// <summary>As a caller sees it.</summary>
    public static EnrolmentView View(DbConnection connection, Enrolment e, Caller caller, DateTime now)
    {
        var party = PartyDesk.Find(connection, e.PartyId)!;
        var contacts = ContactBook.Of(connection, e.RightKey).Where(c => c.Until is null).Select(c => caller.IsStaff ? c.Address : ContactBook.Masked(c.Address)).ToList();
        var documents = connection.Rows("SELECT * FROM documents WHERE enrolment_id = @id ORDER BY added_at", r => new EnrolmentDocument(r.Text("id")!, r.Text("name")!, r.Text("sha256")!, r.Number("size"),
            r.Instant("added_at")!.Value), ("@id", e.Id));
        var may = Enum.GetValues<HolderAct>().Where(e.May).Select(a => JsonNamingPolicy.SnakeCaseLower.ConvertName(a.ToString())).ToList();
        return new(caller.IsStaff ? e : Discreet(e), party.Name, caller.Sees(e.PartyId) ? party.Address : ContactBook.Masked(party.Address), e.State == EnrolmentState.Open ? e.Missing(now) : [], contacts, documents, may, DomainToken(e.Id));
    }

    /// <summary>What is to stand in the domain's record or file.</summary>
    public static string DomainToken(string enrolmentId) => "wardmark-" + ProofCode.HashOf("domain", enrolmentId)[..32];

    internal static List<Enrolment> Owners(DbConnection connection, string rightKey) =>
        OfRight(connection, rightKey).FindAll(e => e is { Role: EnrolmentRole.Owner, State: EnrolmentState.Verified });

    /// <summary>Load, decide, write, ledger, mail: one step of an enrolment, in the caller's transaction.</summary>
    internal static Outcome<Enrolment> Change(DbConnection connection, MailDesk mail, Enrolment was, Func<Enrolment, Outcome<Enrolment>> step, string what, string actor, DateTime now) =>
        step(was).Match<Outcome<Enrolment>>(
            done =>
            {
                var settled = done.Settle(now);
                Keep(connection, settled, now);
                using (var ledger = new LedgerAppender(connection, now, actor)) ledger.Append($"enrolment.{what}", was.Id, JsonSerializer.Serialize(settled, Json));
                if (settled.State != was.State && PartyDesk.Find(connection, was.PartyId) is { } party)
                    mail.Queue(connection, MailTexts.Settled(party.Address, was.Id, was.RightName, Word(settled.State), settled.Why), now);
                return settled;
            },
            no => no);

    internal static void Keep(DbConnection connection, Enrolment e, DateTime now) => connection.Run("""
        INSERT INTO enrolments (id, right_key, party_id, role, state, needs_person, due_at, submitted_at, json)
        VALUES (@id, @right, @party, @role, @state, @person, @due, @submitted, @json)
        ON CONFLICT (id) DO UPDATE SET state = excluded.state, needs_person = excluded.needs_person, due_at = excluded.due_at, json = excluded.json
        """,
        ("@id", e.Id), ("@right", e.RightKey), ("@party", e.PartyId), ("@role", Word(e.Role)), ("@state", Word(e.State)),
        ("@person", WaitsForPerson(e) ? 1 : 0), ("@due", DueAt(e, now) is { } due ? Instants.Write(due) : null), ("@submitted", Instants.Write(e.SubmittedAt)), ("@json", JsonSerializer.Serialize(e, Json)));

    internal static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    static Enrolment Read(string json) => JsonSerializer.Deserialize<Enrolment>(json, Json)!;

    static bool WaitsForPerson(Enrolment e) => e.State == EnrolmentState.Frozen
        || (e.State == EnrolmentState.Open && ((e.NeedsPerson && !e.Opinions.Any(o => o.Approves)) || (e.Proofs.Any(p => p.Kind == ProofKind.Documents) && e.Opinions.Count(o => o.Approves) < Enrolment.Eyes)));

    static DateTime? DueAt(Enrolment e, DateTime now) => e.State switch
    {
        EnrolmentState.Open => e.CoolsUntil > now ? e.CoolsUntil : e.SubmittedAt.AddDays(Enrolment.LapseDays) is var lapse && lapse > now ? lapse : now.AddDays(1),
        EnrolmentState.Verified when e.AuthorityEndsOn is { } ends => ends.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc),
        _ => null,
    };

    // Whom a party may be taken for, and who is on a list, is not for the party to read.
    static Enrolment Discreet(Enrolment e) => e with
    {
        Doubts = [.. e.Doubts.Select(d => d.Rule is "LOOK_ALIKE_PARTY" or "OWNER_PROVED" or "SANCTIONED" ? d with { Rule = "IDENTITY", Why = "one of our people checks your identity" } : d)],
        Opinions = [.. e.Opinions.Select(o => o with { By = "one of our people" })],
    };
}
