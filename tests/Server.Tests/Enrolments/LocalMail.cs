using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Wardmark.Server.Tests.Enrolments;

/// <summary>A real SMTP server on this machine that keeps what it is given.</summary>
public sealed class LocalMail : MessageStore, IAsyncDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentQueue<(MimeMessage Message, string Raw)> _taken = new();
    Task? _running;

    public int Port { get; private set; }

    /// <summary>Refuses so many messages before it takes one.</summary>
    public int Refusals { get; set; }

    public static LocalMail Start()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var mail = new LocalMail { Port = ((IPEndPoint)probe.LocalEndpoint).Port };
        probe.Stop();
        var services = new ServiceProvider();
        services.Add(mail);
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(e => e.Port(mail.Port)).Build();
        mail._running = new SmtpServer.SmtpServer(options, services).StartAsync(mail._stop.Token);
        return mail;
    }

    public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
    {
        if (Refusals > 0)
        {
            Refusals--;
            return Task.FromResult(SmtpResponse.MailboxUnavailable);
        }

        var bytes = buffer.ToArray();
        using var source = new MemoryStream(bytes);
        _taken.Enqueue((MimeMessage.Load(source, cancellationToken), System.Text.Encoding.UTF8.GetString(bytes)));
        return Task.FromResult(SmtpResponse.Ok);
    }

    /// <summary>The newest mail to an address whose subject holds the words, waited for.</summary>
    public async Task<(string Text, string Raw)> Newest(string to, string subject, int after = 0)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (To(to, subject) is var found && found.Count > after) return found[^1];
            await Task.Delay(50);
        }

        throw new InvalidOperationException($"No mail to {to} about “{subject}”; there are: {string.Join("; ", _taken.TakeLast(10).Select(t => $"{t.Message.To}: {t.Message.Subject}"))}");
    }

    public List<(string Text, string Raw)> To(string to, string subject) => [.. _taken
        .Where(t => t.Message.To.Mailboxes.Any(m => m.Address.Equals(to, StringComparison.OrdinalIgnoreCase)) && (t.Message.Subject ?? "").Contains(subject, StringComparison.Ordinal))
        .Select(t => (t.Message.TextBody ?? "", t.Raw))];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_running is not null) await Task.WhenAny(_running, Task.Delay(2_000));
        _stop.Dispose();
    }
}

/// <summary>A clock that is the machine's, put forward.</summary>
public sealed class MovedClock : TimeProvider
{
    /// <summary>Time that has passed, by every clock.</summary>
    public TimeSpan Forward { get; set; }

    /// <summary>What the clock on the wall is ahead by, and the machine's own count is not.</summary>
    public TimeSpan Leap { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Forward + Leap;

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Forward.TotalSeconds * TimestampFrequency);
}
