using System.Diagnostics;

namespace Wardmark.Imaging.Worker;

/// <summary>How this program starts itself as a worker.</summary>
public static class WorkerCommand
{
    /// <summary>The name of the command.</summary>
    public const string Name = "imaging-worker";

    // 1 GiB for managed memory; the supervisor watches the whole.
    const string HeapLimit = "0x40000000";

    /// <summary>The program beside this one's libraries, with an environment of its own: no secrets go with it.</summary>
    public static ProcessStartInfo OfThisProgram()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "wardmark.dll");
        var isItself = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "wardmark";
        if (!isItself && !File.Exists(library)) throw new FileNotFoundException($"{library} is not there");
        var start = new ProcessStartInfo(isItself ? Environment.ProcessPath! : "dotnet");
        if (!isItself) start.ArgumentList.Add(library);
        start.ArgumentList.Add(Name);
        foreach (var name in start.Environment.Keys.Where(n => !IsNeeded(n)).ToList()) start.Environment.Remove(name);
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        start.Environment["DOTNET_gcConcurrent"] = "0";
        // No door for debuggers: its socket would be one.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return start;
    }

    static bool IsNeeded(string name) =>
        name is "PATH" or "HOME" or "TMPDIR" or "TMP" or "TEMP" or "LANG" or "LD_LIBRARY_PATH" or "SystemRoot" || name.StartsWith("DOTNET_ROOT", StringComparison.OrdinalIgnoreCase);
}
