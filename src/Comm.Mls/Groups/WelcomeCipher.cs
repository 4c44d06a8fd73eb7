using System.Security.Cryptography;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;

namespace Comm.Mls.Groups;

/// <summary>
/// The two layers of a Welcome (RFC 9420 §12.4.3.1): the GroupInfo once, under the welcome secret; and for each joiner, under the
/// init key of its KeyPackage and bound to that GroupInfo, the secrets from which the welcome secret follows.
/// </summary>
internal static class WelcomeCipher
{
    private const string Label = "Welcome";

    internal static Opaque SealGroupInfo(CipherSuite suite, Secret welcomeSecret, GroupInfo groupInfo)
    {
        using var plaintext = new MlsWriter();
        plaintext.Write(groupInfo);
        using Secret key = WelcomeKey(suite, welcomeSecret);
        using Secret nonce = WelcomeNonce(suite, welcomeSecret);
        return suite.Seal(key.Span, nonce.Span, [], plaintext.WrittenSpan);
    }

    /// <summary>Null, and never why. Nothing in it is verified yet.</summary>
    internal static GroupInfo? TryOpenGroupInfo(CipherSuite suite, Secret welcomeSecret, Opaque encryptedGroupInfo)
    {
        using Secret key = WelcomeKey(suite, welcomeSecret);
        using Secret nonce = WelcomeNonce(suite, welcomeSecret);
        byte[]? plaintext = suite.Open(key.Span, nonce.Span, [], encryptedGroupInfo);
        if (plaintext is null)
        {
            return null;
        }

        // The tree in it is long: what was decrypted for this alone is not copied once more.
        MlsReader reader = new(plaintext);
        return reader.TryRead(out GroupInfo? groupInfo) && reader.IsAtEnd ? groupInfo : null;
    }

    /// <summary>To what all joiners' secrets are bound. The GroupInfo is long, and looked at once for all of them.</summary>
    internal static HpkeContext ContextOf(CipherSuite suite, Opaque encryptedGroupInfo) =>
        suite.EncryptContext(Label, encryptedGroupInfo);

    /// <exception cref="ArgumentException">The KeyPackage's init key is not a key: to be validated before.</exception>
    internal static EncryptedGroupSecrets SealSecrets(
        CipherSuite suite,
        KeyPackage joiner,
        GroupSecrets secrets,
        HpkeContext context
    )
    {
        using var plaintext = new MlsWriter();
        plaintext.Write(secrets);
        return new EncryptedGroupSecrets(
            suite.KeyPackageRef(joiner),
            suite.Encrypt(joiner.InitKey, context, plaintext.WrittenSpan)
        );
    }

    /// <summary>For a joiner who is the only one.</summary>
    internal static EncryptedGroupSecrets SealSecrets(
        CipherSuite suite,
        KeyPackage joiner,
        GroupSecrets secrets,
        Opaque encryptedGroupInfo
    ) => SealSecrets(suite, joiner, secrets, ContextOf(suite, encryptedGroupInfo));

    /// <summary>The joiner's own entry of the Welcome; null if there is none, or if it does not open.</summary>
    internal static GroupSecrets? TryOpenSecrets(CipherSuite suite, Welcome welcome, Opaque keyPackageRef, HpkeKeyPair initKeys)
    {
        // V-WELCOME-01
        if (welcome.Secrets.FirstOrDefault(entry => entry.NewMember == keyPackageRef) is not { } own)
        {
            return null;
        }

        // V-WELCOME-03
        using Secret? opened = suite.DecryptWithLabel(initKeys, Label, welcome.EncryptedGroupInfo, own.Secrets);
        return opened is null ? null : TryDecode(suite, opened);
    }

    private static GroupSecrets? TryDecode(CipherSuite suite, Secret opened)
    {
        byte[] plaintext = opened.Span.ToArray();
        try
        {
            var reader = new MlsReader(plaintext);
            if (!reader.TryRead(out GroupSecrets? secrets))
            {
                return null;
            }

            if (
                reader.IsAtEnd
                // V-WELCOME-04
                && secrets.JoinerSecret.Length == suite.HashSize
                && (secrets.PathSecret is null || secrets.PathSecret.Length == suite.HashSize)
            )
            {
                return secrets;
            }

            secrets.Dispose();
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private static Secret WelcomeKey(CipherSuite suite, Secret welcomeSecret) =>
        suite.ExpandWithLabel(welcomeSecret.Span, "key", [], suite.AeadKeySize);

    private static Secret WelcomeNonce(CipherSuite suite, Secret welcomeSecret) =>
        suite.ExpandWithLabel(welcomeSecret.Span, "nonce", [], suite.AeadNonceSize);
}
