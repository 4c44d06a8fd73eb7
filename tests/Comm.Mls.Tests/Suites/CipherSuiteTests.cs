using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Suites;

public sealed class CipherSuiteTests
{
    public static IReadOnlyList<CipherSuiteId> All { get; } =
    [
        CipherSuiteId.X25519Aes128GcmSha256Ed25519,
        CipherSuiteId.P256Aes128GcmSha256P256,
        CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519,
        CipherSuiteId.P521Aes256GcmSha512P521,
        CipherSuiteId.P384Aes256GcmSha384P384,
    ];

    public static TheoryData<CipherSuiteId> Ids => new(All);

    // RFC 9420 §17.1, RFC 9180 §7.1 to §7.3: Nh, Nk, Npk; Nn is 12 and Nt 16 in all of them.
    [Theory]
    [InlineData(CipherSuiteId.X25519Aes128GcmSha256Ed25519, 32, 16, 32)]
    [InlineData(CipherSuiteId.P256Aes128GcmSha256P256, 32, 16, 65)]
    [InlineData(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519, 32, 32, 32)]
    [InlineData(CipherSuiteId.P521Aes256GcmSha512P521, 64, 32, 133)]
    [InlineData(CipherSuiteId.P384Aes256GcmSha384P384, 48, 32, 97)]
    public void ASuiteHasTheSizesOfItsAlgorithms(CipherSuiteId id, int hashSize, int keySize, int publicKeySize)
    {
        CipherSuite suite = CipherSuite.Get(id);

        Assert.Equal(id, suite.Id);
        Assert.Same(suite, CipherSuite.Find(id));
        Assert.Equal((hashSize, keySize, 12, 16), (suite.HashSize, suite.AeadKeySize, suite.AeadNonceSize, suite.AeadTagSize));
        using HpkeKeyPair keys = suite.GenerateKeyPair();
        Assert.Equal(publicKeySize, keys.PublicKey.Length);
        Assert.Equal(publicKeySize, suite.Signature.PublicKeySize);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(0xffff)]
    public void AnUnknownSuiteIsNotFound(ushort id)
    {
        Assert.Null(CipherSuite.Find((CipherSuiteId)id));
        Assert.Throws<ArgumentException>(() => CipherSuite.Get((CipherSuiteId)id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void EncryptWithLabelBindsLabelContextAndKey(CipherSuiteId id)
    {
        CipherSuite suite = CipherSuite.Get(id);
        using HpkeKeyPair keys = suite.GenerateKeyPair();
        using HpkeKeyPair otherKeys = suite.GenerateKeyPair();
        HpkeCiphertext sealedSecret = suite.EncryptWithLabel(keys.PublicKey, "Welcome", "context"u8, "path secret"u8);

        using Secret? opened = suite.DecryptWithLabel(keys, "Welcome", "context"u8, sealedSecret);

        Assert.Equal("path secret"u8.ToArray(), opened?.Span.ToArray());
        Assert.Null(suite.DecryptWithLabel(keys, "UpdatePathNode", "context"u8, sealedSecret));
        Assert.Null(suite.DecryptWithLabel(keys, "Welcome", "Context"u8, sealedSecret));
        Assert.Null(suite.DecryptWithLabel(otherKeys, "Welcome", "context"u8, sealedSecret));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ADamagedHpkeCiphertextIsNull(CipherSuiteId id)
    {
        CipherSuite suite = CipherSuite.Get(id);
        using HpkeKeyPair keys = suite.GenerateKeyPair();
        HpkeCiphertext genuine = suite.EncryptWithLabel(keys.PublicKey, "Welcome", [], "path secret"u8);

        HpkeCiphertext[] damaged =
        [
            genuine with
            {
                KemOutput = Opaque.Empty,
            },
            genuine with
            {
                KemOutput = genuine.KemOutput.ToArray()[1..],
            },
            genuine with
            {
                KemOutput = new byte[genuine.KemOutput.Length],
            },
            genuine with
            {
                KemOutput = keys.PublicKey,
            },
            genuine with
            {
                Ciphertext = Opaque.Empty,
            },
            genuine with
            {
                Ciphertext = genuine.Ciphertext.ToArray()[..15],
            },
            genuine with
            {
                Ciphertext = genuine.Ciphertext.ToArray()[..^1],
            },
            genuine with
            {
                Ciphertext = new byte[genuine.Ciphertext.Length],
            },
        ];

        Assert.All(damaged, ciphertext => Assert.Null(suite.DecryptWithLabel(keys, "Welcome", [], ciphertext)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void AnInvalidHpkeKeyIsSaidToBeAndCannotBeEncryptedTo(CipherSuiteId id)
    {
        CipherSuite suite = CipherSuite.Get(id);
        using HpkeKeyPair keys = suite.GenerateKeyPair();
        byte[][] invalid =
        [
            [],
            new byte[keys.PublicKey.Length],
            keys.PublicKey.ToArray()[1..],
            [.. keys.PublicKey.Span, 0],
        ];

        Assert.True(suite.IsValidHpkePublicKey(keys.PublicKey));
        foreach (byte[] key in invalid)
        {
            Assert.False(suite.IsValidHpkePublicKey(key));
            Assert.Throws<ArgumentException>(() => suite.EncryptWithLabel(key, "Welcome", [], "path secret"u8));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void SignWithLabelBindsLabelAndContent(CipherSuiteId id)
    {
        CipherSuite suite = CipherSuite.Get(id);
        using SoftwareSigner signer = SoftwareSigner.Generate(suite.Id);
        ReadOnlySpan<byte> publicKey = signer.PublicKey.Span;

        byte[] signature = suite.SignWithLabel(signer, "LeafNodeTBS", "content"u8);

        Assert.True(suite.IsValidSignatureKey(publicKey));
        Assert.True(suite.VerifyWithLabel(publicKey, "LeafNodeTBS", "content"u8, signature));
        Assert.False(suite.VerifyWithLabel(publicKey, "KeyPackageTBS", "content"u8, signature));
        Assert.False(suite.VerifyWithLabel(publicKey, "LeafNodeTBS", "Content"u8, signature));
        Assert.False(suite.VerifyWithLabel(publicKey, "LeafNodeTBS", "content"u8, []));
        Assert.False(suite.VerifyWithLabel([], "LeafNodeTBS", "content"u8, signature));

        // Without label and prefix, the key has signed nothing that another protocol could take.
        Assert.False(suite.Signature.Verify(publicKey, "content"u8, signature));
    }

    [Fact]
    public void ASignerOfAnotherSuiteIsTheCallersMistake()
    {
        using SoftwareSigner signer = SoftwareSigner.Generate(CipherSuiteId.P256Aes128GcmSha256P256);
        CipherSuite suite = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);

        Assert.Throws<ArgumentException>(() => suite.SignWithLabel(signer, "LeafNodeTBS", "content"u8));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ATagVerifiesUnderItsKeyAndDataOnly(CipherSuiteId id)
    {
        CipherSuite suite = CipherSuite.Get(id);
        byte[] tag = suite.Mac("key"u8, "data"u8);

        Assert.Equal(suite.HashSize, tag.Length);
        Assert.True(suite.VerifyMac("key"u8, "data"u8, tag));
        Assert.False(suite.VerifyMac("key"u8, "date"u8, tag));
        Assert.False(suite.VerifyMac("kez"u8, "data"u8, tag));
        Assert.False(suite.VerifyMac("key"u8, "data"u8, tag.AsSpan(1)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void DerivedSecretsDifferByLabelAndGeneration(CipherSuiteId id)
    {
        CipherSuite suite = CipherSuite.Get(id);
        using Secret secret = Secret.Random(suite.HashSize);
        using Secret key = suite.DeriveTreeSecret(secret.Span, "key", 1, 32);
        using Secret nonce = suite.DeriveTreeSecret(secret.Span, "nonce", 1, 32);
        using Secret nextKey = suite.DeriveTreeSecret(secret.Span, "key", 2, 32);

        Assert.False(key.FixedTimeEquals(nonce.Span));
        Assert.False(key.FixedTimeEquals(nextKey.Span));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ASecretShorterThanTheHashIsTheCallersMistake(CipherSuiteId id)
    {
        CipherSuite suite = CipherSuite.Get(id);

        Assert.Throws<ArgumentException>(() => suite.DeriveSecret(new byte[suite.HashSize - 1], "node"));
    }
}
