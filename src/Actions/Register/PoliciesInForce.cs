using System.Data.Common;
using Wardmark.Detection.Scoring;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>The policy that decides, and the one that is only watched.</summary>
public sealed record PoliciesInForce(Policy Live, Policy? Shadow)
{
    /// <summary>As they stand; the shipped one decides until an own one is live.</summary>
    public static PoliciesInForce Of(DbConnection connection)
    {
        var rows = connection.Rows("SELECT state, json FROM policies WHERE state IN ('live', 'shadow')", r => (State: r.GetString(0), Policy: Policy.Parse(r.GetString(1))));
        return new(rows.Find(r => r.State == "live").Policy ?? Policy.Shipped, rows.Find(r => r.State == "shadow").Policy);
    }
}
