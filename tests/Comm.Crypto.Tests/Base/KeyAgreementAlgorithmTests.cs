namespace Comm.Crypto.Tests.Base;

public sealed class KeyAgreementAlgorithmTests
{
    public static TheoryData<string> Names => Algorithms.KeyAgreementNames;

    [Theory]
    [MemberData(nameof(Names))]
    public void BothSidesAgree(string name)
    {
        KeyAgreementAlgorithm algorithm = Algorithms.KeyAgreement(name);
        using Secret alice = algorithm.GeneratePrivateKey();
        using Secret bob = algorithm.GeneratePrivateKey();

        using Secret? atAlice = algorithm.TryAgree(alice, algorithm.GetPublicKey(bob));
        using Secret? atBob = algorithm.TryAgree(bob, algorithm.GetPublicKey(alice));

        Assert.NotNull(atAlice);
        Assert.NotNull(atBob);
        Assert.True(atAlice.FixedTimeEquals(atBob.Span));
        Assert.Equal(algorithm.SharedSecretSize, atAlice.Length);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void KeysHaveTheSizesTheyAreSaidToHaveAndAreSound(string name)
    {
        KeyAgreementAlgorithm algorithm = Algorithms.KeyAgreement(name);
        using Secret privateKey = algorithm.GeneratePrivateKey();
        byte[] publicKey = algorithm.GetPublicKey(privateKey);

        Assert.Equal(algorithm.PrivateKeySize, privateKey.Length);
        Assert.Equal(algorithm.PublicKeySize, publicKey.Length);
        Assert.True(algorithm.IsValidPrivateKey(privateKey.Span));
        Assert.True(algorithm.IsValidPublicKey(publicKey));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void APrivateKeyOfAnotherLengthIsTheCallersMistake(string name)
    {
        KeyAgreementAlgorithm algorithm = Algorithms.KeyAgreement(name);
        using Secret privateKey = algorithm.GeneratePrivateKey();
        using var tooLong = new Secret(algorithm.PrivateKeySize + 1);

        Assert.Throws<ArgumentException>(() => algorithm.GetPublicKey(tooLong));
        Assert.Throws<ArgumentException>(() => algorithm.TryAgree(tooLong, algorithm.GetPublicKey(privateKey)));
    }
}
