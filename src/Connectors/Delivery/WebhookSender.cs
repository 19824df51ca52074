using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Wardmark.Connectors.Delivery;

/// <summary>
/// Sends signed messages, to addresses of the public Internet only (<see cref="PublicHttp"/>).
/// </summary>
public sealed class WebhookSender : IDisposable
{
    readonly HttpClient _client;

    /// <summary><paramref name="allowPrivate"/> is for a receiver on the same machine, in development.</summary>
    public WebhookSender(bool allowPrivate) => _client = PublicHttp.Make(allowPrivate, TimeSpan.FromSeconds(10));

    /// <summary>Sends; nothing where it was taken (2xx), else why not.</summary>
    public async Task<string?> Send(Uri url, string secret, string payload, DateTimeOffset now, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(payload, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Wardmark-Signature", Sign(secret, payload, now));
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            return response.IsSuccessStatusCode ? null : $"answered {(int)response.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or SocketException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return e.Message;
        }
    }

    /// <summary>The beginning of a text file of a stranger, at most so many bytes; nothing where it cannot be had.</summary>
    public async Task<string?> Fetch(Uri url, int most, CancellationToken stop)
    {
        try
        {
            using var response = await _client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, stop);
            if (!response.IsSuccessStatusCode) return null;
            await using var body = await response.Content.ReadAsStreamAsync(stop);
            var bytes = new byte[most];
            var read = await body.ReadAtLeastAsync(bytes, most, throwOnEndOfStream: false, stop);
            return Encoding.UTF8.GetString(bytes, 0, read);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary><c>t=UNIX,v1=HEX</c>: HMAC-SHA-256 of "t.body" under the webhook's secret.</summary>
    public static string Sign(string secret, string payload, DateTimeOffset now)
    {
        var t = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={t},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{t}.{payload}")))}";
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
