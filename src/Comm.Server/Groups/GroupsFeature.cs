using Comm.Mls.Codec;
using Comm.Server.Hosting;
using Comm.Server.Storage;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;

namespace Comm.Server.Groups;

internal static class GroupsFeature
{
    public static void AddGroups(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(GroupRules.Create);
        services.AddSingleton<GroupStates>();
        services.AddSingleton<GroupCreation>();
        services.AddSingleton<CommitChecks>();
        services.AddSingleton<CommitIntake>();
        services.AddSingleton(provider => new RemovalProposer(
            KeyFile.ReadOrCreate(provider.GetRequiredService<StorageFolder>().ExternalSenderKey, RemovalProposer.CreateKey)
        ));
        services.AddSingleton<Removals>();
        services.AddHostedService(provider => provider.GetRequiredService<Removals>());
        services.AddSingleton<GroupDescriptions>();
        services.AddSingleton<Standings>();
        services.AddSingleton<WelcomeShelf>();
    }

    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder groups = routes.MapGroup(ServerRoutes.Groups).RequireAuthorization();
        groups.MapGet("", GroupEndpoints.List);
        groups.MapPost("", GroupEndpoints.Create).WithBodyOf(WireLimits.MaxCommitBytes);
        groups.MapPost("/{id}/faults", GroupEndpoints.ReportFault).WithBodyOf(FaultReport.MaxBytes);
        groups.MapGet("/{id}/description", GroupEndpoints.Describe);
        groups.MapPost("/{id}/commits", GroupEndpoints.Commit).WithBodyOf(WireLimits.MaxCommitBytes);

        routes
            .MapGet(
                ServerRoutes.ExternalSender,
                (RemovalProposer proposer) => new ExternalSenderAnswer(MlsCodec.Encode(proposer.Sender))
            )
            .RequireAuthorization();

        RouteGroupBuilder welcomes = routes.MapGroup(ServerRoutes.Welcomes).RequireAuthorization();
        welcomes.MapGet("", GroupEndpoints.ReadWelcomes);
        welcomes.MapDelete("/{id}", GroupEndpoints.DeleteWelcome);
    }
}
