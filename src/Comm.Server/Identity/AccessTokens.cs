using System.Security.Claims;
using Comm.Server.Directory;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Comm.Server.Identity;

/// <summary>What a signed-in device shows from then on: who it is and which roles its certificate gives, for minutes.</summary>
internal sealed class AccessTokens(AccessTokenKey key, TimeProvider clock, IOptions<IdentityOptions> options)
{
    private const string Type = "at+jwt";
    private const string RolesClaim = "roles";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Never valid for longer than the certificate that it stands for.</summary>
    public TokenAnswer Issue(DeviceCertificate certificate)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        ulong certified = Math.Min(certificate.Validity.NotAfter, certificate.Issuer.Validity.NotAfter) - (ulong)now;
        long lifetime = (long)Math.Min((ulong)options.Value.AccessTokenLifetime.TotalSeconds, certified);
        string token = _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                TokenType = Type,
                Issuer = options.Value.Audience,
                Audience = options.Value.Audience,
                IssuedAt = DateTimeOffset.FromUnixTimeSeconds(now).UtcDateTime,
                Expires = DateTimeOffset.FromUnixTimeSeconds(now + lifetime).UtcDateTime,
                Claims = new Dictionary<string, object>
                {
                    [JwtRegisteredClaimNames.Sub] = certificate.Device.ToString(),
                    [RolesClaim] = Enum.GetValues<Roles>()
                        .Where(role => role != Roles.None && certificate.Roles.HasFlag(role))
                        .Select(role => role.ToString())
                        .ToArray(),
                },
                SigningCredentials = new SigningCredentials(key.Key, SecurityAlgorithms.HmacSha256),
            }
        );
        return new TokenAnswer(token, "Bearer", lifetime);
    }

    public void Configure(JwtBearerOptions bearer)
    {
        bearer.MapInboundClaims = false;
        bearer.IncludeErrorDetails = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidTypes = [Type],
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            RequireSignedTokens = true,
            IssuerSigningKey = key.Key,
            ValidateIssuerSigningKey = true,
            ValidIssuer = options.Value.Audience,
            ValidAudience = options.Value.Audience,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime,
            NameClaimType = JwtRegisteredClaimNames.Sub,
            RoleClaimType = RolesClaim,
        };
        bearer.Events = new JwtBearerEvents { OnTokenValidated = RefuseRevokedAsync };
    }

    /// <summary>
    /// A token lasts for minutes, and a revocation shall not wait for its end: each request asks, where it matters who does. What
    /// anybody may have, such as the server's health, needs no database.
    /// </summary>
    private static async Task RefuseRevokedAsync(TokenValidatedContext context)
    {
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null)
        {
            return;
        }

        DeviceDirectory devices = context.HttpContext.RequestServices.GetRequiredService<DeviceDirectory>();
        if (await devices.IsRevokedAsync(context.Principal!.Device(), context.HttpContext.RequestAborted))
        {
            context.Fail("revoked");
        }
    }
}

internal static class CallerIdentity
{
    /// <summary>The device that a valid access token names. Behind [Authorize] there always is one.</summary>
    public static DeviceId Device(this ClaimsPrincipal caller) =>
        Identifier.TryParse(caller.FindFirstValue(JwtRegisteredClaimNames.Sub), out DeviceId device)
            ? device
            : throw new InvalidOperationException("Asked for the caller where nobody is signed in.");
}
