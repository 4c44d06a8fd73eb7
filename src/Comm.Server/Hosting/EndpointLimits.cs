using Microsoft.AspNetCore.Http.Metadata;

namespace Comm.Server.Hosting;

internal static class EndpointLimits
{
    /// <summary>Largest body where an endpoint does not say otherwise: JSON of a few fields.</summary>
    public const int DefaultBodyBytes = 64 * 1024;

    /// <summary>
    /// Lets this endpoint have larger bodies, and a little more, so that one slightly too large is refused by the endpoint in its
    /// own words.
    /// </summary>
    public static RouteHandlerBuilder WithBodyOf(this RouteHandlerBuilder endpoint, int maxBytes) =>
        endpoint.WithMetadata(new BodySize(maxBytes + DefaultBodyBytes));

    private sealed class BodySize(long max) : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => max;
    }
}
