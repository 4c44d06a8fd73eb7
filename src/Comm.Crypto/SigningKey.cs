namespace Comm.Crypto;

/// <summary>
/// A private key made ready: it signs without deriving its public key anew each time. Public and private part cannot be
/// paired by hand, because signing with a foreign public key gives an Ed25519 private key away.
/// </summary>
public abstract class SigningKey : IDisposable
{
    private protected SigningKey(byte[] publicKey, Secret privateKey)
    {
        PublicKey = publicKey;
        PrivateKey = privateKey;
    }

    public ReadOnlyMemory<byte> PublicKey { get; }

    private protected Secret PrivateKey { get; }

    public abstract byte[] Sign(ReadOnlySpan<byte> data);

    public void Dispose()
    {
        PrivateKey.Dispose();
        GC.SuppressFinalize(this);
    }
}
