using System.Globalization;
using System.Security.Cryptography;
using System.Data.Common;
using Wardmark.Actions.Mail;
using Wardmark.Actions.Parties;
using Wardmark.Actions.Register;
using Wardmark.Detection.Doubts;
using Wardmark.Registry.Answers;
using Wardmark.Registry.Enrolments;
using Wardmark.Registry.Rights;
using Wardmark.Storage;

namespace Wardmark.Actions.Enrolments;

/// <summary>What a party asks: to act for a right on record, as owner or agent.</summary>
/// <param name="MarkId">The mark's number of record, or else</param>
/// <param name="RightKey">the key of another right: patent:US:9876543.</param>
/// <param name="AuthorityScope">Of an agent, what the authority covers; nothing means all.</param>
/// <param name="AuthorityEndsOn">Of an agent, the last day of the authority.</param>
public sealed record EnrolmentRequest(long? MarkId, EnrolmentRole Role, DateOnly? AuthorityEndsOn = null, string? RightKey = null, string? AuthorityScope = null);

/// <summary>The steps a party takes to prove a right.</summary>
public sealed class EnrolmentDesk(Db db, LiveRegister live, MailDesk mail, IDomainProbe domains, TimeProvider time)
{
    const int MostNoticesADay = 20;
    const int LongestScope = 500;
    static readonly TimeSpan LinkLife = TimeSpan.FromDays(90);

    /// <summary>Opens a case, looks for reasons to doubt, and tells every contact the register names or named lately.</summary>
    public Task<Outcome<EnrolmentView>> Submit(EnrolmentRequest request, Caller caller, CancellationToken stop)
    {
        if (caller.PartyId is not { } partyId) return Refuse("party", "only a party enrols; sign in as one, or use a key of one");
        var register = live.Current();
        return db.Write(connection =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            if (RightOf(connection, request) is not var (key, mark)) return new NotFound(request.MarkId is { } id ? $"Mark {id}" : $"Right {request.RightKey}");
            var party = PartyDesk.Find(connection, partyId)!;
            if (Refusal(connection, request, party, key) is { } no) return no;
            var contacts = ContactBook.Of(connection, key);
            var facts = Facts(connection, request, party, mark, key, register, now);
            var e = Enrolment.Submit(Guid.CreateVersion7().ToString(), key, mark.Mark, party.Id, request.Role, EnrolmentDoubts.Of(facts), ContactBook.ChangedAt(contacts), now)
                with { AuthorityEndsOn = request.AuthorityEndsOn, AuthorityScope = request.AuthorityScope?.Trim() };
            Tell(connection, e, party, contacts, now);
            return EnrolmentTable.Change(connection, mail, e, x => x, "submitted", caller.Name, now).Match<Outcome<EnrolmentView>>(x => EnrolmentTable.View(connection, x, caller, now), refused => refused);
        }, stop);
    }

    /// <summary>Sends a code to the contact on the register. Five a day go to one contact, whoever asks.</summary>
    public Task<Outcome<EnrolmentView>> SendCode(string id, Caller caller, CancellationToken stop) => OnOwn(id, caller, (connection, e, now) =>
    {
        if (ContactBook.Of(connection, e.RightKey) is not [{ Until: null } contact, ..]) return new NotAccepted("code", "the register names no e-mail contact for this right; prove it by documents or by domain");
        if (e.State is not (EnrolmentState.Open or EnrolmentState.Verified)) return new NotAccepted("code", "this enrolment is closed");
        if (connection.Scalar<long>("SELECT COUNT(*) FROM codes WHERE target = @target AND sent_at > @since", ("@target", contact.Address), ("@since", Instants.Write(now.AddDays(-1)))) >= ProofCode.MostADay)
            return new NotAccepted("code", $"{ProofCode.MostADay} codes went to this contact within a day; ask again tomorrow");
        var digits = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture);
        var codeId = Guid.CreateVersion7().ToString();
        // A new code ends the one before.
        connection.Run("UPDATE codes SET tries = @most WHERE enrolment_id = @id AND used_at IS NULL", ("@most", ProofCode.MostTries), ("@id", e.Id));
        connection.Run("INSERT INTO codes (id, enrolment_id, target, hash, sent_at, tries) VALUES (@id, @enrolment, @target, @hash, @at, 0)",
            ("@id", codeId), ("@enrolment", e.Id), ("@target", contact.Address), ("@hash", ProofCode.HashOf(codeId, digits)), ("@at", Instants.Write(now)));
        mail.Queue(connection, MailTexts.Code(contact.Address, e.Id, e.RightName, PartyDesk.Find(connection, e.PartyId)!.Name, digits), now);
        using var ledger = new LedgerAppender(connection, now, caller.Name);
        ledger.Append("enrolment.code_sent", e.Id, "{}");
        return e;
    }, stop);

    /// <summary>Takes a try at the code. A wrong one counts, whoever made it and from wherever.</summary>
    public Task<Outcome<EnrolmentView>> EnterCode(string id, string? code, Caller caller, CancellationToken stop) => OnOwn(id, caller, (connection, e, now) =>
    {
        if (connection.Rows("SELECT * FROM codes WHERE enrolment_id = @id ORDER BY sent_at DESC, id DESC LIMIT 1", Read, ("@id", e.Id)) is not [var sent] || !sent.IsOpen(now))
            return new NotAccepted("code", "no code is open: it was used, tried five times, or ten minutes have passed; ask for a new one");
        var (tried, isRight) = sent.Try((code ?? "").Trim(), now);
        connection.Run("UPDATE codes SET tries = @tries, used_at = @used WHERE id = @id", ("@tries", tried.Tries), ("@used", tried.UsedAt is { } used ? Instants.Write(used) : null), ("@id", sent.Id));
        if (!isRight) return new NotAccepted("code", tried.Tries < ProofCode.MostTries ? $"is not the code that was sent; {ProofCode.MostTries - tried.Tries} tries are left" : "is not the code that was sent; ask for a new one");
        // The contact may have changed since the code was sent.
        return ContactBook.Of(connection, e.RightKey) is [{ Until: null } contact, ..] && contact.Address.Equals(sent.Target, StringComparison.OrdinalIgnoreCase)
            ? EnrolmentTable.Change(connection, mail, e, x => x.Prove(new(ProofKind.RegisterCode, now, caller.Name, ContactBook.Masked(sent.Target))), "code_proved", caller.Name, now)
            : new NotAccepted("code", "the contact on the register has changed since the code was sent");
    }, stop);

    /// <summary>Looks for the token in the domain of the register's contact. Another domain proves nothing.</summary>
    public async Task<Outcome<EnrolmentView>> ProveDomain(string id, string? domain, Caller caller, CancellationToken stop)
    {
        if (db.Read(c => EnrolmentTable.Find(c, id, caller)) is not { } e || e.PartyId != caller.PartyId) return new NotFound($"Enrolment {id}");
        var known = db.Read(c => KnownDomains(c, e.RightKey));
        if (PartyDesk.AddressOf($"a@{domain?.Trim()}") is not var (_, name) || !known.Contains(name))
            return new NotAccepted("domain", known.Count == 0 ? "the register names no contact at a domain of its own; prove the right by code or documents" : $"is one of those the register's contact has: {string.Join(", ", known)}");
        if (await domains.Find(new IdnMapping().GetAscii(name), EnrolmentTable.DomainToken(id), stop) is not { } where)
            return new NotAccepted("domain", $"{name} does not show {EnrolmentTable.DomainToken(id)} in a TXT record of _wardmark.{name} nor at https://{name}/.well-known/wardmark.txt; a new record can take an hour to be seen");
        return await OnOwn(id, caller, (connection, now2, now) => KnownDomains(connection, now2.RightKey).Contains(name)
            ? EnrolmentTable.Change(connection, mail, now2, x => x.Prove(new(ProofKind.Domain, now, caller.Name, $"{name}, {where}")), "domain_proved", caller.Name, now)
            : new NotAccepted("domain", "the register's contact has changed"), stop);
    }

    /// <summary>Adds documents, kept by their hash; two people read them.</summary>
    public Task<Outcome<EnrolmentView>> AddDocument(string id, string name, string sha256, long size, Caller caller, CancellationToken stop) => OnOwn(id, caller, (connection, e, now) =>
    {
        const int most = 20;
        if (connection.Scalar<long>("SELECT COUNT(*) FROM documents WHERE enrolment_id = @id", ("@id", e.Id)) >= most) return new NotAccepted("document", $"an enrolment has at most {most} documents");
        connection.Run("INSERT INTO documents (id, enrolment_id, name, sha256, size, added_at) VALUES (@id, @enrolment, @name, @hash, @size, @at)",
            ("@id", Guid.CreateVersion7().ToString()), ("@enrolment", e.Id), ("@name", name), ("@hash", sha256), ("@size", size), ("@at", Instants.Write(now)));
        return EnrolmentTable.Change(connection, mail, e, x => x.Prove(new(ProofKind.Documents, now, caller.Name, $"sha256:{sha256}")), "document_added", caller.Name, now);
    }, stop);

    /// <summary>Takes the case back.</summary>
    public Task<Outcome<EnrolmentView>> Withdraw(string id, Caller caller, CancellationToken stop) =>
        OnOwn(id, caller, (connection, e, now) => EnrolmentTable.Change(connection, mail, e, x => x.Withdraw(), "withdrawn", caller.Name, now), stop);

    /// <summary>The owner agrees to an agent, or objects: an objection freezes the agent as “not me” does.</summary>
    public Task<Outcome<EnrolmentView>> AnswerNomination(string id, bool agrees, Caller caller, CancellationToken stop) => db.Write<Outcome<EnrolmentView>>(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (EnrolmentTable.Find(connection, id, caller) is not { Role: EnrolmentRole.Agent } e || caller.PartyId is not { } owner || e.PartyId == owner) return new NotFound($"Enrolment {id}");
        if (!EnrolmentTable.May(connection, owner, e.RightKey, HolderAct.NominateAgents)) return new NotAccepted("nomination", "your own proof is not strong enough to name agents; add the code of the register or documents");
        if (!agrees) return EnrolmentTable.View(connection, ChallengeEnrolment.Freeze(connection, mail, e, caller.Name, now), caller, now);
        return EnrolmentTable.Change(connection, mail, e, x => x.Prove(new(ProofKind.Nomination, now, caller.Name, $"party {owner}")), "nominated", caller.Name, now)
            .Match<Outcome<EnrolmentView>>(x => EnrolmentTable.View(connection, x, caller, now), no => no);
    }, stop);

    Task<Outcome<EnrolmentView>> OnOwn(string id, Caller caller, Func<DbConnection, Enrolment, DateTime, Outcome<Enrolment>> step, CancellationToken stop) => db.Write<Outcome<EnrolmentView>>(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (EnrolmentTable.Find(connection, id, caller) is not { } e || e.PartyId != caller.PartyId) return new NotFound($"Enrolment {id}");
        return step(connection, e, now).Match<Outcome<EnrolmentView>>(done => EnrolmentTable.View(connection, done, caller, now), no => no);
    }, stop);

    // Another right than a mark is looked at by what it has in common with one: a name, an owner, a status, dates.
    static (string Key, Trademark Mark)? RightOf(DbConnection connection, EnrolmentRequest request) =>
        request.MarkId is { } id ? ShowRegister.Find(connection, id) is { } mark ? (mark.Key, mark.Mark) : null
        : request.RightKey is { } key && RightTable.Find(connection, key) is { Right: var right }
            ? (key, right.AsMark()) : null;

    static Refusal? Refusal(DbConnection connection, EnrolmentRequest request, Party party, string key)
    {
        if (request.MarkId is null == request.RightKey is null) return new NotAccepted("mark_id", "either mark_id or right_key names the right");
        if (party.FrozenAt is not null) return new NotAccepted("party", "stands still until our people have looked at a challenge");
        if (party.ConfirmedAt is null) return new NotAccepted("address", "is not confirmed yet; open the link that was sent to it");
        foreach (var other in EnrolmentTable.OfRight(connection, key).Where(o => o.State is EnrolmentState.Open or EnrolmentState.Verified or EnrolmentState.Frozen or EnrolmentState.Suspended))
        {
            if (other.PartyId == party.Id && other.Role == request.Role) return new NotAccepted("mark_id", $"you have an enrolment for this right: {other.Id}");
            if (other.PartyId == party.Id) return new NotAccepted("role", "owner and agent of one right are never the same");
        }

        if (request.AuthorityScope?.Length > LongestScope) return new NotAccepted("authority_scope", $"has more than {LongestScope} characters");
        return request is { Role: EnrolmentRole.Owner } and ({ AuthorityEndsOn: not null } or { AuthorityScope.Length: > 0 }) ? new NotAccepted("authority_ends_on", "and authority_scope are an agent's") : null;
    }

    static EnrolmentFacts Facts(DbConnection connection, EnrolmentRequest request, Party party, Trademark mark, string key, RegisterSnapshot register, DateTime now)
    {
        var recent = connection.Scalar<long>("SELECT COUNT(*) FROM enrolments WHERE party_id = @party AND submitted_at > @since", ("@party", party.Id), ("@since", Instants.Write(now.AddDays(-30)))) + 1;
        var ofRight = connection.Scalar<long>("SELECT COUNT(*) FROM enrolments WHERE right_key = @key AND submitted_at > @since", ("@key", key), ("@since", Instants.Write(now.AddDays(-1)))) + 1;
        var year = mark.FiledOn?.Year;
        var ofOwner = mark.Owner is null || year is null ? 0 : connection.Scalar<long>("SELECT COUNT(*) FROM marks WHERE owner = @owner COLLATE NOCASE AND json LIKE @year", ("@owner", mark.Owner), ("@year", $"%\"filed_on\":\"{year}-%"));
        var named = connection.Scalar<long>("""
            SELECT EXISTS (SELECT 1 FROM findings f JOIN marks m ON m.id = f.mark_id WHERE m.key = @key)
              OR EXISTS (SELECT 1 FROM listings WHERE instr(lower(title), lower(@mark)) > 0)
            """, ("@key", key), ("@mark", mark.Mark));
        return new(mark, request.MarkId is not null, request.Role, party.Name, party.Domain, request.MarkId is null ? [] : MarksAlike.Of(register.Register, mark),
            PartiesAlike.Of(connection, party), OwnersProved(connection, key, party), named, (int)recent, (int)ofRight, (int)ofOwner,
            [.. SanctionList.All(connection).Select(s => (s.Name, s.Reason))], DateOnly.FromDateTime(now));
    }

    // Everyone the register names, and named until lately, and the owner who has proved the right.
    void Tell(DbConnection connection, Enrolment e, Party party, List<Contact> contacts, DateTime now)
    {
        // A flood of enrolments is no flood of mail: what comes after is looked at by a person instead.
        foreach (var contact in contacts.Where(c => (c.Until is null || c.Until > now.AddDays(-Enrolment.FreshContactDays)) && !IsFlooded(connection, c.Address, now)))
            mail.Queue(connection, MailTexts.NotMe(contact.Address, e.Id, e.RightName, party.Name, Links.Make(connection, "not-me", e.Id, now + LinkLife), contact.Until is not null), now);
        // Who has proved the right is asked about an agent, and warned of another owner.
        foreach (var owner in EnrolmentTable.Owners(connection, e.RightKey).Where(o => o.PartyId != party.Id)
            .Select(o => PartyDesk.Find(connection, o.PartyId)!).Where(o => !IsFlooded(connection, o.Address, now)))
            mail.Queue(connection, e.Role == EnrolmentRole.Agent ? MailTexts.Nominated(owner.Address, e.Id, e.RightName, party.Name)
                : MailTexts.OtherOwner(owner.Address, e.Id, e.RightName, party.Name, Links.Make(connection, "not-me", e.Id, now + LinkLife)), now);
    }

    static List<string> OwnersProved(DbConnection connection, string key, Party party) => [.. EnrolmentTable.OfRight(connection, key)
        .Where(e => e.PartyId != party.Id && e is { Role: EnrolmentRole.Owner, State: EnrolmentState.Verified or EnrolmentState.Suspended or EnrolmentState.Frozen })
        .Select(e => PartyDesk.Find(connection, e.PartyId)!.Name).Distinct()];

    static bool IsFlooded(DbConnection connection, string address, DateTime now) => connection.Scalar<long>(
        "SELECT COUNT(*) FROM mails WHERE recipient = @to AND kind IN ('enrolment.notice', 'enrolment.nomination') AND created_at > @since", ("@to", address), ("@since", Instants.Write(now.AddDays(-1)))) >= MostNoticesADay;

    static List<string> KnownDomains(DbConnection connection, string rightKey) => [.. ContactBook.Of(connection, rightKey).Where(c => c.Until is null)
        .Select(c => PartyDesk.AddressOf(c.Address)?.Domain).OfType<string>().Where(d => !EnrolmentDoubts.IsFreeMail(d)).Distinct()];

    static ProofCode Read(DbDataReader r) => new(r.Text("id")!, r.Text("enrolment_id")!, r.Text("target")!, r.Text("hash")!, r.Instant("sent_at")!.Value, (int)r.Number("tries"), r.Instant("used_at"));

    static Task<Outcome<EnrolmentView>> Refuse(string field, string reason) => Task.FromResult<Outcome<EnrolmentView>>(new NotAccepted(field, reason));
}
