namespace Comm.Shared.Messaging;

/// <summary>Sign-in by device key (design D3): the JWT bearer grant of RFC 7523.</summary>
public static class SignIn
{
    public const string GrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>The <c>typ</c> of the assertion (RFC 8725 §3.11: no other JWT of ours can be taken for one).</summary>
    public const string AssertionType = "customscomm-device+jwt";

    /// <summary>Header parameter: the device certificate, base64url.</summary>
    public const string CertificateHeader = "cert";

    /// <summary>Claim: the nonce from <see cref="ServerRoutes.Nonce"/>, good for one use.</summary>
    public const string NonceClaim = "nonce";

    /// <summary>The algorithm of the assertion (RFC 8037).</summary>
    public const string Algorithm = "EdDSA";
}
