using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>welcome.json: RFC 9420 §12.4.3.1, as far as the key schedule goes.</summary>
public sealed class WelcomeTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void JoinerOpensTheWelcomeAndArrivesAtTheSameEpoch() =>
        MlsVectors.ForEachSuite(
            "welcome.json",
            output,
            static (suite, vector) =>
            {
                Welcome welcome = Message(vector.Bytes("welcome")).Welcome!;
                KeyPackage keyPackage = Message(vector.Bytes("key_package")).KeyPackage!;
                using var initKeys = new HpkeKeyPair(keyPackage.InitKey, Secret.CopyOf(vector.Bytes("init_priv")));

                using GroupSecrets? secrets = WelcomeCipher.TryOpenSecrets(
                    suite,
                    welcome,
                    suite.KeyPackageRef(keyPackage),
                    initKeys
                );
                Assert.NotNull(secrets);
                Assert.Empty(secrets.Psks);
                using Secret psk = PskSecret.None(suite);
                using Secret welcomeSecret = EpochSecrets.DeriveWelcomeSecret(suite, secrets.JoinerSecret, psk);
                GroupInfo? info = WelcomeCipher.TryOpenGroupInfo(suite, welcomeSecret, welcome.EncryptedGroupInfo);
                Assert.NotNull(info);
                Assert.True(suite.VerifyWithLabel(vector.Bytes("signer_pub"), "GroupInfoTBS", info.ToBeSigned(), info.Signature));

                using EpochSecrets epoch = EpochSecrets.FromJoinerSecret(
                    suite,
                    secrets.JoinerSecret,
                    psk,
                    MlsCodec.Encode(info.GroupContext)
                );
                Assert.True(epoch.VerifyConfirmationTag(info.GroupContext.ConfirmedTranscriptHash, info.ConfirmationTag));
            }
        );

    private static MlsMessage Message(byte[] bytes)
    {
        Assert.True(MlsCodec.TryDecode(bytes, out MlsMessage? message));
        return message;
    }
}
