using System.CommandLine;
using Wardmark.Cli;
using Wardmark.Cli.Commands;
using Wardmark.Connectors.Feeds;

var root = new RootCommand("""
    Wardmark: intellectual-property protection for marketplaces.

    Start here:
      wardmark demo                                   the sample marketplace, screened, in a browser
      wardmark scan --register R --listings L         screen a file, no server needed
      wardmark signals                                every signal: what it means and weighs
    """)
{
    ServeCommand.MakeDemo(),
    ScanCommand.Make(),
    ImportCommand.Make(),
    ServeCommand.Make(),
    ExplainCommand.Make(),
    SignalsCommand.Make(),
    EvaluateCommand.Make(),
    TrainCommand.Make(),
    PolicyCommand.Make(),
    RightsCommand.Make(),
    NameCommands.MakeMatch(),
    ProcedureCommand.Make(),
    ImageCommand.Make(),
    ImagingWorkerCommand.Make(),
};
foreach (var command in EnrolmentCommands.Make().Concat(NoticeCommands.Make()).Concat(StoreCommands.Make())) root.Add(command);
try
{
    var parsed = root.Parse(args);
    if (parsed.Errors.Count > 0)
    {
        foreach (var error in parsed.Errors) Terminal.Fail(error.Message);
        Terminal.Say($"See: wardmark {string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')))} --help");
        return ExitCode.Usage;
    }

    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (OperationCanceledException)
{
    Terminal.Warn("Stopped.");
    return ExitCode.Cancelled;
}
catch (Exception e) when (e is FeedException or IOException or UnauthorizedAccessException or InvalidDataException)
{
    Terminal.Fail(e.Message);
    return ExitCode.Failed;
}
#pragma warning disable CA1031 // The border of the command line: a fault ends in a message and an exit code.
catch (Exception e)
#pragma warning restore CA1031
{
    Terminal.Fail($"This is a fault of Wardmark, not of your input; please report it with this text:{Environment.NewLine}{e}");
    return ExitCode.Failed;
}
