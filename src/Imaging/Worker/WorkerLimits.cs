namespace Wardmark.Imaging.Worker;

/// <summary>What a worker process may use.</summary>
/// <param name="Processes">How many work at a time.</param>
/// <param name="Time">Longest for one picture.</param>
/// <param name="Memory">Most resident memory, bytes.</param>
public sealed record WorkerLimits(int Processes, TimeSpan Time, long Memory)
{
    /// <summary>One for each core, 20 seconds, 1.5 GiB.</summary>
    public static WorkerLimits Default { get; } = new(Math.Clamp(Environment.ProcessorCount, 1, 16), TimeSpan.FromSeconds(20), 1536L * 1024 * 1024);
}
