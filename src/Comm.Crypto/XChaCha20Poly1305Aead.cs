using Comm.Crypto.Native;

namespace Comm.Crypto;

/// <summary>draft-irtf-cfrg-xchacha-03, by libsodium.</summary>
internal sealed class XChaCha20Poly1305Aead() : AeadAlgorithm(KeyBytes, NonceBytes, TagBytes)
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 24;
    private const int TagBytes = 16;

    private protected override void EncryptCore(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> plaintext,
        Span<byte> ciphertext
    )
    {
        SodiumLibrary.Require();
        _ = Sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
            ciphertext,
            IntPtr.Zero,
            plaintext,
            (ulong)plaintext.Length,
            associatedData,
            (ulong)associatedData.Length,
            IntPtr.Zero,
            nonce,
            key
        );
    }

    private protected override bool DecryptCore(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> ciphertext,
        Span<byte> plaintext
    )
    {
        SodiumLibrary.Require();
        return Sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
                plaintext,
                IntPtr.Zero,
                IntPtr.Zero,
                ciphertext,
                (ulong)ciphertext.Length,
                associatedData,
                (ulong)associatedData.Length,
                nonce,
                key
            ) == 0;
    }
}
