using System.Net;
using System.Net.Sockets;

namespace Wardmark.Connectors.Delivery;

/// <summary>
/// Clients for addresses that strangers gave. The name is resolved once and the connection goes to that answer; any inside
/// address refuses it. No redirect is followed, no proxy used, nothing unpacked, HTTP/1.1 only.
/// </summary>
static class PublicHttp
{
    /// <summary>Makes one. <paramref name="allowPrivate"/> is for a peer on the same machine, in development; <paramref name="resolve"/> stands for the name service.</summary>
    public static HttpClient Make(bool allowPrivate, TimeSpan timeout, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxResponseHeadersLength = 16,
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, stop) => Connect(context.DnsEndPoint, allowPrivate, resolve ?? Dns.GetHostAddressesAsync, stop),
    })
    {
        Timeout = timeout,
        DefaultRequestVersion = HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    static async ValueTask<Stream> Connect(DnsEndPoint to, bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken stop)
    {
        var addresses = await resolve(to.Host, stop);
        if (addresses.Length == 0 || (!allowPrivate && !Array.TrueForAll(addresses, PublicAddresses.Includes)))
            throw new NotPublicException($"{to.Host} is not an address of the public Internet");
        var socket = new Socket(addresses[0].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(addresses[0], to.Port), stop);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An address leads inside: it is refused for good, not tried again.</summary>
public sealed class NotPublicException : HttpRequestException
{
    /// <summary>With the sentence that is shown.</summary>
    public NotPublicException(string message) : base(message)
    {
    }

    /// <summary>Without words.</summary>
    public NotPublicException()
    {
    }

    /// <summary>With a cause.</summary>
    public NotPublicException(string message, Exception inner) : base(message, inner)
    {
    }
}
