using Comm.Server.Hosting;
using Comm.Shared.Messaging;
using Microsoft.Extensions.Options;

namespace Comm.Server.Identity.Enrolment;

internal static class EnrolmentFeature
{
    public static void AddEnrolment(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services
            .AddOptions<EnrolmentOptions>()
            .Bind(builder.Configuration.GetSection(EnrolmentOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<EnrolmentOptions>, EnrolmentOptionsValidator>();
        services.AddSingleton<EnrolmentRelay>();
    }

    public static void MapEnrolment(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder anonymous = routes
            .MapGroup(ServerRoutes.EnrolmentRequests)
            .RequireRateLimiting(HostingFeature.AnonymousLimit);
        anonymous.MapPost("", EnrolmentEndpoints.Submit);
        anonymous.MapGet("/{id}", EnrolmentEndpoints.Status);

        RouteGroupBuilder contactPoint = routes
            .MapGroup(ServerRoutes.EnrolmentRequests)
            .RequireAuthorization(Policies.ContactPoint);
        contactPoint.MapGet("", EnrolmentEndpoints.List);
        contactPoint.MapPost("/{id}/answer", EnrolmentEndpoints.Answer);
    }
}
