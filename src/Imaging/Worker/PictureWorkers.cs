using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Wardmark.Imaging.Drawings;
using Wardmark.Imaging.Pictures;

namespace Wardmark.Imaging.Worker;

/// <summary>
/// Worker processes that unpack strangers' pictures. The header is checked here first; a worker that takes too long, takes
/// too much, or dies is replaced, and the picture it died of is refused as dangerous.
/// </summary>
public sealed class PictureWorkers : IDisposable
{
    const string Broken = "the picture broke the program that reads pictures";
    static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(100);
    readonly WorkerLimits _limits;
    readonly Func<ProcessStartInfo> _command;
    readonly SemaphoreSlim _free;
    readonly ConcurrentBag<Process> _idle = [];
    bool _isDisposed;

    /// <summary>Workers of this program itself.</summary>
    public PictureWorkers() : this(WorkerLimits.Default, WorkerCommand.OfThisProgram)
    {
    }

    /// <summary>Workers started by a command that reads pictures from its input and answers on its output.</summary>
    public PictureWorkers(WorkerLimits limits, Func<ProcessStartInfo> command)
    {
        (_limits, _command) = (limits, command);
        _free = new(limits.Processes);
    }

    /// <summary>Examines a picture in a worker; what goes wrong is in the answer.</summary>
    public async Task<ExaminedPicture> Examine(byte[] bytes, PictureAsk ask, CancellationToken stop = default)
    {
        var isDrawing = ask.HasFlag(PictureAsk.Drawing) && SvgDrawing.IsOne(bytes);
        if ((isDrawing ? SvgDrawing.Refuse(bytes) : PictureHeader.Refuse(bytes)) is { } refusal) return ExaminedPicture.Refused(refusal);
        await _free.WaitAsync(stop);
        try
        {
            return await Task.Run(() =>
            {
                // A worker may be killed from outside: a picture is condemned when a second one dies of it.
                var first = Ask(bytes, ask);
                return first is { IsDangerous: true, Refusal: Broken } ? Ask(bytes, ask) : first;
            }, stop);
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var process)) End(process);
        _free.Dispose();
    }

    ExaminedPicture Ask(byte[] bytes, PictureAsk ask)
    {
        // One that was idle may have been killed meanwhile: that says nothing about this picture.
        var wasIdle = _idle.TryTake(out var process);
        if (wasIdle && process!.HasExited)
        {
            End(process);
            process = null;
        }

        try
        {
            process ??= Start();
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException or InvalidOperationException)
        {
            return ExaminedPicture.Refused($"the picture worker does not start: {e.Message}");
        }

        var (answer, ending) = Watched(process, bytes, ask);
        // One that has grown is replaced before the next picture is blamed for it.
        if (answer is not null && !_isDisposed && MemoryOf(process) < _limits.Memory / 2)
        {
            _idle.Add(process);
            return answer;
        }

        End(process);
        return answer ?? new() { Refusal = ending, IsDangerous = true };
    }

    (ExaminedPicture? Answer, string Ending) Watched(Process process, byte[] bytes, PictureAsk ask)
    {
        var ending = Broken;
        var began = Stopwatch.GetTimestamp();
        using var watch = new Timer(_ =>
        {
            var reason = Stopwatch.GetElapsedTime(began) > _limits.Time ? $"the picture took more than {_limits.Time.TotalSeconds:0.#} seconds to read"
                : MemoryOf(process) > _limits.Memory ? $"the picture took more than {_limits.Memory / 1024 / 1024} MiB of memory to read" : null;
            if (reason is null) return;
            ending = reason;
            Kill(process);
        }, null, Watch, Watch);
        try
        {
            Wire.Send(process.StandardInput.BaseStream, [(byte)ask], bytes);
            return (Wire.Answered(process.StandardOutput.BaseStream), ending);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return (null, ending);
        }
    }

    Process Start()
    {
        var command = _command();
        command.RedirectStandardInput = command.RedirectStandardOutput = command.RedirectStandardError = true;
        command.UseShellExecute = false;
        var process = Process.Start(command) ?? throw new InvalidOperationException("no process was started");
        // Nobody reads it, but a full pipe would hold the worker up.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    static long MemoryOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.HasExited ? 0 : process.WorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It went by itself.
        }
    }

    static void End(Process process)
    {
        Kill(process);
        process.Dispose();
    }
}
