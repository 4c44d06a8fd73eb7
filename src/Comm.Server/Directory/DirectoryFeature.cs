using Comm.Shared.Messaging;

namespace Comm.Server.Directory;

internal static class DirectoryFeature
{
    public static void AddDirectory(this WebApplicationBuilder builder) => builder.Services.AddSingleton<DeviceDirectory>();

    public static void MapDirectory(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                ServerRoutes.Devices,
                (DeviceDirectory directory, CancellationToken cancellationToken) => directory.ListAsync(cancellationToken)
            )
            .RequireAuthorization();
}
