using System.CommandLine;
using Wardmark.Imaging.Worker;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark imaging-worker</c>: started by Wardmark itself, so that strangers' pictures are unpacked where nothing can be stolen.</summary>
static class ImagingWorkerCommand
{
    public static Command Make()
    {
        var command = new Command(WorkerCommand.Name, "Reads pictures from standard input and answers on standard output. Wardmark starts it by itself.") { Hidden = true };
        command.SetAction(_ =>
        {
            // Where there is none, the limits of time and memory stand alone; `wardmark image wall` tells.
            Wall.Raise();
            WorkerLoop.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());
            return ExitCode.Done;
        });
        return command;
    }
}
