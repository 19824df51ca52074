using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using Wardmark.Registry.Rights;

namespace Wardmark.Connectors.Delivery;

/// <summary>A time-stamp authority over HTTP (RFC 3161, 3.4). The operator chooses it; what it answers is verified.</summary>
public sealed class StampAuthority(Uri address, HttpClient http) : IStampAuthority
{
    const int LargestAnswer = 256 * 1024;

    /// <inheritdoc/>
    public async Task<TimeStamp> Stamp(byte[] sha256, CancellationToken cancel)
    {
        var request = Rfc3161TimestampRequest.CreateFromHash(sha256, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(16), requestSignerCertificates: true);
        try
        {
            using var content = new ByteArrayContent(request.Encode()) { Headers = { ContentType = new MediaTypeHeaderValue("application/timestamp-query") } };
            using var answer = await http.PostAsync(address, content, cancel);
            if (!answer.IsSuccessStatusCode) throw new InvalidDataException($"the time-stamp authority answered {(int)answer.StatusCode}");
            if (answer.Content.Headers.ContentLength > LargestAnswer) throw new InvalidDataException("the time-stamp authority's answer is too long");
            var token = request.ProcessResponse(await answer.Content.ReadAsByteArrayAsync(cancel), out _);
            if (!token.VerifySignatureForHash(sha256, HashAlgorithmName.SHA256, out var signer)) throw new InvalidDataException("the time-stamp authority's token does not verify");
            return new(token.AsSignedCms().Encode(), token.TokenInfo.Timestamp, signer.Subject);
        }
        catch (Exception e) when (e is HttpRequestException or CryptographicException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new InvalidDataException($"the time-stamp authority: {e.Message}", e);
        }
    }
}
