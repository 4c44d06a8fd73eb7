using Comm.Server.Hosting;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Comm.Server.Identity;

internal static class IdentityFeature
{
    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddOptions<IdentityOptions>().Bind(builder.Configuration.GetSection(IdentityOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IdentityOptions>, IdentityOptionsValidator>();
        services.AddSingleton<NonceStore>();
        services.AddSingleton<AssertionCheck>();
        services.AddSingleton<AccessTokenKey>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<TokenEndpoint>();
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<AccessTokens>((bearer, tokens) => tokens.Configure(bearer));

        // Authentication brings data protection along for cookies, of which there are none. It shall not keep keys in the user's
        // home, nor complain that it has none.
        services.AddDataProtection().DisableAutomaticKeyGeneration();
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.None);
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Policies.Coordinator, policy => policy.RequireRole(nameof(Roles.Coordinator)))
            .AddPolicy(Policies.ContactPoint, policy => policy.RequireRole(nameof(Roles.ContactPoint)));
    }

    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder anonymous = routes.MapGroup("").RequireRateLimiting(HostingFeature.AnonymousLimit);
        anonymous.MapPost(
            ServerRoutes.Nonce,
            (NonceStore nonces, HttpContext context) =>
            {
                context.Response.Headers.CacheControl = "no-store";
                return nonces.Issue();
            }
        );
        anonymous.MapPost(ServerRoutes.Token, (TokenEndpoint endpoint, HttpContext context) => endpoint.AnswerAsync(context));
    }
}
