using System.Net;
using System.Net.Sockets;

namespace Wardmark.Connectors.Delivery;

/// <summary>Tells addresses of the public Internet from those inside: a stranger's URL must not reach the latter.</summary>
public static class PublicAddresses
{
    // IANA special-purpose ranges, and the host address of a large cloud that lies in public space.
    static readonly IPNetwork[] Special4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "168.63.129.16/32",
        }.Select(IPNetwork.Parse),
    ];

    static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    static readonly IPNetwork[] Special6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>True for an address that anyone on the Internet may be reached at.</summary>
    public static bool Includes(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? !Array.Exists(Special4, n => n.Contains(address))
            : Global6.Contains(address) && !Array.Exists(Special6, n => n.Contains(address));
    }
}
