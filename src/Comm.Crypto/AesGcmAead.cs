using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>AES in Galois/Counter Mode (SP 800-38D), by .NET.</summary>
internal sealed class AesGcmAead(int keySize) : AeadAlgorithm(keySize, NonceBytes, TagBytes)
{
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
        using var aead = new AesGcm(key, TagBytes);
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
        using var aead = new AesGcm(key, TagBytes);
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
