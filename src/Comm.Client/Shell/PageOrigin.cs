using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Comm.Client.Shell;

/// <summary>
/// Where the pages of this launch live: a random name under <c>.localhost</c>, because browsers keep cookies apart by host and not
/// by port, and another program's page on another port must never be sent ours.
/// </summary>
internal sealed class PageOrigin(IServer server)
{
    private readonly string _name = $"{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}.localhost";

    /// <summary>The only <c>Host</c> that is answered.</summary>
    public string Host => $"{_name}:{Port}";

    /// <summary>The only <c>Origin</c> from which anything may be changed.</summary>
    public string Origin => $"http://{Host}";

    private int Port =>
        (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [])
            .Where(address => !address.Contains("unix:", StringComparison.Ordinal))
            .Select(address => new Uri(address))
            .FirstOrDefault(address => address.IsLoopback)
            ?.Port
        ?? throw new InvalidOperationException("The page listener is not open yet.");
}
