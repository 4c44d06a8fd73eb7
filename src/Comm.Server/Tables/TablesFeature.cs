using Comm.Server.Hosting;
using Comm.Shared.Messaging;
using Comm.Shared.Publishing;
using Microsoft.Extensions.Options;

namespace Comm.Server.Tables;

internal static class TablesFeature
{
    public static void AddTables(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddOptions<TablesOptions>().Bind(builder.Configuration.GetSection(TablesOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TablesOptions>, TablesOptionsValidator>();
        services.AddSingleton<TableShelf>();
    }

    public static void MapTables(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder tables = routes.MapGroup(ServerRoutes.Tables);
        tables.MapGet("", TableEndpoints.List).RequireAuthorization();
        tables.MapGet("/{hash}", TableEndpoints.Download).RequireAuthorization();
        tables
            .MapPut("/{hash}", TableEndpoints.Upload)
            .WithBodyOf(PublishedTable.MaxPackedBytes)
            .RequireRateLimiting(HostingFeature.AnonymousLimit);
    }
}
