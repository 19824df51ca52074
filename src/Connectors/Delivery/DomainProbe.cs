using DnsClient;
using Wardmark.Registry.Enrolments;

namespace Wardmark.Connectors.Delivery;

/// <summary>
/// Looks for a token in the TXT records of <c>_wardmark.DOMAIN</c> and at <c>https://DOMAIN/.well-known/wardmark.txt</c>. The file is
/// fetched as webhooks are sent: resolved once, never from an inside address, no redirect, no proxy, little of it.
/// </summary>
public sealed class DomainProbe(WebhookSender fetcher) : IDomainProbe
{
    const int LargestFile = 4_096;
    readonly LookupClient _dns = new(new LookupClientOptions { Timeout = TimeSpan.FromSeconds(5), Retries = 1, UseCache = false, ThrowDnsErrors = false });

    /// <inheritdoc/>
    public async Task<string?> Find(string domain, string token, CancellationToken cancel)
    {
        if (await InDns(domain, token, cancel)) return $"in a TXT record of _wardmark.{domain}";
        var file = await fetcher.Fetch(new($"https://{domain}/.well-known/wardmark.txt"), LargestFile, cancel);
        return file?.Split('\n').Any(l => l.Trim() == token) == true ? $"at https://{domain}/.well-known/wardmark.txt" : null;
    }

    async Task<bool> InDns(string domain, string token, CancellationToken cancel)
    {
        try
        {
            var answer = await _dns.QueryAsync($"_wardmark.{domain}", QueryType.TXT, cancellationToken: cancel);
            return answer.Answers.TxtRecords().Any(r => string.Concat(r.Text).Trim() == token);
        }
        catch (DnsResponseException)
        {
            return false;
        }
    }
}
