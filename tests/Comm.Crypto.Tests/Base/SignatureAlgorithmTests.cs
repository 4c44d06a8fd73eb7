namespace Comm.Crypto.Tests.Base;

public sealed class SignatureAlgorithmTests
{
    public static TheoryData<string> Names => Algorithms.SignatureNames;

    [Theory]
    [MemberData(nameof(Names))]
    public void ASignatureVerifiesUnderItsKeyAndDataOnly(string name)
    {
        SignatureAlgorithm algorithm = Algorithms.Signature(name);
        using Secret privateKey = algorithm.GeneratePrivateKey();
        using Secret otherPrivateKey = algorithm.GeneratePrivateKey();
        byte[] publicKey = algorithm.GetPublicKey(privateKey);

        byte[] signature = algorithm.Sign(privateKey, "seizure 12"u8);

        Assert.True(algorithm.Verify(publicKey, "seizure 12"u8, signature));
        Assert.False(algorithm.Verify(publicKey, "seizure 13"u8, signature));
        Assert.False(algorithm.Verify(publicKey, [], signature));
        Assert.False(algorithm.Verify(algorithm.GetPublicKey(otherPrivateKey), "seizure 12"u8, signature));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheEmptyMessageCanBeSigned(string name)
    {
        SignatureAlgorithm algorithm = Algorithms.Signature(name);
        using Secret privateKey = algorithm.GeneratePrivateKey();

        Assert.True(algorithm.Verify(algorithm.GetPublicKey(privateKey), [], algorithm.Sign(privateKey, [])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnOpenedKeySignsWithoutTheSecretItWasMadeOf(string name)
    {
        SignatureAlgorithm algorithm = Algorithms.Signature(name);
        Secret privateKey = algorithm.GeneratePrivateKey();
        byte[] publicKey = algorithm.GetPublicKey(privateKey);
        using SigningKey key = algorithm.OpenKey(privateKey);
        privateKey.Dispose();

        Assert.Equal(publicKey, key.PublicKey.ToArray());
        Assert.True(algorithm.Verify(publicKey, "once"u8, key.Sign("once"u8)));
        Assert.True(algorithm.Verify(publicKey, "twice"u8, key.Sign("twice"u8)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ADisposedKeyDoesNotSign(string name)
    {
        SignatureAlgorithm algorithm = Algorithms.Signature(name);
        using Secret privateKey = algorithm.GeneratePrivateKey();
        SigningKey key = algorithm.OpenKey(privateKey);
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => key.Sign("late"u8));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void KeysHaveTheSizesTheyAreSaidToHaveAndAreSound(string name)
    {
        SignatureAlgorithm algorithm = Algorithms.Signature(name);
        using Secret privateKey = algorithm.GeneratePrivateKey();
        byte[] publicKey = algorithm.GetPublicKey(privateKey);

        Assert.Equal(algorithm.PrivateKeySize, privateKey.Length);
        Assert.Equal(algorithm.PublicKeySize, publicKey.Length);
        Assert.True(algorithm.IsValidPublicKey(publicKey));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void APrivateKeyOfAnotherLengthIsTheCallersMistake(string name)
    {
        SignatureAlgorithm algorithm = Algorithms.Signature(name);
        using var tooShort = new Secret(algorithm.PrivateKeySize - 1);

        Assert.Throws<ArgumentException>(() => algorithm.OpenKey(tooShort));
        Assert.Throws<ArgumentException>(() => algorithm.Sign(tooShort, []));
        Assert.Throws<ArgumentException>(() => algorithm.GetPublicKey(tooShort));
    }
}
