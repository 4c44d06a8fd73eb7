using Comm.Server.Hosting;
using Microsoft.Extensions.Configuration;

namespace Comm.Server.Tests.Hosting;

public sealed class PlainHttpRefusalTests
{
    [Theory]
    [InlineData("urls", "http://0.0.0.0:5000")]
    [InlineData("urls", "http://*:5000")]
    [InlineData("urls", "http://+:5000")]
    [InlineData("urls", "http://[::]:5000")]
    [InlineData("urls", "http://comm.example:5000")]
    [InlineData("urls", "http://192.0.2.7:5000")]
    [InlineData("urls", "HTTP://0.0.0.0:5000")]
    [InlineData("urls", "https://0.0.0.0:5001; http://0.0.0.0:5000")]
    [InlineData("http_ports", "8080")]
    [InlineData("Kestrel:Endpoints:Public:Url", "http://0.0.0.0:80")]
    public void PlainHttpBeyondLoopbackIsRefused(string key, string value)
    {
        Assert.True(Validate(key, value, behindProxy: false).Failed);
        Assert.True(Validate(key, value, behindProxy: true).Succeeded);
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:0")]
    [InlineData("urls", "http://127.8.8.8:5000")]
    [InlineData("urls", "http://[::1]:5000")]
    [InlineData("urls", "http://localhost:5000")]
    [InlineData("urls", "https://0.0.0.0:5001;http://localhost:5000")]
    [InlineData("urls", "http://unix:/run/comm.sock")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Public:Url", "https://*:443")]
    [InlineData("nothing", "at all")]
    public void LoopbackAndHttpsAreNot(string key, string value) =>
        Assert.True(Validate(key, value, behindProxy: false).Succeeded);

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(string key, string value, bool behindProxy) =>
        new PlainHttpRefusal(
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(key, (string?)value)]).Build()
        ).Validate(null, new HostingOptions { BehindTlsProxy = behindProxy });
}
