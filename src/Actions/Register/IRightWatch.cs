using System.Data.Common;
using Wardmark.Registry.Rights;

namespace Wardmark.Actions.Register;

/// <summary>What hangs on a right hears of each change of it, in the transaction that makes it.</summary>
public interface IRightWatch
{
    /// <summary>A right is on record for the first time, or as it now stands.</summary>
    /// <param name="was">As it stood; nothing for a new one.</param>
    /// <param name="contact">The contact the record names; nothing where it is silent.</param>
    void Changed(DbConnection connection, string key, Trademark? was, Trademark mark, string? contact, DateTime now);
}
