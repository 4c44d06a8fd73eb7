using System.Net;
using Comm.Server.Hosting;

namespace Comm.Server.Tests.Hosting;

public sealed class CallerAddressTests
{
    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    public void Ipv6NeighboursCountAsOne(string left, string right, bool one) =>
        Assert.Equal(one, CallerAddress.Of(IPAddress.Parse(left)) == CallerAddress.Of(IPAddress.Parse(right)));
}
