using System.Text;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.KeyPackages;

/// <summary>What a client says of itself in its leaf, wherever the leaf is made.</summary>
public sealed record LeafSettings(Credential Credential, Capabilities Capabilities, Extensions Extensions)
{
    /// <summary>With a basic credential (RFC 9420 §5.3) of that name, one suite, and nothing more.</summary>
    public static LeafSettings Basic(string name, CipherSuiteId suite) =>
        new(Credential.Basic(Encoding.UTF8.GetBytes(name)), Capabilities.Of(suite), Extensions.None);

    /// <summary>A leaf yet without an encryption key and unsigned.</summary>
    internal LeafNode ToLeaf(ReadOnlyMemory<byte> signatureKey) =>
        new(
            Opaque.Empty,
            Opaque.CopyOf(signatureKey.Span),
            Credential,
            Capabilities,
            LeafNodeSource.Commit,
            null,
            Opaque.Empty,
            Extensions,
            Opaque.Empty
        );

    internal LeafNode ApplyTo(LeafNode leaf) =>
        leaf with
        {
            Credential = Credential,
            Capabilities = Capabilities,
            Extensions = Extensions,
        };
}

/// <summary>
/// A KeyPackage with its two private keys, kept by the client that published it until its Welcome comes (RFC 9420 §10).
/// </summary>
public sealed class KeyPackageSecrets : IDisposable
{
    private KeyPackageSecrets(KeyPackage keyPackage, Secret initKey, Secret leafKey)
    {
        KeyPackage = keyPackage;
        InitKeys = new HpkeKeyPair(keyPackage.InitKey, initKey);
        LeafKey = leafKey;
        Reference = CipherSuite.Get(keyPackage.CipherSuite).KeyPackageRef(keyPackage);
    }

    public KeyPackage KeyPackage { get; }

    /// <summary>The KeyPackageRef (RFC 9420 §5.2) by which a Welcome names it.</summary>
    public Opaque Reference { get; }

    internal HpkeKeyPair InitKeys { get; }

    internal Secret LeafKey { get; }

    /// <param name="extensions">
    /// Of the KeyPackage, not of its leaf; <see cref="KeyPackage.LastResort"/> marks one that may be used more than once.
    /// </param>
    /// <exception cref="ArgumentException">The leaf's capabilities do not list the type of such an extension.</exception>
    public static KeyPackageSecrets Create(
        CipherSuiteId suiteId,
        LeafSettings settings,
        Lifetime lifetime,
        ISigner signer,
        Extensions? extensions = null
    )
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(lifetime);
        ArgumentNullException.ThrowIfNull(signer);
        foreach (Extension extension in extensions ?? Extensions.None)
        {
            // V-KP-07
            if (!settings.Capabilities.Supports(extension.Type))
            {
                throw new ArgumentException("The leaf does not list an extension of its KeyPackage.", nameof(extensions));
            }
        }

        CipherSuite suite = CipherSuite.Get(suiteId);
        using HpkeKeyPair leafKeys = suite.GenerateKeyPair();
        using HpkeKeyPair initKeys = suite.GenerateKeyPair();
        LeafNode leaf = settings.ToLeaf(signer.PublicKey) with
        {
            EncryptionKey = leafKeys.PublicKey,
            Source = LeafNodeSource.KeyPackage,
            Lifetime = lifetime,
        };
        leaf = LeafNodeSignature.Sign(suite, signer, leaf, [], 0);
        KeyPackage package = new(
            ProtocolVersion.Mls10,
            suiteId,
            initKeys.PublicKey,
            leaf,
            extensions ?? Extensions.None,
            Opaque.Empty
        );
        package = package with { Signature = suite.SignWithLabel(signer, "KeyPackageTBS", package.ToBeSigned()) };
        return new KeyPackageSecrets(package, initKeys.PrivateKey.Copy(), leafKeys.PrivateKey.Copy());
    }

    /// <summary>Bytes for <see cref="TryLoad"/>. They hold the private keys: whoever asks for them seals and zeroes them.</summary>
    public byte[] Save()
    {
        using MlsWriter writer = new();
        KeyPackage.Write(writer);
        writer.WriteVector(InitKeys.PrivateKey.Span);
        writer.WriteVector(LeafKey.Span);
        return writer.ToArray();
    }

    public static KeyPackageSecrets? TryLoad(ReadOnlySpan<byte> saved)
    {
        byte[] copy = saved.ToArray();
        try
        {
            MlsReader reader = new(copy);
            if (
                !reader.TryRead(out KeyPackage? package)
                || CipherSuite.Find(package.CipherSuite) is not { } suite
                || !reader.TryReadVector(out Opaque initKey)
                || !reader.TryReadVector(out Opaque leafKey)
                || !reader.IsAtEnd
                || !suite.Hpke.Kem.Group.IsValidPrivateKey(initKey)
                || !suite.Hpke.Kem.Group.IsValidPrivateKey(leafKey)
            )
            {
                return null;
            }

            // The package is read again from its own copy: this one is zeroed below.
            return MlsCodec.TryDecode(MlsCodec.Encode(package), out KeyPackage? own)
                ? new KeyPackageSecrets(own, Secret.CopyOf(initKey.Span), Secret.CopyOf(leafKey.Span))
                : null;
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(copy);
        }
    }

    public void Dispose()
    {
        InitKeys.Dispose();
        LeafKey.Dispose();
    }
}
