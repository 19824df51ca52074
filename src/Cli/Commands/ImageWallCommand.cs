using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Spectre.Console;
using Wardmark.Imaging.Worker;

namespace Wardmark.Cli.Commands;

/// <summary><c>wardmark image wall</c>: tries what a process that reads pictures must not be able to do, before and behind the wall.</summary>
static class ImageWallCommand
{
    public static Command Make()
    {
        var command = new Command("wall", """
            Raises around this process the wall that processes stand behind that read strangers' pictures, and tries, before
            and after, what must not be possible there: to open a connection, to start a program, to write, rename and delete a file.
            Reading a file must still be.

            Example:
              wardmark image wall
            """);
        command.SetAction(_ => Try());
        return command;
    }

    static int Try()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var folder = Directory.CreateTempSubdirectory("wardmark-wall").FullName;
        var known = Path.Combine(folder, "known");
        File.WriteAllText(known, "read me");
        (string What, bool IsWanted, Action Do)[] trials =
        [
            ("open a connection", false, () => Connect(((IPEndPoint)listener.LocalEndpoint).Port)),
            ("start a program", false, () => Process.Start(new ProcessStartInfo("true"))!.WaitForExit()),
            ("write a file", false, () => File.WriteAllText(Path.Combine(folder, "new"), "x")),
            ("write into a file that is there", false, () => File.AppendAllText(known, "")),
            ("rename a file", false, () => File.Move(known, known + "2", overwrite: true)),
            ("delete a file", false, () => File.Delete(known + "2")),
            ("read a file", true, () => File.ReadAllText(typeof(ImageWallCommand).Assembly.Location)),
        ];
        var before = trials.Select(t => IsPossible(t.Do)).ToList();
        File.WriteAllText(known, "read me");
        var isUp = Wall.Raise();
        var after = trials.Select(t => IsPossible(t.Do)).ToList();
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "before", "behind the wall");
        for (var i = 0; i < trials.Length; i++) table.AddRow(trials[i].What, before[i] ? "possible" : "refused", after[i] ? "possible" : "refused");
        Terminal.Show(table);
        if (!isUp)
        {
            Terminal.Fail(Wall.IsKnownHere ? "The kernel refuses the wall: pictures are read within limits of time and memory only." : "There is no wall for this system: pictures are read within limits of time and memory only.");
            return ExitCode.Failed;
        }

        var holds = trials.Zip(after).All(t => t.First.IsWanted == t.Second);
        if (holds) Terminal.Say("The wall holds.");
        else Terminal.Fail("The wall does not hold.");
        return holds ? ExitCode.Done : ExitCode.Failed;
    }

    static void Connect(int port)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, port);
    }

    static bool IsPossible(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (e is SocketException or Win32Exception or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
