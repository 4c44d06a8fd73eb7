using System.Net;
using System.Net.Sockets;

namespace Comm.Server.Hosting;

/// <summary>Whom a limit for callers without a name counts as one.</summary>
internal static class CallerAddress
{
    private const int Ipv6Prefix = 8;

    /// <summary>An IPv4 address, or the first 64 bits of an IPv6 one: whoever has one of those has all of the rest.</summary>
    public static string Of(HttpContext context) => Of(context.Connection.RemoteIpAddress);

    public static string Of(IPAddress? address) =>
        address switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(
                address.GetAddressBytes().AsSpan(0, Ipv6Prefix)
            ),
            _ => address.ToString(),
        };
}
