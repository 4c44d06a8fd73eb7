using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Groups;

public sealed class WelcomeCipherTests
{
    private static readonly CipherSuite s_suite = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);
    private static readonly Opaque s_groupInfo = new byte[] { 1, 2, 3, 4 };

    private readonly Secret _joiner = Secret.Random(32);
    private readonly Secret _path = Secret.Random(32);
    private readonly HpkeKeyPair _initKeys = s_suite.GenerateKeyPair();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void JoinerGetsTheSecretsThatWereSealedForHim(bool withPath)
    {
        PreSharedKeyId psk = PreSharedKeyId.External("psk"u8.ToArray(), new byte[32]);
        using var secrets = new GroupSecrets(_joiner.Copy(), withPath ? _path.Copy() : null, [psk]);
        KeyPackage keyPackage = KeyPackageOf(_initKeys);
        Welcome welcome = WelcomeOf(WelcomeCipher.SealSecrets(s_suite, keyPackage, secrets, s_groupInfo));

        using GroupSecrets? opened = WelcomeCipher.TryOpenSecrets(s_suite, welcome, s_suite.KeyPackageRef(keyPackage), _initKeys);
        Assert.NotNull(opened);
        Assert.True(opened.JoinerSecret.FixedTimeEquals(_joiner.Span));
        Assert.Equal(withPath, opened.PathSecret?.FixedTimeEquals(_path.Span) ?? false);
        Assert.Equal(psk, Assert.Single(opened.Psks));
    }

    [Fact]
    public void SecretsForAnotherOrBoundToAnotherGroupInfoDoNotOpen()
    {
        using var secrets = new GroupSecrets(_joiner.Copy(), null, []);
        KeyPackage keyPackage = KeyPackageOf(_initKeys);
        Opaque reference = s_suite.KeyPackageRef(keyPackage);
        Welcome welcome = WelcomeOf(WelcomeCipher.SealSecrets(s_suite, keyPackage, secrets, s_groupInfo));
        using HpkeKeyPair others = s_suite.GenerateKeyPair();

        Assert.Null(WelcomeCipher.TryOpenSecrets(s_suite, welcome, reference, others));
        Assert.Null(WelcomeCipher.TryOpenSecrets(s_suite, welcome, s_suite.KeyPackageRef(KeyPackageOf(others)), others));
        Welcome moved = welcome with { EncryptedGroupInfo = new byte[] { 1, 2, 3, 5 } };
        Assert.Null(WelcomeCipher.TryOpenSecrets(s_suite, moved, reference, _initKeys));
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(31, 32)]
    [InlineData(33, 32)]
    [InlineData(32, 31)]
    public void SecretsOfAnotherLengthThanTheSuitesAreRefused(int joinerLength, int pathLength)
    {
        using var secrets = new GroupSecrets(Secret.Random(joinerLength), Secret.Random(pathLength), []);
        KeyPackage keyPackage = KeyPackageOf(_initKeys);
        Welcome welcome = WelcomeOf(WelcomeCipher.SealSecrets(s_suite, keyPackage, secrets, s_groupInfo));
        Assert.Null(WelcomeCipher.TryOpenSecrets(s_suite, welcome, s_suite.KeyPackageRef(keyPackage), _initKeys));
    }

    [Fact]
    public void BytesBehindTheSecretsAreRefused()
    {
        using var secrets = new GroupSecrets(_joiner.Copy(), null, []);
        byte[] tooLong = [.. MlsCodec.Encode(secrets), 0];
        KeyPackage keyPackage = KeyPackageOf(_initKeys);
        Opaque reference = s_suite.KeyPackageRef(keyPackage);
        HpkeCiphertext sealedSecrets = s_suite.EncryptWithLabel(keyPackage.InitKey, "Welcome", s_groupInfo, tooLong);
        Welcome welcome = WelcomeOf(new EncryptedGroupSecrets(reference, sealedSecrets));
        Assert.Null(WelcomeCipher.TryOpenSecrets(s_suite, welcome, reference, _initKeys));
    }

    [Fact]
    public void GroupInfoOpensUnderItsWelcomeSecretOnlyAndUnchanged()
    {
        var context = new GroupContext(
            ProtocolVersion.Mls10,
            s_suite.Id,
            new byte[] { 1 },
            1,
            new byte[32],
            new byte[32],
            Extensions.None
        );
        var info = new GroupInfo(context, Extensions.None, new byte[32], 0, new byte[64]);
        using Secret psk = PskSecret.None(s_suite);
        using Secret welcomeSecret = EpochSecrets.DeriveWelcomeSecret(s_suite, _joiner, psk);
        using Secret otherSecret = EpochSecrets.DeriveWelcomeSecret(s_suite, _path, psk);
        Opaque encrypted = WelcomeCipher.SealGroupInfo(s_suite, welcomeSecret, info);

        Assert.Equal(info, WelcomeCipher.TryOpenGroupInfo(s_suite, welcomeSecret, encrypted));
        Assert.Null(WelcomeCipher.TryOpenGroupInfo(s_suite, otherSecret, encrypted));
        for (int bit = 0; bit < encrypted.Length * 8; bit++)
        {
            byte[] forged = encrypted.ToArray();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(WelcomeCipher.TryOpenGroupInfo(s_suite, welcomeSecret, forged));
        }

        for (int length = 0; length < encrypted.Length; length++)
        {
            Assert.Null(WelcomeCipher.TryOpenGroupInfo(s_suite, welcomeSecret, encrypted.Span[..length].ToArray()));
        }
    }

    private static Welcome WelcomeOf(EncryptedGroupSecrets secrets) => new(s_suite.Id, [secrets], s_groupInfo);

    private static KeyPackage KeyPackageOf(HpkeKeyPair initKeys) =>
        new(
            ProtocolVersion.Mls10,
            s_suite.Id,
            initKeys.PublicKey,
            new LeafNode(
                new byte[32],
                new byte[32],
                Credential.Basic("device"u8.ToArray()),
                Capabilities.Of(s_suite.Id),
                LeafNodeSource.KeyPackage,
                new Lifetime(0, ulong.MaxValue),
                default,
                Extensions.None,
                default
            ),
            Extensions.None,
            default
        );
}
