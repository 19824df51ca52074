using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Wardmark.Imaging.Pictures;
using Wardmark.Imaging.Worker;

namespace Wardmark.Server.Tests.Pictures;

/// <summary>What a process that reads strangers' pictures cannot do.</summary>
public sealed class WallTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Behind_the_wall_nothing_is_possible_but_reading_and_before_it_all_is()
    {
        Assert.SkipUnless(Wall.IsKnownHere, "There is no wall for this system.");
        var folder = Directory.CreateTempSubdirectory("wardmark-wall-test").FullName;
        var start = WorkerCommand.OfThisProgram();
        start.ArgumentList.RemoveAt(start.ArgumentList.Count - 1);
        start.ArgumentList.Add("image");
        start.ArgumentList.Add("wall");
        start.Environment["TMPDIR"] = folder;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        Directory.Delete(folder, recursive: true);
        said.ShouldContain("The wall holds.");
        process.ExitCode.ShouldBe(0, said);
        (said.Split("possible").Length - 1, said.Split("refused").Length - 1).ShouldBe((8, 6), said);
    }

    [Fact]
    public async Task Workers_that_read_pictures_stand_behind_it_and_this_process_does_not()
    {
        Assert.SkipUnless(Wall.IsKnownHere, "There is no wall for this system.");
        using var workers = new PictureWorkers();
        var picture = await File.ReadAllBytesAsync(Path.Combine(AwaitedPicturesTests.Folder, "ref-01.jpg"), Stop);
        (await workers.Examine(picture, PictureAsk.Print | PictureAsk.Words | PictureAsk.Codes, Stop)).Refusal.ShouldBeNull();
        var own = Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), null, out _)).Select(StatusOf)
            .Where(s => Number(s, "PPid") == Environment.ProcessId && (s.Contains("Name:\twardmark", StringComparison.Ordinal) || s.Contains("Name:\tdotnet", StringComparison.Ordinal))).ToList();
        own.ShouldNotBeEmpty();
        own.ShouldAllBe(s => Number(s, "Seccomp") == 2 && Number(s, "NoNewPrivs") == 1 && Number(s, "Seccomp_filters") > Number(StatusOf("/proc/self"), "Seccomp_filters"));
    }

    static string StatusOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "status"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    static int Number(string status, string field) =>
        Regex.Match(status, $@"^{field}:\t(\d+)", RegexOptions.Multiline | RegexOptions.NonBacktracking) is { Success: true } found ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : -1;
}
