using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Comm.Server.Messaging;

internal static class MessagingFeature
{
    /// <summary>
    /// Base64 makes 4 bytes of 3; the rest is the frame around it. A little more than the largest message, so that one slightly
    /// too large is refused by name, and only a frame that nobody honest sends closes the connection.
    /// </summary>
    private const int MaxFrameBytes = (WireLimits.MaxMessageBytes / 3 * 4) + (32 * 1024);

    public static void AddMessaging(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services
            .AddOptions<MessagingOptions>()
            .Bind(builder.Configuration.GetSection(MessagingOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<MessagingOptions>, MessagingOptionsValidator>();
        services
            .AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = MaxFrameBytes;
                hub.EnableDetailedErrors = false;
            })
            .AddJsonProtocol(json => WireJson.Configure(json.PayloadSerializerOptions));
        services.RemoveAll<IHubProtocol>();
        services.AddSingleton<JsonHubProtocol>();
        services.AddSingleton<IHubProtocol, RefusingHubProtocol>();
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<FanOut>();
        services.AddSingleton<GroupLog>();
        services.AddHostedService(provider => provider.GetRequiredService<GroupLog>());
        services.AddSingleton<RevokedConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<RevokedConnections>());
        services.AddSingleton<MessageIntake>();
        services.AddSingleton<LogReader>();
    }

    public static void MapMessaging(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<GroupHub>(
            ServerRoutes.Hub,
            connection =>
            {
                connection.Transports = HttpTransportType.WebSockets;
                connection.CloseOnAuthenticationExpiration = true;
            }
        );
        routes.MapGet(ServerRoutes.Groups + "/{id}/log", LogEndpoint.Read).RequireAuthorization();
    }
}
