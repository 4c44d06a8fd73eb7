using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;
using Microsoft.IdentityModel.Tokens;

namespace Comm.Server.Identity;

/// <summary>
/// A device's key as Microsoft.IdentityModel wants it. That library knows no EdDSA (RFC 8037): this key brings its own provider,
/// which verifies with Comm.Crypto and can do nothing else.
/// </summary>
internal sealed class Ed25519PublicKey : AsymmetricSecurityKey
{
    public Ed25519PublicKey(Opaque key)
    {
        Key = key;
        CryptoProviderFactory = new CryptoProviderFactory
        {
            CustomCryptoProvider = new Provider(),
            CacheSignatureProviders = false,
        };
    }

    public Opaque Key { get; }

    public override int KeySize => SignatureAlgorithm.Ed25519.PublicKeySize * 8;

    [Obsolete("The base class asks for it.")]
    public override bool HasPrivateKey => false;

    public override PrivateKeyStatus PrivateKeyStatus => PrivateKeyStatus.DoesNotExist;

    private sealed class Provider : ICryptoProvider
    {
        public bool IsSupportedAlgorithm(string algorithm, params object[] args) =>
            algorithm == SignIn.Algorithm && args is [Ed25519PublicKey, ..];

        public object Create(string algorithm, params object[] args) =>
            IsSupportedAlgorithm(algorithm, args)
                ? new Verifier((Ed25519PublicKey)args[0])
                : throw new NotSupportedException("This key verifies EdDSA.");

        public void Release(object cryptoInstance) => (cryptoInstance as IDisposable)?.Dispose();
    }

    private sealed class Verifier(Ed25519PublicKey key) : SignatureProvider(key, SignIn.Algorithm)
    {
        public override bool Verify(byte[] input, byte[] signature) =>
            SignatureAlgorithm.Ed25519.Verify(key.Key.Span, input, signature);

        public override bool Verify(
            byte[] input,
            int inputOffset,
            int inputLength,
            byte[] signature,
            int signatureOffset,
            int signatureLength
        ) =>
            SignatureAlgorithm.Ed25519.Verify(
                key.Key.Span,
                input.AsSpan(inputOffset, inputLength),
                signature.AsSpan(signatureOffset, signatureLength)
            );

        public override byte[] Sign(byte[] input) => throw new NotSupportedException("A public key does not sign.");

        protected override void Dispose(bool disposing) { }
    }
}
