using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Text;

namespace Wardmark.Connectors.Delivery;

/// <summary>The mail server that takes this server's mail.</summary>
/// <param name="Security">How the connection is secured; STARTTLS where the server offers it, if left out.</param>
public sealed record MailServer(string Host, int Port = 587, string? User = null, string? Password = null, SecureSocketOptions Security = SecureSocketOptions.Auto);

/// <summary>Sends mail as plain text, and tells exactly what it sent.</summary>
public sealed class MailSender(MailServer server, string from)
{
    const int TimeoutMs = 20_000;
    static readonly FormatOptions OnTheWire = new() { NewLineFormat = NewLineFormat.Dos };

    /// <summary>The message, byte for byte as it is sent: a try that is repeated sends the same.</summary>
    public string Compose(string to, string subject, string text, string messageId, DateTimeOffset written)
    {
        using var message = new MimeMessage
        {
            Subject = subject,
            Date = written,
            MessageId = messageId,
            Body = new TextPart(TextFormat.Plain) { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable },
        };
        message.From.Add(MailboxAddress.Parse(from));
        message.To.Add(new MailboxAddress("", to));
        // Machines that answer mail must not answer this (RFC 3834).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var bytes = new MemoryStream();
        message.WriteTo(OnTheWire, bytes);
        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Hands a composed message to the server; nothing where it was taken, else why not.</summary>
    public async Task<string?> Send(string message, CancellationToken stop)
    {
        try
        {
            using var source = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(message));
            using var parsed = await MimeMessage.LoadAsync(source, stop);
            using var client = new SmtpClient { Timeout = TimeoutMs };
            await client.ConnectAsync(server.Host, server.Port, server.Security, stop);
            if (server.User is { } user) await client.AuthenticateAsync(user, server.Password ?? "", stop);
            await client.SendAsync(parsed, stop);
            await client.DisconnectAsync(quit: true, stop);
            return null;
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or CommandException or ProtocolException or AuthenticationException or SslHandshakeException
            || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return e.Message;
        }
    }
}
