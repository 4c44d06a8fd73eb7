using System.Security.Cryptography;

namespace Comm.Crypto.Tests.Base;

public sealed class AeadAlgorithmTests
{
    public static TheoryData<string> Names => Algorithms.AeadNames;

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatIsEncryptedDecryptsAtEveryLength(string name)
    {
        AeadAlgorithm aead = Algorithms.Aead(name);
        byte[] key = RandomNumberGenerator.GetBytes(aead.KeySize);
        byte[] nonce = RandomNumberGenerator.GetBytes(aead.NonceSize);
        foreach (int length in (int[])[0, 1, 15, 16, 17, 63, 64, 65, 4_096])
        {
            byte[] plaintext = RandomNumberGenerator.GetBytes(length);
            byte[] associatedData = RandomNumberGenerator.GetBytes(length % 40);

            byte[] ciphertext = aead.Encrypt(key, nonce, associatedData, plaintext);

            Assert.Equal(length + aead.TagSize, ciphertext.Length);
            Assert.Equal(plaintext, aead.Decrypt(key, nonce, associatedData, ciphertext));
            using Secret? secret = aead.DecryptSecret(key, nonce, associatedData, ciphertext);
            Assert.Equal(plaintext, secret?.Span.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void BothFormsOfEncryptAgree(string name)
    {
        AeadAlgorithm aead = Algorithms.Aead(name);
        byte[] key = RandomNumberGenerator.GetBytes(aead.KeySize);
        byte[] nonce = RandomNumberGenerator.GetBytes(aead.NonceSize);
        var ciphertext = new byte[5 + aead.TagSize];
        var plaintext = new byte[5];

        aead.Encrypt(key, nonce, "header"u8, "hello"u8, ciphertext);

        Assert.Equal(aead.Encrypt(key, nonce, "header"u8, "hello"u8), ciphertext);
        Assert.True(aead.Decrypt(key, nonce, "header"u8, ciphertext, plaintext));
        Assert.Equal("hello"u8.ToArray(), plaintext);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AWrongLengthOfKeyNonceOrDestinationIsTheCallersMistake(string name)
    {
        AeadAlgorithm aead = Algorithms.Aead(name);
        var key = new byte[aead.KeySize];
        var nonce = new byte[aead.NonceSize];
        byte[] ciphertext = aead.Encrypt(key, nonce, [], "hello"u8);

        Assert.Throws<ArgumentException>("key", () => aead.Encrypt(key.AsSpan(1), nonce, [], []));
        Assert.Throws<ArgumentException>("key", () => aead.Decrypt(new byte[key.Length + 1], nonce, [], ciphertext));
        Assert.Throws<ArgumentException>("nonce", () => aead.Encrypt(key, nonce.AsSpan(1), [], []));
        Assert.Throws<ArgumentException>("nonce", () => aead.DecryptSecret(key, new byte[nonce.Length + 1], [], ciphertext));
        Assert.Throws<ArgumentException>("destination", () => aead.Encrypt(key, nonce, [], "hello"u8, new byte[5]));
        Assert.Throws<ArgumentException>("destination", () => aead.Decrypt(key, nonce, [], ciphertext, new byte[6]));
    }
}
