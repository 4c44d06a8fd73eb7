using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using Comm.Crypto;
using Comm.Mls.Codec;
using Microsoft.Extensions.Options;

namespace Comm.Server.Identity;

internal sealed class IdentityOptions
{
    public const string Section = "Identity";

    /// <summary>The platform's root public key, Ed25519, base64url. No default: whoever signs with it says who is who.</summary>
    [Required(ErrorMessage = "Identity:RootKey is missing: the platform's root public key.")]
    [RootKey]
    public string RootKey { get; init; } = "";

    /// <summary>
    /// The server's public base address, without a slash at the end. Assertions name it, so that one made for another server is
    /// of no use here. No default: guessed from a request's Host, it would be the attacker's to choose.
    /// </summary>
    [Required(ErrorMessage = "Identity:Audience is missing: the server's public base address.")]
    [RegularExpression("^https?://[^/?#]+$", ErrorMessage = "Identity:Audience is an http(s) address without a path.")]
    public string Audience { get; init; } = "";

    /// <summary>Validity of an access token. 15 minutes: a device that is shut out stays in no longer.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan AccessTokenLifetime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Validity of a nonce. 2 minutes: time to sign on a slow line, and no more.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "00:10:00")]
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Nonces kept at a time, about 100 bytes each; the oldest makes room. 100,000: who wants to drive out an honest client's must
    /// ask for that many between its two requests.
    /// </summary>
    [Range(16, 10_000_000)]
    public int MaxNonces { get; init; } = 100_000;

    public Opaque RootKeyBytes => Base64Url.DecodeFromChars(RootKey);
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class RootKeyAttribute() : ValidationAttribute("Identity:RootKey is an Ed25519 public key, base64url.")
{
    public override bool IsValid(object? value) =>
        value is string text
        && Base64Url.IsValid(text, out int length)
        && length == SignatureAlgorithm.Ed25519.PublicKeySize
        && SignatureAlgorithm.Ed25519.IsValidPublicKey(Base64Url.DecodeFromChars(text));
}

[OptionsValidator]
internal sealed partial class IdentityOptionsValidator : IValidateOptions<IdentityOptions>;
