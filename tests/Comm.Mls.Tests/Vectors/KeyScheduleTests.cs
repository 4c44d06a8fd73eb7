using System.Text.Json;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>key-schedule.json: RFC 9420 §8, over several epochs of one group.</summary>
public sealed class KeyScheduleTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void EveryEpochGivesTheVectorsSecrets() =>
        MlsVectors.ForEachSuite(
            "key-schedule.json",
            output,
            static (suite, vector) =>
            {
                Secret init = Secret.CopyOf(vector.Bytes("initial_init_secret"));
                ulong epoch = 0;
                foreach (JsonElement expected in vector.GetProperty("epochs").EnumerateArray())
                {
                    init = CheckEpoch(suite, init, ContextOf(suite, vector, expected, epoch++), expected);
                }
            }
        );

    private static GroupContext ContextOf(CipherSuite suite, JsonElement vector, JsonElement expected, ulong epoch) =>
        new(
            ProtocolVersion.Mls10,
            suite.Id,
            vector.Bytes("group_id"),
            epoch,
            expected.Bytes("tree_hash"),
            expected.Bytes("confirmed_transcript_hash"),
            Extensions.None
        );

    private static Secret CheckEpoch(CipherSuite suite, Secret init, GroupContext groupContext, JsonElement expected)
    {
        byte[] context = MlsCodec.Encode(groupContext);
        Assert.Equal(expected.Bytes("group_context"), context);

        using Secret commit = Secret.CopyOf(expected.Bytes("commit_secret"));
        using Secret psk = Secret.CopyOf(expected.Bytes("psk_secret"));
        using Secret joiner = EpochSecrets.DeriveJoinerSecret(suite, init, commit, context);
        using Secret welcome = EpochSecrets.DeriveWelcomeSecret(suite, joiner, psk);
        using EpochSecrets epoch = EpochSecrets.FromJoinerSecret(suite, joiner, psk, context);

        AssertSecret(expected, "joiner_secret", joiner);
        AssertSecret(expected, "welcome_secret", welcome);
        AssertSecret(expected, "init_secret", epoch.InitSecret);
        AssertSecret(expected, "sender_data_secret", epoch.SenderDataSecret);
        AssertSecret(expected, "encryption_secret", epoch.EncryptionSecret);
        AssertSecret(expected, "exporter_secret", epoch.ExporterSecret);
        AssertSecret(expected, "external_secret", epoch.ExternalSecret);
        AssertSecret(expected, "confirmation_key", epoch.ConfirmationKey);
        AssertSecret(expected, "membership_key", epoch.MembershipKey);
        AssertSecret(expected, "resumption_psk", epoch.ResumptionPsk);
        AssertSecret(expected, "epoch_authenticator", epoch.EpochAuthenticator);

        using HpkeKeyPair external = epoch.DeriveExternalKeyPair();
        Assert.Equal(expected.Bytes("external_pub"), external.PublicKey.ToArray());

        JsonElement exporter = expected.GetProperty("exporter");
        using Secret exported = epoch.Export(exporter.Text("label"), exporter.Bytes("context"), exporter.Int32("length"));
        AssertSecret(exporter, "secret", exported);
        return epoch.InitSecret.Copy();
    }

    private static void AssertSecret(JsonElement expected, string name, Secret secret) =>
        Assert.Equal(expected.Bytes(name), secret.Span.ToArray());
}
