using System.Data.Common;
using Wardmark.Actions.Parties;
using Wardmark.Detection.Doubts;

namespace Wardmark.Actions.Enrolments;

/// <summary>Parties on record that another may be taken for.</summary>
public static class PartiesAlike
{
    /// <summary>Parties whose name or domain another may be taken for.</summary>
    public static List<LookAlike> Of(DbConnection connection, Party party) => [.. PartyDesk.All(connection)
        .Where(p => p.Id != party.Id)
        .Select(p => (LookKey.Compare(p.Name, party.Name) ?? (EnrolmentDoubts.IsFreeMail(party.Domain) ? null : LookKey.Compare(p.Domain, party.Domain))) is { } how ? new LookAlike($"{p.Name} ({p.Domain})", null, how) : null)
        .OfType<LookAlike>().Take(20)];
}
