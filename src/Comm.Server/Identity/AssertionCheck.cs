using System.Buffers.Text;
using Comm.Mls.Codec;
using Comm.Shared.Membership;
using Comm.Shared.Messaging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Comm.Server.Identity;

/// <summary>Why a device was not signed in: for the log. The client hears "invalid_grant".</summary>
internal enum SignInRefusal
{
    Malformed = 1,

    /// <summary>Never issued, used before, or expired.</summary>
    Nonce,

    /// <summary>Not by this platform's root, or out of its time.</summary>
    Certificate,

    /// <summary>Signature, type, algorithm, issuer, subject, audience or expiry.</summary>
    Assertion,

    /// <summary>The directory knows the device otherwise: <see cref="Directory.AdmissionRefusal"/>.</summary>
    Directory,
}

/// <summary>A device's word that it is itself (design D3): docs/protocol.md says what it looks like.</summary>
internal sealed class AssertionCheck(NonceStore nonces, TimeProvider clock, IOptions<IdentityOptions> options)
{
    private const int MaxBytes = 16 * 1024;

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxBytes };

    /// <summary>The device's certificate; null and why not. The nonce is used up either way.</summary>
    public async Task<(DeviceCertificate? Certificate, SignInRefusal? Refusal)> CheckAsync(string assertion)
    {
        if (TryRead(assertion) is not { } token || !TryReadClaims(token, out string? nonce, out DeviceCertificate? certificate))
        {
            return (null, SignInRefusal.Malformed);
        }

        if (!nonces.TryConsume(nonce, out DateTimeOffset expiresAt))
        {
            return (null, SignInRefusal.Nonce);
        }

        if (!certificate.ChainsTo(options.Value.RootKeyBytes.Span) || !certificate.IsValidAt(clock.GetUtcNow()))
        {
            return (null, SignInRefusal.Certificate);
        }

        TokenValidationResult result = await _handler.ValidateTokenAsync(token, Expectations(certificate, expiresAt));
        return result.IsValid && token.Subject == certificate.Device.ToString()
            ? (certificate, null)
            : (null, SignInRefusal.Assertion);
    }

    private JsonWebToken? TryRead(string assertion)
    {
        if (assertion.Length > MaxBytes || !_handler.CanReadToken(assertion))
        {
            return null;
        }

        try
        {
            return _handler.ReadJsonWebToken(assertion);
        }
        // The library has no TryRead: whatever it dislikes in a stranger's bytes is the stranger's fault.
        catch (Exception failure) when (failure is ArgumentException or SecurityTokenException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static bool TryReadClaims(JsonWebToken token, out string nonce, out DeviceCertificate certificate)
    {
        nonce = "";
        certificate = null!;
        if (
            !token.TryGetPayloadValue(SignIn.NonceClaim, out string? claimed)
            || claimed is null
            // RFC 7515 §4.1.11: what is critical must be understood, and none of it is here.
            || token.TryGetHeaderValue("crit", out object? _)
            || !token.TryGetHeaderValue(SignIn.CertificateHeader, out string? encoded)
            || encoded is null
            || !Base64Url.IsValid(encoded)
            || !MlsCodec.TryDecode(Base64Url.DecodeFromChars(encoded), out DeviceCertificate? decoded)
        )
        {
            return false;
        }

        nonce = claimed;
        certificate = decoded;
        return true;
    }

    /// <summary>Each of them named, and none left to a default (RFC 8725).</summary>
    private TokenValidationParameters Expectations(DeviceCertificate certificate, DateTimeOffset expiresAt) =>
        new()
        {
            ValidTypes = [SignIn.AssertionType],
            ValidAlgorithms = [SignIn.Algorithm],
            RequireSignedTokens = true,
            IssuerSigningKey = new Ed25519PublicKey(certificate.DeviceKey),
            ValidateIssuerSigningKey = true,
            ValidIssuer = certificate.Device.ToString(),
            ValidAudience = options.Value.Audience,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) =>
                expires == expiresAt.UtcDateTime && (notBefore is null || notBefore <= clock.GetUtcNow().UtcDateTime),
        };
}
