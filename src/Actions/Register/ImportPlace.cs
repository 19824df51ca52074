using System.Data.Common;
using Wardmark.Storage;

namespace Wardmark.Actions.Register;

/// <summary>How far the import of a file has come, by the file's hash.</summary>
public static class ImportPlace
{
    /// <summary>Records that were taken; 0 for a file that was not begun, or was finished.</summary>
    public static long Of(DbConnection connection, string sha256) => connection.Scalar<long>("SELECT records FROM imports WHERE sha256 = @hash", ("@hash", sha256));

    /// <summary>Keeps the place reached.</summary>
    public static int Keep(DbConnection connection, string sha256, long records) => connection.Run(
        "INSERT INTO imports (sha256, records) VALUES (@hash, @records) ON CONFLICT (sha256) DO UPDATE SET records = excluded.records", ("@hash", sha256), ("@records", records));

    /// <summary>The file is done.</summary>
    public static int Forget(DbConnection connection, string sha256) => connection.Run("DELETE FROM imports WHERE sha256 = @hash", ("@hash", sha256));
}
