using System.Globalization;
using System.Net.Mail;
using System.Data.Common;
using Wardmark.Actions.Accounts;
using Wardmark.Actions.Mail;
using Wardmark.Registry.Answers;
using Wardmark.Storage;

namespace Wardmark.Actions.Parties;

/// <summary>Who enrols: an owner, an agent, a creator.</summary>
/// <param name="Domain">Of the address, in its Unicode form.</param>
/// <param name="ConfirmedAt">When the address was shown to be theirs.</param>
/// <param name="FrozenAt">Since when a contact on the register has said “not me”.</param>
public sealed record Party(string Id, string Name, string? Country, string Address, string Domain, DateTime? ConfirmedAt, DateTime? FrozenAt, DateTime CreatedAt);

/// <summary>A member of a party.</summary>
public sealed record Member(string AccountId, string Name, string Role);

/// <summary>Parties and their people. An address counts once a link sent to it was opened.</summary>
public sealed class PartyDesk(Db db, AccountDesk accounts, MailDesk mail, TimeProvider time)
{
    /// <summary>Longest name.</summary>
    public const int LongestName = 200;

    static readonly TimeSpan LinkLife = TimeSpan.FromDays(2);

    /// <summary>Puts a party on record with its first account, and sends the link that confirms the address.</summary>
    public async Task<Outcome<Party>> Join(string? name, string? country, string? address, string? password, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName) return new NotAccepted("name", $"is required, at most {LongestName} characters");
        if (country is { Length: > 0 } && (country.Length != 2 || !country.All(char.IsAsciiLetter))) return new NotAccepted("country", "is two letters, as ISO 3166-1 writes it");
        if (AddressOf(address) is not { } mailbox) return new NotAccepted("address", "is an e-mail address and nothing beside it, as legal@velmora.example");
        if (password is null || password.Length is < 12 or > 200) return new NotAccepted("password", "has 12 to 200 characters");
        var hash = AccountDesk.HashOf(mailbox.Address, password);
        return await db.Write(connection =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            // A stranger must not learn who is on record: the answer is the same, and the mail tells the owner of the address.
            if (Find(connection, "address = @value", mailbox.Address) is { } known)
            {
                mail.Queue(connection, MailTexts.AlreadyOnRecord(known.Address), now);
                return known with { Id = "" };
            }

            var party = new Party(Guid.CreateVersion7().ToString(), name.Trim(), country is { Length: 2 } ? country.ToUpperInvariant() : null, mailbox.Address, mailbox.Domain, null, null, now);
            connection.Run("INSERT INTO parties (id, name, country, address, domain, created_at) VALUES (@id, @name, @country, @address, @domain, @at)",
                ("@id", party.Id), ("@name", party.Name), ("@country", party.Country), ("@address", party.Address), ("@domain", party.Domain), ("@at", Instants.Write(now)));
            AccountDesk.Insert(connection, mailbox.Address, hash, "manager", party.Id, now);
            SendConfirmation(connection, party, now);
            using var ledger = new LedgerAppender(connection, now, $"party {party.Id}");
            ledger.Append("party.joined", party.Id, "{}");
            return (Outcome<Party>)party;
        }, stop);
    }

    /// <summary>Confirms the address a link went to.</summary>
    public Task<Outcome<Party>> Confirm(string token, CancellationToken stop) => db.Write(connection =>
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (Links.Use(connection, "confirm", token, now) is not { } id) return new NotFound("This link is used, too old, or not one of ours; it");
        connection.Run("UPDATE parties SET confirmed_at = COALESCE(confirmed_at, @at) WHERE id = @id", ("@at", Instants.Write(now)), ("@id", id));
        using var ledger = new LedgerAppender(connection, now, $"party {id}");
        ledger.Append("party.confirmed", id, "{}");
        return (Outcome<Party>)Find(connection, "id = @value", id)!;
    }, stop);

    /// <summary>Sends the link again.</summary>
    public Task<Outcome<string>> SendAgain(Caller caller, CancellationToken stop) => db.Write(connection =>
    {
        if (caller.PartyId is not { } id || Find(connection, "id = @value", id) is not { ConfirmedAt: null } party) return new NotAccepted("address", "is confirmed");
        SendConfirmation(connection, party, time.GetUtcNow().UtcDateTime);
        return (Outcome<string>)party.Address;
    }, stop);

    /// <summary>Adds a person to a party; the first password goes to them by mail. Only a manager of the party does.</summary>
    public async Task<Outcome<string>> AddMember(Caller caller, string? address, string role, CancellationToken stop)
    {
        if (caller.PartyId is not { } party) return new NotAccepted("party", "only members of a party add members to it");
        if (AddressOf(address) is not { } mailbox) return new NotAccepted("address", "is an e-mail address and nothing beside it");
        if (role is not ("manager" or "member")) return new NotAccepted("role", "is manager or member");
        return await (await accounts.Add(mailbox.Address, role, party, caller.Name, stop)).Match(
            async Task<Outcome<string>> (password) =>
            {
                await db.Write(c => { mail.Queue(c, MailTexts.Added(mailbox.Address, party, password), time.GetUtcNow().UtcDateTime); return 0; }, stop);
                return mailbox.Address;
            },
            no => Task.FromResult<Outcome<string>>(no));
    }

    /// <summary>The people of a party.</summary>
    public static List<Member> Members(DbConnection connection, string partyId) =>
        connection.Rows("SELECT id, name, role FROM accounts WHERE party_id = @party ORDER BY created_at", r => new Member(r.GetString(0), r.GetString(1), r.GetString(2)), ("@party", partyId));

    /// <summary>A party.</summary>
    public static Party? Find(DbConnection connection, string id) => Find(connection, "id = @value", id);

    /// <summary>Every party, as a stream.</summary>
    public static IEnumerable<Party> All(DbConnection connection) => connection.Each("SELECT * FROM parties ORDER BY created_at", Read);

    /// <summary>Parties after an id, oldest first.</summary>
    public static List<Party> Page(DbConnection connection, string? after, int count) =>
        connection.Rows("SELECT * FROM parties WHERE id > @after ORDER BY id LIMIT @count", Read, ("@after", after ?? ""), ("@count", count));

    /// <summary>An address as it is kept: the mailbox alone, the domain in small letters and Unicode.</summary>
    public static (string Address, string Domain)? AddressOf(string? text)
    {
        if (text is null || text.Length > 254 || !MailAddress.TryCreate(text.Trim(), out var read)
            || read.DisplayName.Length > 0 || read.Address != text.Trim() || text.Any(char.IsControl) || !read.Host.Contains('.', StringComparison.Ordinal)) return null;
        try
        {
            var ascii = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(read.Host).ToLowerInvariant();
            return ($"{read.User}@{ascii}", new IdnMapping().GetUnicode(ascii));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    void SendConfirmation(DbConnection connection, Party party, DateTime now)
    {
        var token = Links.Make(connection, "confirm", party.Id, now + LinkLife);
        mail.Queue(connection, MailTexts.Confirm(party.Address, party.Id, token), now);
    }

    static Party? Find(DbConnection connection, string where, string value) =>
        connection.Rows($"SELECT * FROM parties WHERE {where}", Read, ("@value", value)) is [var found] ? found : null;

    static Party Read(DbDataReader r) => new(r.Text("id")!, r.Text("name")!, r.Text("country"), r.Text("address")!, r.Text("domain")!,
        r.Instant("confirmed_at"), r.Instant("frozen_at"), r.Instant("created_at")!.Value);
}
