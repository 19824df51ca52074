using System.Text.Json;
using System.Data.Common;
using Wardmark.Registry.Answers;
using Wardmark.Actions.Register;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Actions.Policies;

/// <summary>
/// Policies from draft to expiry. A draft is tested on what is on record before it decides anything; a policy in shadow
/// is written beside what was done; one is live; what was live once may be made so again.
/// </summary>
public sealed class PolicyDesk(Db db, LiveRegister live, TimeProvider time)
{
    /// <summary>The states a policy can be put into.</summary>
    public static IReadOnlyList<string> States { get; } = ["shadow", "live", "expired"];

    const int LongestNote = 2_000;
    const int LongestPolicy = 200_000;

    /// <summary>Puts a draft on record.</summary>
    public Task<Outcome<PolicyView>> Draft(string json, string note, string actor, CancellationToken stop)
    {
        if (json.Length > LongestPolicy) return Refuse("policy", $"has more than {LongestPolicy} characters");
        if (string.IsNullOrWhiteSpace(note) || note.Length > LongestNote) return Refuse("note", $"is required: why, in at most {LongestNote} characters");
        Policy policy;
        try
        {
            policy = Policy.Parse(json);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return Refuse("policy", e.Message);
        }

        return db.Write(connection =>
        {
            if (policy.Version == Policy.Shipped.Version || connection.Scalar<long>("SELECT COUNT(*) FROM policies WHERE version = @version", ("@version", policy.Version)) > 0)
                return new NotAccepted("version", $"“{policy.Version}” is on record; a changed policy has a new version");
            var now = time.GetUtcNow().UtcDateTime;
            var id = connection.Scalar<long>("INSERT INTO policies (version, state, json, note, created_by, created_at) VALUES (@version, 'draft', @json, @note, @by, @at) RETURNING id",
                ("@version", policy.Version), ("@json", policy.Write()), ("@note", note.Trim()), ("@by", actor), ("@at", Instants.Write(now)));
            using var ledger = new LedgerAppender(connection, now, actor);
            ledger.Append("policy.drafted", policy.Version, policy.Write());
            return (Outcome<PolicyView>)PolicyTable.Find(connection, id)!;
        }, stop);
    }

    /// <summary>Tests a policy on what is on record. The reading of it blocks nobody.</summary>
    public async Task<Outcome<PolicyView>> Test(long id, string actor, CancellationToken stop)
    {
        var (found, test) = db.Read(c => PolicyTable.Find(c, id) is { } policy ? (policy, BackTest.Run(c, PoliciesInForce.Of(c).Live, policy.Policy)) : (null, null));
        if (found is null) return new NotFound($"Policy {id}");
        return await db.Write(connection =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            var json = JsonSerializer.Serialize(test, FindingJson.Wire);
            connection.Run("UPDATE policies SET test = @test, tested_at = @at WHERE id = @id", ("@test", json), ("@at", Instants.Write(now)), ("@id", id));
            using var ledger = new LedgerAppender(connection, now, actor);
            ledger.Append("policy.tested", found.Policy.Version, json);
            return (Outcome<PolicyView>)PolicyTable.Find(connection, id)!;
        }, stop);
    }

    /// <summary>Puts a policy into shadow, live or expired. Another that was there makes way; stored listings are weighed again where the live one changes.</summary>
    public async Task<Outcome<PolicyView>> Put(long id, string state, string actor, CancellationToken stop)
    {
        var done = await db.Write(connection => Put(connection, id, state, actor), stop);
        live.Changed();
        return done;
    }

    Outcome<PolicyView> Put(DbConnection connection, long id, string state, string actor)
    {
        if (!States.Contains(state)) return new NotAccepted("state", $"is one of {string.Join(", ", States)}");
        if (PolicyTable.Find(connection, id) is not { } policy) return new NotFound($"Policy {id}");
        if (policy.State == state) return policy;
        if (state != "expired" && policy.Test is null) return new NotAccepted("state", "the policy was not tested on what is on record; test it first and look at what would change");
        if (state == "live" && policy.State is "draft" or "shadow" && policy.Test!.Against != PoliciesInForce.Of(connection).Live.Version)
            return new NotAccepted("state", $"it was tested against policy {policy.Test.Against}, which no longer decides; test it again");
        var now = time.GetUtcNow().UtcDateTime;
        var at = Instants.Write(now);
        if (state != "expired") connection.Run("UPDATE policies SET state = 'expired', changed_by = @by, changed_at = @at WHERE state = @state", ("@by", actor), ("@at", at), ("@state", state));
        connection.Run("UPDATE policies SET state = @state, changed_by = @by, changed_at = @at WHERE id = @id", ("@state", state), ("@by", actor), ("@at", at), ("@id", id));
        using (var ledger = new LedgerAppender(connection, now, actor)) ledger.Append($"policy.{state}", policy.Policy.Version, policy.Policy.Write());
        if (state == "live" || policy.State == "live") RescreenRequest.Write(connection, now);
        else RegisterVersion.Raise(connection);
        return PolicyTable.Find(connection, id)!;
    }

    static Task<Outcome<PolicyView>> Refuse(string field, string reason) => Task.FromResult<Outcome<PolicyView>>(new NotAccepted(field, reason));
}
