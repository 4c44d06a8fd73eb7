using Comm.Server.Hosting;
using Comm.Shared.Messaging;

namespace Comm.Server.Identity.Enrolment;

internal static class EnrolmentFeature
{
    public static void AddEnrolment(this WebApplicationBuilder builder) => builder.Services.AddSingleton<EnrolmentRelay>();

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
