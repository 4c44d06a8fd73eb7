using System.Security.Cryptography;
using Comm.Crypto.Native;

namespace Comm.Crypto;

/// <summary>RFC 9106 with one lane, by libsodium: a key from a passphrase, at a price.</summary>
public static class Argon2id
{
    public const int SaltSize = 16;

    // libsodium's crypto_pwhash_ALG_ARGON2ID13 and its shortest output.
    private const int Algorithm = 2;
    private const int MinOutput = 16;

    /// <exception cref="CryptographicException">The machine does not give the memory that the cost asks for.</exception>
    public static Secret Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, Argon2idCost cost, int length)
    {
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, MinOutput);
        if (salt.Length != SaltSize)
        {
            throw new ArgumentException($"The salt has {SaltSize} bytes.", nameof(salt));
        }

        return DeriveUnchecked(passphrase, salt, cost.MemoryBytes, cost.Passes, length);
    }

    /// <summary>Below the minimum cost too: the published vectors are.</summary>
    internal static Secret DeriveUnchecked(
        ReadOnlySpan<byte> passphrase,
        ReadOnlySpan<byte> salt,
        long memoryBytes,
        int passes,
        int length
    )
    {
        SodiumLibrary.Require();
        var output = new Secret(length);
        int result = Sodium.crypto_pwhash(
            output.Mutable,
            (ulong)length,
            passphrase,
            (ulong)passphrase.Length,
            salt,
            (ulong)passes,
            (nuint)memoryBytes,
            Algorithm
        );
        if (result != 0)
        {
            output.Dispose();
            throw new CryptographicException($"Argon2id was not given its {memoryBytes} bytes of memory.");
        }

        return output;
    }
}
