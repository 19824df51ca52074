using System.Data.Common;

namespace Wardmark.Storage;

/// <summary>What differs between the databases a store may lie in. Statements are the same on all of them.</summary>
interface IEngine : IDisposable
{
    /// <summary>A connection with the settings every connection must have.</summary>
    DbConnection Open();

    /// <summary>A transaction that no other writer of this store, in this process or another, runs beside.</summary>
    DbTransaction BeginWrite(DbConnection connection);

    /// <summary>Refuses settings by which a commit that was acknowledged could be lost.</summary>
    /// <exception cref="InvalidDataException">There is such a setting.</exception>
    void AssertSafe(DbConnection connection);

    /// <summary>The folder of its scripts.</summary>
    string Scripts { get; }

    /// <summary>The number of the last script that has run.</summary>
    long VersionOf(DbConnection connection);

    /// <summary>Writes down that a script has run.</summary>
    void SetVersion(DbConnection connection, int number);
}
