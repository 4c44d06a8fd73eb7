using System.Security.Cryptography;

namespace Comm.Crypto.Tests.Hostile;

public sealed class AeadTests
{
    public static TheoryData<string> Names => Algorithms.AeadNames;

    [Theory]
    [MemberData(nameof(Names))]
    public void OneBitChangedAnywhereAndNothingOpens(string name)
    {
        AeadAlgorithm aead = Algorithms.Aead(name);
        byte[] key = RandomNumberGenerator.GetBytes(aead.KeySize);
        byte[] nonce = RandomNumberGenerator.GetBytes(aead.NonceSize);
        byte[] header = [1, 2, 3];
        byte[] ciphertext = aead.Encrypt(key, nonce, header, "twelve parcels"u8);

        Assert.NotNull(aead.Decrypt(key, nonce, header, ciphertext));
        Assert.All(
            Enumerable.Range(0, key.Length),
            i => Assert.Null(aead.Decrypt(Hex.Flipped(key, i), nonce, header, ciphertext))
        );
        Assert.All(
            Enumerable.Range(0, nonce.Length),
            i => Assert.Null(aead.Decrypt(key, Hex.Flipped(nonce, i), header, ciphertext))
        );
        Assert.All(Enumerable.Range(0, 3), i => Assert.Null(aead.Decrypt(key, nonce, Hex.Flipped(header, i), ciphertext)));
        Assert.All(
            Enumerable.Range(0, ciphertext.Length),
            i => Assert.Null(aead.Decrypt(key, nonce, header, Hex.Flipped(ciphertext, i)))
        );
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ACiphertextCutShortOpensNowhere(string name)
    {
        AeadAlgorithm aead = Algorithms.Aead(name);
        var key = new byte[aead.KeySize];
        var nonce = new byte[aead.NonceSize];
        byte[] ciphertext = aead.Encrypt(key, nonce, [], "twelve parcels"u8);

        for (int length = 0; length < ciphertext.Length; length++)
        {
            Assert.Null(aead.Decrypt(key, nonce, [], ciphertext.AsSpan(0, length)));
            Assert.Null(aead.DecryptSecret(key, nonce, [], ciphertext.AsSpan(0, length)));
        }

        Assert.Null(aead.Decrypt(key, nonce, [], [.. ciphertext, 0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ARefusedCiphertextLeavesNothingInTheDestination(string name)
    {
        AeadAlgorithm aead = Algorithms.Aead(name);
        var key = new byte[aead.KeySize];
        var nonce = new byte[aead.NonceSize];
        byte[] forged = Hex.Flipped(aead.Encrypt(key, nonce, [], "parcels"u8), 0);
        byte[] destination = [9, 9, 9, 9, 9, 9, 9];

        Assert.False(aead.Decrypt(key, nonce, [], forged, destination));
        Assert.Equal(new byte[7], destination);
    }
}
