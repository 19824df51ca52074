using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Wardmark.Server.Tests.Deposits;

/// <summary>A time-stamp authority on this machine, with a certificate of its own: RFC 3161 over HTTP.</summary>
public sealed class LocalStampAuthority : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly X509Certificate2 _certificate = MakeCertificate();

    LocalStampAuthority(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Stamps another hash than the one it was asked to.</summary>
    public bool Lies { get; set; }

    public bool IsDown { get; set; }

    public static async Task<LocalStampAuthority> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var authority = new LocalStampAuthority(app);
        app.MapPost("/", authority.Answer);
        await app.StartAsync();
        return authority;
    }

    async Task<IResult> Answer(HttpRequest http)
    {
        if (IsDown) return Results.StatusCode(503);
        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body);
        if (!Rfc3161TimestampRequest.TryDecode(body.ToArray(), out var request, out _)) return Results.BadRequest();
        var hash = Lies ? SHA256.HashData("another"u8) : request.GetMessageHash().ToArray();
        var info = new Rfc3161TimestampTokenInfo(new Oid("1.3.6.1.4.1.99999.1"), request.HashAlgorithmId, hash, RandomNumberGenerator.GetBytes(8).Select((b, i) => i == 0 ? (byte)(b & 0x7F | 1) : b).ToArray(), TimeProvider.System.GetUtcNow(), nonce: request.GetNonce());
        var signed = new SignedCms(new ContentInfo(new Oid("1.2.840.113549.1.9.16.1.4"), info.Encode()), detached: false);
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, _certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1"), IncludeOption = X509IncludeOption.EndCertOnly };
        signer.SignedAttributes.Add(new AsnEncodedData("1.2.840.113549.1.9.16.2.47", SigningCertificate()));
        signed.ComputeSignature(signer);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence()) writer.WriteInteger(0);
            writer.WriteEncodedValue(signed.Encode());
        }

        return Results.Bytes(writer.Encode(), "application/timestamp-reply");
    }

    byte[] SigningCertificate()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
            writer.WriteOctetString(_certificate.GetCertHash(HashAlgorithmName.SHA256));
        return writer.Encode();
    }

    static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Time of the test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.8")], critical: true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }
}
