using Comm.Crypto;

namespace Comm.Mls.Suites;

/// <summary>A signature key in this process's memory. Copies the private key: the caller disposes of his own.</summary>
public sealed class SoftwareSigner : ISigner, IDisposable
{
    private readonly SigningKey _key;

    public SoftwareSigner(CipherSuite suite, Secret privateKey)
    {
        ArgumentNullException.ThrowIfNull(suite);
        _key = suite.Signature.OpenKey(privateKey);
    }

    public ReadOnlyMemory<byte> PublicKey => _key.PublicKey;

    /// <summary>A signer with a new key.</summary>
    /// <exception cref="ArgumentException">A suite that we do not implement.</exception>
    public static SoftwareSigner Generate(CipherSuiteId suite) => Generate(CipherSuite.Get(suite));

    /// <summary>A signer with a new key.</summary>
    public static SoftwareSigner Generate(CipherSuite suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        using Secret privateKey = suite.Signature.GeneratePrivateKey();
        return new SoftwareSigner(suite, privateKey);
    }

    public byte[] Sign(ReadOnlySpan<byte> data) => _key.Sign(data);

    public void Dispose() => _key.Dispose();
}
