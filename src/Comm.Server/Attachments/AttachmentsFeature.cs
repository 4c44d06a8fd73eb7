using System.Threading.RateLimiting;
using Comm.Server.Hosting;
using Comm.Server.Identity;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Comm.Server.Attachments;

internal static class AttachmentsFeature
{
    private const string UploadLimit = "attachment-uploads";

    public static void AddAttachments(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services
            .AddOptions<AttachmentOptions>()
            .Bind(builder.Configuration.GetSection(AttachmentOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<AttachmentOptions>, AttachmentOptionsValidator>();
        services.AddSingleton<AttachmentStore>();
        services.AddSingleton<AttachmentIntake>();
        services.AddHostedService<UnfinishedUploads>();
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<AttachmentOptions>>(
                (limiter, options) =>
                    limiter.AddPolicy(
                        UploadLimit,
                        context =>
                            RateLimitPartition.GetConcurrencyLimiter(
                                context.User.Device(),
                                _ => new ConcurrencyLimiterOptions { PermitLimit = options.Value.UploadsAtATime }
                            )
                    )
            );
    }

    public static void MapAttachments(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder attachments = routes
            .MapGroup(ServerRoutes.Groups + "/{id}/attachments/{attachment}")
            .RequireAuthorization();
        attachments.MapGet("", AttachmentEndpoints.Download);
        attachments
            .MapPut("", AttachmentEndpoints.Upload)
            .WithBodyOf(WireLimits.MaxSealedAttachmentBytes)
            .RequireRateLimiting(UploadLimit);
    }
}
