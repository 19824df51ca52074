using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using Wardmark.Imaging.Documents;
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
    const string NotStarted = "the picture worker does not start";
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
        var (answer, ending) = await Asked((byte)ask, bytes, Wire.Answered, stop);
        return answer ?? new() { Refusal = ending, IsDangerous = !ending.StartsWith(NotStarted, StringComparison.Ordinal) };
    }

    /// <summary>Writes a certificate in a worker of its own, which has seen no stranger's picture: one that was taken over must not say what is certified.</summary>
    /// <exception cref="InvalidOperationException">No worker could write it; the message says why.</exception>
    public async Task<byte[]> Write(CertificateText text, CancellationToken stop = default)
    {
        var (pdf, ending) = await Asked(Wire.Certificate, JsonSerializer.SerializeToUtf8Bytes(text), Wire.Receive, stop);
        return pdf ?? throw new InvalidOperationException($"The certificate was not written: {ending}.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var process)) End(process);
        _free.Dispose();
    }

    async Task<(T? Answer, string Ending)> Asked<T>(byte ask, byte[] bytes, Func<Stream, T?> answered, CancellationToken stop) where T : class
    {
        await _free.WaitAsync(stop);
        try
        {
            return await Task.Run(() =>
            {
                // A worker may be killed from outside: a picture is condemned when a second one dies of it.
                var first = Ask(ask, bytes, answered);
                return first is (null, Broken) ? Ask(ask, bytes, answered) : first;
            }, stop);
        }
        finally
        {
            _free.Release();
        }
    }

    (T? Answer, string Ending) Ask<T>(byte ask, byte[] bytes, Func<Stream, T?> answered) where T : class
    {
        // One that was idle may have been killed meanwhile: that says nothing about this picture.
        Process? process = null;
        if (ask != Wire.Certificate && _idle.TryTake(out process) && process.HasExited)
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
            return (null, $"{NotStarted}: {e.Message}");
        }

        var (answer, ending) = Watched(process, ask, bytes, answered);
        // One that has grown is replaced before the next picture is blamed for it.
        if (answer is not null && ask != Wire.Certificate && !_isDisposed && MemoryOf(process) < _limits.Memory / 2)
        {
            _idle.Add(process);
            return (answer, ending);
        }

        End(process);
        return (answer, ending);
    }

    (T? Answer, string Ending) Watched<T>(Process process, byte ask, byte[] bytes, Func<Stream, T?> answered) where T : class
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
            Wire.Send(process.StandardInput.BaseStream, [ask], bytes);
            return (answered(process.StandardOutput.BaseStream), ending);
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
