using Comm.Crypto;

namespace Comm.Mls.Suites;

/// <summary>A signature key in this process's memory.</summary>
public sealed class SoftwareSigner : ISigner, IDisposable
{
    private readonly SigningKey _key;

    /// <summary>A signer with this key; copies it, so that the caller may dispose of his own.</summary>
    /// <param name="suite">Of whose scheme the key is.</param>
    /// <param name="privateKey">32 bytes for Ed25519 (the seed) and P-256, 48 for P-384, 66 for P-521.</param>
    /// <exception cref="ArgumentException">A suite that is not ours, or not a private key of it.</exception>
    public SoftwareSigner(CipherSuiteId suite, Secret privateKey) => _key = CipherSuite.Get(suite).Signature.OpenKey(privateKey);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> PublicKey => _key.PublicKey;

    /// <summary>A signer with a new key.</summary>
    /// <exception cref="ArgumentException">A suite that is not ours.</exception>
    public static SoftwareSigner Generate(CipherSuiteId suite)
    {
        using Secret privateKey = CipherSuite.Get(suite).Signature.GeneratePrivateKey();
        return new SoftwareSigner(suite, privateKey);
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> data) => _key.Sign(data);

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => _key.Dispose();
}
