using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Comm.Server.Hosting;

internal sealed class HostingOptions
{
    public const string Section = "Hosting";

    /// <summary>
    /// Plain http is served on the loopback address only, unless a proxy on this machine or in this network ends TLS in front of
    /// the server and this says so. Then X-Forwarded-For and -Proto are believed from loopback addresses. Defaults to false: a
    /// bearer token in the clear is everybody's.
    /// </summary>
    public bool BehindTlsProxy { get; init; }

    /// <summary>
    /// Requests that one address may make in a minute without being signed in (nonce, token, enrolment). 600: a whole
    /// administration behind one address signs in every quarter of an hour.
    /// </summary>
    [Range(1, 1_000_000)]
    public int AnonymousRequestsPerMinute { get; init; } = 600;

    /// <summary>Open connections at a time. 10,000: past what one machine of this class serves well.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 10_000;
}

[OptionsValidator]
internal sealed partial class HostingOptionsValidator : IValidateOptions<HostingOptions>;
