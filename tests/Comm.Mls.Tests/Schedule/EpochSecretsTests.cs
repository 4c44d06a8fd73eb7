using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;

namespace Comm.Mls.Tests.Schedule;

public sealed class EpochSecretsTests
{
    private static readonly CipherSuite s_suite = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);

    [Fact]
    public void SavedSecretsLoadAsTheyWere()
    {
        using EpochSecrets secrets = EpochSecrets.OfCreator(s_suite);
        byte[] saved = Save(secrets);
        var reader = new MlsReader(saved);
        Assert.True(EpochSecrets.TryLoad(ref reader, s_suite, out EpochSecrets? loaded));
        Assert.True(reader.IsAtEnd);
        Assert.Equal(saved, Save(loaded));
        Assert.True(loaded.InitSecret.FixedTimeEquals(secrets.InitSecret.Span));
        Assert.True(loaded.SenderDataSecret.FixedTimeEquals(secrets.SenderDataSecret.Span));

        for (int length = 0; length < saved.Length; length++)
        {
            var partial = new MlsReader(saved.AsMemory(0, length));
            Assert.False(EpochSecrets.TryLoad(ref partial, s_suite, out _));
        }
    }

    [Fact]
    public void EncryptionSecretGoesWithTheSecretTreeAndIsNotSaved()
    {
        using EpochSecrets secrets = EpochSecrets.OfCreator(s_suite);
        byte[] encryption = secrets.EncryptionSecret.Span.ToArray();
        using SecretTree tree = secrets.CreateSecretTree(4);

        Assert.True(HeldSecrets.IsZeroed(secrets.EncryptionSecret));
        Assert.Throws<ObjectDisposedException>(() => secrets.CreateSecretTree(4));
        Assert.Equal(-1, Save(secrets).AsSpan().IndexOf(encryption));
        (_, RatchetKey key) = tree.NextToSend(3, ContentType.Application);
        Assert.Equal(0u, key.Generation);
    }

    [Fact]
    public void DisposedSecretsAreZeroed()
    {
        EpochSecrets secrets = EpochSecrets.OfCreator(s_suite);
        secrets.Dispose();
        Secret[] all =
        [
            secrets.SenderDataSecret,
            secrets.ExporterSecret,
            secrets.ExternalSecret,
            secrets.ConfirmationKey,
            secrets.MembershipKey,
            secrets.ResumptionPsk,
            secrets.EpochAuthenticator,
            secrets.InitSecret,
            secrets.EncryptionSecret,
        ];
        Assert.All(all, secret => Assert.True(HeldSecrets.IsZeroed(secret)));
    }

    [Fact]
    public void EveryInputChangesEveryOutput()
    {
        byte[] context = [1, 2, 3];
        using Secret joiner = Secret.Random(32);
        using Secret otherJoiner = Secret.Random(32);
        using Secret psk = PskSecret.None(s_suite);
        using Secret otherPsk = Secret.Random(32);
        using EpochSecrets epoch = EpochSecrets.FromJoinerSecret(s_suite, joiner, psk, context);
        using EpochSecrets same = EpochSecrets.FromJoinerSecret(s_suite, joiner, psk, context);
        Assert.Equal(Save(epoch), Save(same));

        foreach (
            EpochSecrets other in (EpochSecrets[])
                [
                    EpochSecrets.FromJoinerSecret(s_suite, otherJoiner, psk, context),
                    EpochSecrets.FromJoinerSecret(s_suite, joiner, otherPsk, context),
                    EpochSecrets.FromJoinerSecret(s_suite, joiner, psk, [1, 2, 4]),
                ]
        )
        {
            using (other)
            {
                Assert.False(epoch.InitSecret.FixedTimeEquals(other.InitSecret.Span));
                Assert.False(epoch.EpochAuthenticator.FixedTimeEquals(other.EpochAuthenticator.Span));
            }
        }
    }

    [Fact]
    public void ExportDependsOnLabelContextAndLength()
    {
        using EpochSecrets secrets = EpochSecrets.OfCreator(s_suite);
        using Secret exported = secrets.Export("comm history", [1], 32);
        using Secret again = secrets.Export("comm history", [1], 32);
        using Secret otherLabel = secrets.Export("comm briefing", [1], 32);
        using Secret otherContext = secrets.Export("comm history", [2], 32);
        using Secret longer = secrets.Export("comm history", [1], 48);

        Assert.True(exported.FixedTimeEquals(again.Span));
        Assert.False(exported.FixedTimeEquals(otherLabel.Span));
        Assert.False(exported.FixedTimeEquals(otherContext.Span));
        Assert.Equal(48, longer.Length);
        Assert.False(exported.FixedTimeEquals(longer.Span[..32]));
    }

    [Fact]
    public void ConfirmationTagIsOfThisEpochAndThisTranscript()
    {
        using EpochSecrets secrets = EpochSecrets.OfCreator(s_suite);
        using EpochSecrets others = EpochSecrets.OfCreator(s_suite);
        Opaque transcript = new byte[] { 1, 2, 3 };
        Opaque tag = secrets.ConfirmationTag(transcript);

        Assert.True(secrets.VerifyConfirmationTag(transcript, tag));
        Assert.False(secrets.VerifyConfirmationTag(new byte[] { 1, 2, 4 }, tag));
        Assert.False(others.VerifyConfirmationTag(transcript, tag));
        Assert.False(secrets.VerifyConfirmationTag(transcript, Opaque.Empty));
        Assert.False(secrets.VerifyConfirmationTag(transcript, tag.Span[..16].ToArray()));
    }

    [Fact]
    public void PreSharedKeysCountInTheirOrder()
    {
        using Secret key = Secret.Random(32);
        using Secret other = Secret.Random(32);
        PreSharedKeyId first = PreSharedKeyId.External(new byte[] { 1 }, new byte[32]);
        PreSharedKeyId second = PreSharedKeyId.Resumption(ResumptionPskUsage.Application, new byte[] { 2 }, 7, new byte[32]);
        using Secret forward = PskSecret.Derive(s_suite, [(first, key), (second, other)]);
        using Secret backward = PskSecret.Derive(s_suite, [(second, other), (first, key)]);
        using Secret none = PskSecret.Derive(s_suite, []);

        Assert.False(forward.FixedTimeEquals(backward.Span));
        Assert.True(none.FixedTimeEquals(new byte[32]));
    }

    private static byte[] Save(EpochSecrets secrets)
    {
        using var writer = new MlsWriter();
        secrets.Save(writer);
        return writer.ToArray();
    }
}
