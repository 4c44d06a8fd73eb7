using System.Globalization;
using System.Threading.RateLimiting;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Comm.Server.Hosting;

/// <summary>What every slice stands on: listener, limits, errors, log output, health.</summary>
internal static class HostingFeature
{
    /// <summary>For endpoints that anybody may call.</summary>
    public const string AnonymousLimit = "anonymous";

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddOptions<HostingOptions>().Bind(builder.Configuration.GetSection(HostingOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<HostingOptions>, HostingOptionsValidator>();
        services.AddSingleton<IValidateOptions<HostingOptions>, PlainHttpRefusal>();
        services.AddSingleton(TimeProvider.System);
        services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services
            .AddOptions<KestrelServerOptions>()
            .Configure<IOptions<HostingOptions>>(
                (kestrel, options) =>
                {
                    kestrel.AddServerHeader = false;
                    kestrel.Limits.MaxRequestBodySize = EndpointLimits.DefaultBodyBytes;
                    kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
                    kestrel.Limits.MaxConcurrentConnections = options.Value.MaxConnections;
                    kestrel.Limits.MaxConcurrentUpgradedConnections = options.Value.MaxConnections;
                }
            );
        services
            .AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<HostingOptions>>(
                (forwarded, options) =>
                    forwarded.ForwardedHeaders = options.Value.BehindTlsProxy
                        ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                        : ForwardedHeaders.None
            );
        AddErrors(services);
        AddRateLimits(services);

        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        // Their information lines would name request paths; ours say what an operator may know.
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
    }

    public static void UseHosting(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseJsonCharset();
        app.MapHealthChecks(ServerRoutes.Health, new HealthCheckOptions { ResponseWriter = WriteHealthAsync });
        AddressAnnouncement.Register(app);
    }

    private static void AddErrors(IServiceCollection services)
    {
        // The same answers in development as in service.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = false);
        services.Configure<ExceptionHandlerOptions>(handler =>
            handler.StatusCodeSelector = failure =>
                failure is Microsoft.AspNetCore.Http.BadHttpRequestException bad
                    ? bad.StatusCode
                    : StatusCodes.Status500InternalServerError
        );
        services.AddProblemDetails(problems =>
            problems.CustomizeProblemDetails = context =>
                context.ProblemDetails.Extensions.TryAdd(Problem.Code, CodeOf(context.HttpContext.Response.StatusCode))
        );
    }

    /// <summary>Where no slice has said it better.</summary>
    private static string CodeOf(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => "not-signed-in",
            StatusCodes.Status403Forbidden => "not-allowed",
            StatusCodes.Status404NotFound => "not-found",
            StatusCodes.Status413PayloadTooLarge => "too-large",
            StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
            StatusCodes.Status429TooManyRequests => "too-many-requests",
            >= 500 => "server-fault",
            _ => "bad-request",
        };

    private static void AddRateLimits(IServiceCollection services) =>
        services
            .AddRateLimiter(limiter =>
            {
                limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
                limiter.OnRejected = (context, _) =>
                {
                    if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after))
                    {
                        context.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(after.TotalSeconds)).ToString(
                            CultureInfo.InvariantCulture
                        );
                    }

                    return ValueTask.CompletedTask;
                };
            })
            .AddOptions<RateLimiterOptions>()
            .Configure<IOptions<HostingOptions>>(
                (limiter, options) =>
                    limiter.AddPolicy(
                        AnonymousLimit,
                        context =>
                            RateLimitPartition.GetFixedWindowLimiter(
                                CallerAddress.Of(context),
                                _ => new FixedWindowRateLimiterOptions
                                {
                                    PermitLimit = options.Value.AnonymousRequestsPerMinute,
                                    Window = TimeSpan.FromMinutes(1),
                                }
                            )
                    )
            );

    private static Task WriteHealthAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new Dictionary<string, string> { ["status"] = report.Status == HealthStatus.Healthy ? "ok" : "unavailable" }
        );
}
