namespace Wardmark.Cli;

/// <summary>What a command tells the shell.</summary>
public static class ExitCode
{
    /// <summary>All was done.</summary>
    public const int Done = 0;

    /// <summary>The command could not run; the message says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Done, but some rows were not taken; the rejects file names them.</summary>
    public const int SomeRejected = 3;

    /// <summary>The ledger does not verify, or a measured floor was not reached.</summary>
    public const int NotVerified = 4;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Cancelled = 130;
}
