using System.Net;
using System.Net.Sockets;
using Wardmark.Connectors.Delivery;

namespace Wardmark.Connectors.Fetching;

/// <summary>A picture's bytes, or why they are not to be had.</summary>
/// <param name="Refusal">In a sentence; nothing where there are bytes.</param>
/// <param name="MayComeLater">The address may answer another time: a time-out, a server's own fault.</param>
public sealed record FetchedPicture(byte[]? Bytes, string? Refusal, bool MayComeLater);

/// <summary>
/// Fetches pictures from addresses that strangers gave, without being led inside: each hop is read anew, connects only to
/// what its one resolution gave, and only to the public Internet; size and time are capped while it streams.
/// </summary>
public sealed class PictureFetcher : IDisposable
{
    /// <summary>Longest address.</summary>
    public const int LongestAddress = 2_048;

    const int MostHops = 4;
    readonly HttpClient _client;
    readonly bool _allowPrivate;
    readonly int _largest;
    readonly TimeSpan _longest;

    /// <summary>
    /// <paramref name="allowPrivate"/> is for a server on the same machine, in development; <paramref name="resolve"/> stands for the
    /// name service and <paramref name="connect"/> for the network behind it.
    /// </summary>
    public PictureFetcher(
        bool allowPrivate, int largest, TimeSpan? longest = null, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null,
        Func<IPEndPoint, CancellationToken, Task<Stream>>? connect = null)
    {
        (_allowPrivate, _largest, _longest) = (allowPrivate, largest, longest ?? TimeSpan.FromSeconds(20));
        _client = PublicHttp.Make(allowPrivate, Timeout.InfiniteTimeSpan, resolve, connect);
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Wardmark");
        _client.DefaultRequestHeaders.Accept.ParseAdd("image/*");
    }

    /// <summary>Fetches; what goes wrong is in the answer.</summary>
    public async Task<FetchedPicture> Fetch(string address, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ending.CancelAfter(_longest);
        try
        {
            for (var hop = 0; hop < MostHops; hop++)
            {
                if (Refuse(address, _allowPrivate, out var url) is { } no) return new(null, no, false);
                using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, ending.Token);
                if ((int)response.StatusCode is < 300 or >= 400) return await Read(response, ending.Token);
                if (response.Headers.Location is not { } next) return new(null, $"answered {(int)response.StatusCode} without saying where to go", false);
                address = new Uri(url!, next).AbsoluteUri;
            }

            return new(null, $"leads on more than {MostHops - 1} times", false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new(null, $"took more than {_longest.TotalSeconds:0} seconds", true);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or UriFormatException)
        {
            return (e as NotPublicException ?? e.InnerException as NotPublicException) is { } inside ? new(null, inside.Message, false) : new(null, e.Message, true);
        }
    }

    /// <summary>Why an address is not fetched; nothing, with the address read, where it may be.</summary>
    public static string? Refuse(string address, bool allowPrivate, out Uri? url)
    {
        url = null;
        if (address.Length > LongestAddress) return $"has more than {LongestAddress} characters";
        if (address.Any(c => c <= ' ' || c == '\\' || char.IsControl(c))) return "has spaces or control characters in it";
        if (!Uri.TryCreate(address, UriKind.Absolute, out url)) return "is no absolute address";
        if (url.Scheme is not ("http" or "https")) return "is no http or https address";
        if (url.UserInfo.Length > 0 || address.Split('/', 4) is [_, _, var authority, ..] && authority.Contains('@')) return "has a name or password in it";
        if (url.HostNameType is not (UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6)) return "names no host";
        if (!allowPrivate && !url.IsDefaultPort) return "names a port of its own";
        if (!allowPrivate && IPAddress.TryParse(url.IdnHost, out var literal) && !PublicAddresses.Includes(literal)) return $"{url.IdnHost} is not an address of the public Internet";
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    async Task<FetchedPicture> Read(HttpResponseMessage response, CancellationToken stop)
    {
        if (!response.IsSuccessStatusCode) return new(null, $"answered {(int)response.StatusCode}", (int)response.StatusCode is >= 500 or 429);
        if (response.Content.Headers.ContentEncoding.Count > 0) return new(null, "answered packed bytes, which were not asked for", false);
        if (response.Content.Headers.ContentLength is { } claimed && claimed > _largest) return new(null, $"has {claimed} bytes; at most {_largest} are read", false);
        await using var body = await response.Content.ReadAsStreamAsync(stop);
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await body.ReadAsync(buffer, stop)) > 0)
        {
            if (bytes.Length + count > _largest) return new(null, $"has more than {_largest} bytes", false);
            bytes.Write(buffer, 0, count);
        }

        return bytes.Length == 0 ? new(null, "answered nothing", true) : new(bytes.ToArray(), null, false);
    }
}
