using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary>
/// The secrets of one epoch (RFC 9420 §8), and the way to them: commit secret → joiner secret → epoch secret → these.
/// </summary>
internal sealed class EpochSecrets : IDisposable
{
    // RFC 9420 §8, table "Epoch-Derived Secrets", and "init"; in the order of the properties and of the stored form.
    private static readonly ImmutableArray<string> s_labels =
    [
        "sender data",
        "exporter",
        "external",
        "confirm",
        "membership",
        "resumption",
        "authentication",
        "init",
    ];

    private readonly CipherSuite _suite;
    private readonly ImmutableArray<Secret> _secrets;

    private EpochSecrets(CipherSuite suite, ImmutableArray<Secret> secrets, Secret encryptionSecret)
    {
        _suite = suite;
        _secrets = secrets;
        EncryptionSecret = encryptionSecret;
    }

    internal Secret SenderDataSecret => _secrets[0];

    internal Secret ExporterSecret => _secrets[1];

    internal Secret ExternalSecret => _secrets[2];

    internal Secret ConfirmationKey => _secrets[3];

    internal Secret MembershipKey => _secrets[4];

    internal Secret ResumptionPsk => _secrets[5];

    internal Secret EpochAuthenticator => _secrets[6];

    /// <summary>Goes into the next epoch's joiner secret.</summary>
    internal Secret InitSecret => _secrets[7];

    /// <summary>Zeroed once the secret tree is made; not stored.</summary>
    internal Secret EncryptionSecret { get; }

    /// <summary>From the previous epoch's init secret, the commit, and the new epoch's encoded GroupContext.</summary>
    internal static Secret DeriveJoinerSecret(
        CipherSuite suite,
        Secret initSecret,
        Secret commitSecret,
        ReadOnlySpan<byte> groupContext
    )
    {
        using Secret extracted = suite.Extract(initSecret.Span, commitSecret.Span);
        return suite.ExpandWithLabel(extracted.Span, "joiner", groupContext, suite.HashSize);
    }

    /// <summary>What the GroupInfo in a Welcome is encrypted under (RFC 9420 §12.4.3.1): known before the GroupContext is.</summary>
    internal static Secret DeriveWelcomeSecret(CipherSuite suite, Secret joinerSecret, Secret pskSecret)
    {
        using Secret extracted = suite.Extract(joinerSecret.Span, pskSecret.Span);
        return suite.DeriveSecret(extracted.Span, "welcome");
    }

    internal static EpochSecrets FromJoinerSecret(
        CipherSuite suite,
        Secret joinerSecret,
        Secret pskSecret,
        ReadOnlySpan<byte> groupContext
    )
    {
        using Secret extracted = suite.Extract(joinerSecret.Span, pskSecret.Span);
        using Secret epochSecret = suite.ExpandWithLabel(extracted.Span, "epoch", groupContext, suite.HashSize);
        return FromEpochSecret(suite, epochSecret);
    }

    /// <summary>Of a group that begins: its epoch secret is random (RFC 9420 §11).</summary>
    internal static EpochSecrets OfCreator(CipherSuite suite)
    {
        using Secret epochSecret = Secret.Random(suite.HashSize);
        return FromEpochSecret(suite, epochSecret);
    }

    /// <summary>Once: the tree takes the encryption secret with it.</summary>
    internal SecretTree CreateSecretTree(uint leafCount, KeyLifetimes? limits = null)
    {
        var tree = SecretTree.Create(_suite, leafCount, EncryptionSecret.Copy(), limits);
        EncryptionSecret.Dispose();
        return tree;
    }

    /// <summary>MLS-Exporter (RFC 9420 §8.5).</summary>
    internal Secret Export(string label, ReadOnlySpan<byte> context, int length)
    {
        using Secret derived = _suite.DeriveSecret(ExporterSecret.Span, label);
        return _suite.ExpandWithLabel(derived.Span, "exported", _suite.Hash(context), length);
    }

    /// <summary>RFC 9420 §6.1: the committer's proof that it arrived at this epoch.</summary>
    internal Opaque ConfirmationTag(Opaque confirmedTranscriptHash) => _suite.Mac(ConfirmationKey.Span, confirmedTranscriptHash);

    internal bool VerifyConfirmationTag(Opaque confirmedTranscriptHash, Opaque tag) =>
        _suite.VerifyMac(ConfirmationKey.Span, confirmedTranscriptHash, tag);

    /// <summary><c>external_priv, external_pub</c> (RFC 9420 §8): what an external commit encrypts to.</summary>
    internal HpkeKeyPair DeriveExternalKeyPair() => _suite.DeriveKeyPair(ExternalSecret.Span);

    public void Dispose()
    {
        EncryptionSecret.Dispose();
        foreach (Secret secret in _secrets)
        {
            secret.Dispose();
        }
    }

    /// <summary>Our own form, for storage: the eight secrets, Nh bytes each.</summary>
    internal void Save(MlsWriter writer)
    {
        foreach (Secret secret in _secrets)
        {
            writer.WriteFixed(secret.Span);
        }
    }

    internal static bool TryLoad(ref MlsReader reader, CipherSuite suite, [NotNullWhen(true)] out EpochSecrets? value)
    {
        value = null;
        if (!reader.TryReadFixed(s_labels.Length * suite.HashSize, out Opaque saved))
        {
            return false;
        }

        var consumed = new Secret(0);
        consumed.Dispose();
        value = new EpochSecrets(
            suite,
            [.. s_labels.Select((_, i) => Secret.CopyOf(saved.Span.Slice(i * suite.HashSize, suite.HashSize)))],
            consumed
        );
        return true;
    }

    private static EpochSecrets FromEpochSecret(CipherSuite suite, Secret epochSecret) =>
        new(
            suite,
            [.. s_labels.Select(label => suite.DeriveSecret(epochSecret.Span, label))],
            suite.DeriveSecret(epochSecret.Span, "encryption")
        );
}
