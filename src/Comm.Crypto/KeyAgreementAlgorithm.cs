namespace Comm.Crypto;

/// <summary>
/// Diffie-Hellman. Checks every argument; a leaf holds the native call only.
/// <list type="table">
/// <listheader><term>Algorithm</term><description>Reference; private key, public key, shared secret in bytes</description></listheader>
/// <item><term>X25519</term><description>RFC 7748; 32, 32, 32</description></item>
/// <item><term>ECDH P-256</term><description>SP 800-56A; 32, 65 (uncompressed point), 32 (the x coordinate)</description></item>
/// <item><term>ECDH P-384</term><description>SP 800-56A; 48, 97, 48</description></item>
/// <item><term>ECDH P-521</term><description>SP 800-56A; 66, 133, 66</description></item>
/// </list>
/// </summary>
public abstract class KeyAgreementAlgorithm
{
    private protected KeyAgreementAlgorithm(int privateKeySize, int publicKeySize, int sharedSecretSize)
    {
        PrivateKeySize = privateKeySize;
        PublicKeySize = publicKeySize;
        SharedSecretSize = sharedSecretSize;
    }

    public static KeyAgreementAlgorithm X25519 { get; } = new X25519();

    public static KeyAgreementAlgorithm EcdhP256 { get; } = new Ecdh(NistCurve.P256);

    public static KeyAgreementAlgorithm EcdhP384 { get; } = new Ecdh(NistCurve.P384);

    public static KeyAgreementAlgorithm EcdhP521 { get; } = new Ecdh(NistCurve.P521);

    public int PrivateKeySize { get; }

    public int PublicKeySize { get; }

    public int SharedSecretSize { get; }

    public abstract Secret GeneratePrivateKey();

    /// <exception cref="ArgumentException">Not a private key of this algorithm.</exception>
    public byte[] GetPublicKey(Secret privateKey)
    {
        CheckPrivateKey(privateKey);
        return GetPublicKeyCore(privateKey);
    }

    /// <summary>The raw shared secret; null for a public key of any wrong sort, and for an all-zero result.</summary>
    /// <exception cref="ArgumentException">Not a private key of this algorithm.</exception>
    public Secret? TryAgree(Secret privateKey, ReadOnlySpan<byte> publicKey)
    {
        CheckPrivateKey(privateKey);
        return publicKey.Length == PublicKeySize ? TryAgreeCore(privateKey, publicKey) : null;
    }

    public bool IsValidPublicKey(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PublicKeySize && IsValidPublicKeyCore(publicKey);

    /// <summary>Whether these bytes can be a private key: what key derivation asks before it takes them.</summary>
    public bool IsValidPrivateKey(ReadOnlySpan<byte> privateKey) =>
        privateKey.Length == PrivateKeySize && IsValidPrivateKeyCore(privateKey);

    private protected abstract byte[] GetPublicKeyCore(Secret privateKey);

    private protected abstract Secret? TryAgreeCore(Secret privateKey, ReadOnlySpan<byte> publicKey);

    private protected abstract bool IsValidPublicKeyCore(ReadOnlySpan<byte> publicKey);

    private protected abstract bool IsValidPrivateKeyCore(ReadOnlySpan<byte> privateKey);

    private void CheckPrivateKey(Secret privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        if (!IsValidPrivateKey(privateKey.Span))
        {
            throw new ArgumentException($"Not a private key of {GetType().Name}.", nameof(privateKey));
        }
    }
}
