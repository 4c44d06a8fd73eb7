namespace Comm.Crypto;

/// <summary>
/// Digital signatures. Checks every argument; a leaf holds the native call only.
/// <list type="table">
/// <listheader><term>Algorithm</term><description>Reference; private key, public key, signature in bytes</description></listheader>
/// <item><term>Ed25519</term><description>RFC 8032; 32 (the seed), 32, 64</description></item>
/// <item><term>ECDSA P-256 with SHA-256</term><description>FIPS 186-5; 32, 65 (uncompressed point), up to 72 (DER)</description></item>
/// <item><term>ECDSA P-384 with SHA-384</term><description>FIPS 186-5; 48, 97, up to 104</description></item>
/// <item><term>ECDSA P-521 with SHA-512</term><description>FIPS 186-5; 66, 133, up to 139</description></item>
/// </list>
/// </summary>
public abstract class SignatureAlgorithm
{
    private protected SignatureAlgorithm(int privateKeySize, int publicKeySize)
    {
        PrivateKeySize = privateKeySize;
        PublicKeySize = publicKeySize;
    }

    public static SignatureAlgorithm Ed25519 { get; } = new Ed25519();

    public static SignatureAlgorithm EcdsaP256 { get; } = new Ecdsa(NistCurve.P256, HashFunction.Sha256);

    public static SignatureAlgorithm EcdsaP384 { get; } = new Ecdsa(NistCurve.P384, HashFunction.Sha384);

    public static SignatureAlgorithm EcdsaP521 { get; } = new Ecdsa(NistCurve.P521, HashFunction.Sha512);

    public int PrivateKeySize { get; }

    public int PublicKeySize { get; }

    public abstract Secret GeneratePrivateKey();

    public byte[] GetPublicKey(Secret privateKey)
    {
        using SigningKey key = OpenKey(privateKey);
        return key.PublicKey.ToArray();
    }

    /// <summary>For one signature. Who signs often keeps the key of <see cref="OpenKey"/>.</summary>
    public byte[] Sign(Secret privateKey, ReadOnlySpan<byte> data)
    {
        using SigningKey key = OpenKey(privateKey);
        return key.Sign(data);
    }

    /// <summary>Makes a private key ready to sign; copies it, so that the caller may dispose of his.</summary>
    /// <exception cref="ArgumentException">Not a private key of this algorithm.</exception>
    public SigningKey OpenKey(Secret privateKey)
    {
        ArgumentNullException.ThrowIfNull(privateKey);
        if (privateKey.Length != PrivateKeySize)
        {
            throw new ArgumentException($"A private key has {PrivateKeySize} bytes.", nameof(privateKey));
        }

        return OpenKeyCore(privateKey);
    }

    /// <summary>False for whatever is wrong with key or signature, lengths included: both come from others.</summary>
    public bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        publicKey.Length == PublicKeySize && VerifyCore(publicKey, data, signature);

    /// <summary>
    /// Whether these bytes are a sound key, for keys that are kept before they have verified anything.
    /// <see cref="Verify"/> refuses unsound ones by itself.
    /// </summary>
    public bool IsValidPublicKey(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PublicKeySize && IsValidPublicKeyCore(publicKey);

    private protected abstract SigningKey OpenKeyCore(Secret privateKey);

    private protected abstract bool VerifyCore(
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> data,
        ReadOnlySpan<byte> signature
    );

    private protected abstract bool IsValidPublicKeyCore(ReadOnlySpan<byte> publicKey);
}
