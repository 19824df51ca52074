using System.Data.Common;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>Says that the register or the policy changed, and that every stored listing is to be screened again.</summary>
static class RescreenRequest
{
    /// <summary>Asks for a pass, in the transaction that changed them. A pass under way starts over.</summary>
    public static void Write(DbConnection connection, DateTime now)
    {
        RegisterVersion.Raise(connection);
        connection.Run("UPDATE jobs SET finished_at = @now WHERE kind = 'rescreen' AND finished_at IS NULL", ("@now", Instants.Write(now)));
        connection.Run("""
            INSERT INTO jobs (kind, version, cursor, done, total, started_at)
            SELECT 'rescreen', @version, 0, 0, COUNT(*), @now FROM listings HAVING COUNT(*) > 0
            """, ("@version", RegisterVersion.Of(connection)), ("@now", Instants.Write(now)));
    }
}

/// <summary>The number that grows with every change of the register or of the policies in force.</summary>
static class RegisterVersion
{
    /// <summary>Makes every screener look again.</summary>
    public static void Raise(DbConnection connection) =>
        connection.Run("UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE name = 'register_version'");

    /// <summary>As it stands in this transaction.</summary>
    public static long Of(DbConnection connection) =>
        long.Parse(connection.Scalar<string>("SELECT value FROM meta WHERE name = 'register_version'")!, null);
}
