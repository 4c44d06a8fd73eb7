using System.Net;
using Microsoft.Extensions.Options;

namespace Comm.Server.Hosting;

/// <summary>
/// Refuses to start when the configuration would have the server speak plain http to other machines. Asks every place that
/// Kestrel takes addresses from.
/// </summary>
internal sealed class PlainHttpRefusal(IConfiguration configuration) : IValidateOptions<HostingOptions>
{
    public ValidateOptionsResult Validate(string? name, HostingOptions options)
    {
        if (options.BehindTlsProxy)
        {
            return ValidateOptionsResult.Success;
        }

        string[] exposed = [.. Addresses().Where(IsExposed)];
        return exposed.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{string.Join(", ", exposed)}: plain http beyond this machine. Configure https (Kestrel:Endpoints), listen on "
                    + $"a loopback address, or set {HostingOptions.Section}:{nameof(HostingOptions.BehindTlsProxy)}."
            );
    }

    private IEnumerable<string> Addresses()
    {
        foreach (string url in Split(configuration[WebHostDefaults.ServerUrlsKey]))
        {
            yield return url;
        }

        foreach (string port in Split(configuration[WebHostDefaults.HttpPortsKey]))
        {
            yield return $"http://*:{port}";
        }

        foreach (IConfigurationSection endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
        {
            if (endpoint["Url"] is { } url)
            {
                yield return url;
            }
        }
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static bool IsExposed(string url)
    {
        BindingAddress address = BindingAddress.Parse(url);
        bool loopback =
            address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || address.IsUnixPipe
            || (IPAddress.TryParse(address.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip));
        return address.Scheme.Equals("http", StringComparison.OrdinalIgnoreCase) && !loopback;
    }
}
