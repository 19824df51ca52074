using System.Net;
using System.Net.Sockets;

namespace Wardmark.Connectors.Delivery;

/// <summary>
/// Clients for addresses that strangers gave. The name is resolved once and the connection goes to that answer; any inside
/// address refuses it. No redirect is followed, no proxy used, nothing unpacked, HTTP/1.1 only.
/// </summary>
static class PublicHttp
{
    /// <summary>Makes one. <paramref name="allowPrivate"/> is for a peer on the same machine, in development; <paramref name="resolve"/> stands for the name service and <paramref name="connect"/> for the network behind it.</summary>
    public static HttpClient Make(
        bool allowPrivate, TimeSpan timeout, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, Func<IPEndPoint, CancellationToken, Task<Stream>>? connect = null) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.Zero,
        MaxResponseHeadersLength = 16,
        ActivityHeadersPropagator = null,
        ConnectCallback = async (context, stop) =>
            await (connect ?? Connect)(new(await Resolve(context.DnsEndPoint.Host, allowPrivate, resolve ?? Dns.GetHostAddressesAsync, stop), context.DnsEndPoint.Port), stop),
    })
    {
        Timeout = timeout,
        DefaultRequestVersion = HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    static async Task<IPAddress> Resolve(string host, bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken stop)
    {
        var addresses = await resolve(host, stop);
        return addresses.Length == 0 || (!allowPrivate && !Array.TrueForAll(addresses, PublicAddresses.Includes))
            ? throw new NotPublicException($"{host} is not an address of the public Internet")
            : addresses[0];
    }

    static async Task<Stream> Connect(IPEndPoint to, CancellationToken stop)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, stop);
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
