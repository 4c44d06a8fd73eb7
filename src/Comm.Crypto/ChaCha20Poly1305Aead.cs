using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>RFC 8439, by .NET.</summary>
internal sealed class ChaCha20Poly1305Aead() : AeadAlgorithm(KeyBytes, NonceBytes, TagBytes)
{
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private protected override void EncryptCore(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> plaintext,
        Span<byte> ciphertext
    )
    {
        using var aead = new System.Security.Cryptography.ChaCha20Poly1305(key);
        aead.Encrypt(nonce, plaintext, ciphertext[..^TagBytes], ciphertext[^TagBytes..], associatedData);
    }

    private protected override bool DecryptCore(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> ciphertext,
        Span<byte> plaintext
    )
    {
        using var aead = new System.Security.Cryptography.ChaCha20Poly1305(key);
        try
        {
            aead.Decrypt(nonce, ciphertext[..^TagBytes], ciphertext[^TagBytes..], plaintext, associatedData);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
