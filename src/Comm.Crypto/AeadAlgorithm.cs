namespace Comm.Crypto;

/// <summary>
/// Authenticated encryption; a ciphertext ends in its tag. Checks every argument; a leaf holds the native call only.
/// <list type="table">
/// <listheader><term>Algorithm</term><description>Reference; key, nonce, tag in bytes</description></listheader>
/// <item><term>AES-128-GCM</term><description>SP 800-38D; 16, 12, 16</description></item>
/// <item><term>AES-256-GCM</term><description>SP 800-38D; 32, 12, 16</description></item>
/// <item><term>ChaCha20-Poly1305</term><description>RFC 8439; 32, 12, 16</description></item>
/// <item><term>XChaCha20-Poly1305</term><description>draft-irtf-cfrg-xchacha; 32, 24, 16: the nonce may be random</description></item>
/// </list>
/// </summary>
public abstract class AeadAlgorithm
{
    private protected AeadAlgorithm(int keySize, int nonceSize, int tagSize)
    {
        KeySize = keySize;
        NonceSize = nonceSize;
        TagSize = tagSize;
    }

    public static AeadAlgorithm Aes128Gcm { get; } = new AesGcmAead(16);

    public static AeadAlgorithm Aes256Gcm { get; } = new AesGcmAead(32);

    public static AeadAlgorithm ChaCha20Poly1305 { get; } = new ChaCha20Poly1305Aead();

    public static AeadAlgorithm XChaCha20Poly1305 { get; } = new XChaCha20Poly1305Aead();

    public int KeySize { get; }

    public int NonceSize { get; }

    public int TagSize { get; }

    public byte[] Encrypt(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> plaintext
    )
    {
        var ciphertext = new byte[plaintext.Length + TagSize];
        Encrypt(key, nonce, associatedData, plaintext, ciphertext);
        return ciphertext;
    }

    /// <summary>Into a destination as long as plaintext and tag together.</summary>
    public void Encrypt(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> plaintext,
        Span<byte> destination
    )
    {
        CheckKeyAndNonce(key, nonce);
        if (destination.Length != plaintext.Length + TagSize)
        {
            throw new ArgumentException("The destination takes the plaintext and a tag, exactly.", nameof(destination));
        }

        EncryptCore(key, nonce, associatedData, plaintext, destination);
    }

    /// <summary>The plaintext, or null: never why.</summary>
    public byte[]? Decrypt(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> ciphertext
    )
    {
        CheckKeyAndNonce(key, nonce);
        if (ciphertext.Length < TagSize)
        {
            return null;
        }

        var plaintext = new byte[ciphertext.Length - TagSize];
        return Decrypt(key, nonce, associatedData, ciphertext, plaintext) ? plaintext : null;
    }

    /// <summary>
    /// Whether the ciphertext is genuine, never why not. The destination, as long as the ciphertext without its tag, is all
    /// zero if it is not.
    /// </summary>
    public bool Decrypt(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> ciphertext,
        Span<byte> destination
    )
    {
        CheckKeyAndNonce(key, nonce);
        if (ciphertext.Length < TagSize)
        {
            destination.Clear();
            return false;
        }

        if (destination.Length != ciphertext.Length - TagSize)
        {
            throw new ArgumentException("The destination takes the plaintext, exactly.", nameof(destination));
        }

        if (DecryptCore(key, nonce, associatedData, ciphertext, destination))
        {
            return true;
        }

        destination.Clear();
        return false;
    }

    /// <summary>As <see cref="Decrypt(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>, for a plaintext that is itself a secret.</summary>
    public Secret? DecryptSecret(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> ciphertext
    )
    {
        CheckKeyAndNonce(key, nonce);
        if (ciphertext.Length < TagSize)
        {
            return null;
        }

        var plaintext = new Secret(ciphertext.Length - TagSize);
        if (Decrypt(key, nonce, associatedData, ciphertext, plaintext.Mutable))
        {
            return plaintext;
        }

        plaintext.Dispose();
        return null;
    }

    private protected abstract void EncryptCore(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> plaintext,
        Span<byte> ciphertext
    );

    private protected abstract bool DecryptCore(
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> associatedData,
        ReadOnlySpan<byte> ciphertext,
        Span<byte> plaintext
    );

    private void CheckKeyAndNonce(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException($"The key has {KeySize} bytes.", nameof(key));
        }

        if (nonce.Length != NonceSize)
        {
            throw new ArgumentException($"The nonce has {NonceSize} bytes.", nameof(nonce));
        }
    }
}
