using Comm.Crypto;
using Comm.Mls.Codec;

namespace Comm.Mls.Suites;

/// <summary>A key pair of the suite's KEM. Owns its private key.</summary>
internal sealed class HpkeKeyPair(Opaque publicKey, Secret privateKey) : IDisposable
{
    public Opaque PublicKey { get; } = publicKey;

    public Secret PrivateKey { get; } = privateKey;

    public void Dispose() => PrivateKey.Dispose();
}
