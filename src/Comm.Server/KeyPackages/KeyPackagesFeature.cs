using System.Threading.RateLimiting;
using Comm.Server.Hosting;
using Comm.Server.Identity;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Comm.Server.KeyPackages;

internal static class KeyPackagesFeature
{
    private const string ClaimLimit = "key-package-claims";

    public static void AddKeyPackages(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services
            .AddOptions<KeyPackageOptions>()
            .Bind(builder.Configuration.GetSection(KeyPackageOptions.Section))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<KeyPackageOptions>, KeyPackageOptionsValidator>();
        services.AddSingleton<KeyPackageIntake>();
        services.AddSingleton<KeyPackageStore>();
        services.AddSingleton<ClaimLimiter>();
        services
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<KeyPackageOptions>>(
                (limiter, options) =>
                    limiter.AddPolicy(
                        ClaimLimit,
                        context =>
                            RateLimitPartition.GetFixedWindowLimiter(
                                context.User.Device(),
                                _ => new FixedWindowRateLimiterOptions
                                {
                                    PermitLimit = options.Value.ClaimsPerMinute,
                                    Window = TimeSpan.FromMinutes(1),
                                }
                            )
                    )
            );
    }

    public static void MapKeyPackages(this IEndpointRouteBuilder routes)
    {
        // Base64 in JSON makes 4 bytes of 3, and there is room for commas.
        const int MaxUploadBytes = WireLimits.MaxKeyPackages * ((WireLimits.MaxKeyPackageBytes / 3 * 4) + 16);

        RouteGroupBuilder packages = routes.MapGroup(ServerRoutes.KeyPackages).RequireAuthorization();
        packages.MapPost("", KeyPackageEndpoints.Upload).WithBodyOf(MaxUploadBytes);
        packages.MapGet("", KeyPackageEndpoints.Stock);
        routes
            .MapPost(ServerRoutes.KeyPackageClaims, KeyPackageEndpoints.Claim)
            .RequireAuthorization(Policies.Coordinator)
            .RequireRateLimiting(ClaimLimit);
    }
}
