using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.KeyPackages;

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

    /// <summary>The public half, to be published.</summary>
    public KeyPackage KeyPackage { get; }

    /// <summary>The KeyPackageRef (RFC 9420 §5.2) by which a Welcome names it: <see cref="KeyPackage.ComputeReference"/>.</summary>
    public Opaque Reference { get; }

    internal HpkeKeyPair InitKeys { get; }

    internal Secret LeafKey { get; }

    /// <summary>A new KeyPackage with fresh keys, signed.</summary>
    /// <param name="suiteId">Of the groups that we can be added to by it.</param>
    /// <param name="settings">What our leaf says.</param>
    /// <param name="lifetime">In which we may be added by it.</param>
    /// <param name="signer">The key of our leaf.</param>
    /// <param name="extensions">
    /// Of the KeyPackage, not of its leaf; <see cref="KeyPackage.LastResort"/> marks one that may be used more than once.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The leaf's capabilities do not list the type of such an extension; or the suite is not ours, or not the signer's.
    /// </exception>
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

    /// <summary>For <see cref="TryLoad"/>, with the private keys: whoever asks for it seals it and disposes of it.</summary>
    public Secret Save()
    {
        using MlsWriter writer = new();
        writer.Write(KeyPackage);
        writer.WriteVector(InitKeys.PrivateKey.Span);
        writer.WriteVector(LeafKey.Span);
        return Secret.CopyOf(writer.WrittenSpan);
    }

    /// <summary>What <see cref="Save"/> wrote; the bytes stay the caller's to zero.</summary>
    /// <returns>Null when they are damaged.</returns>
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

    /// <summary>Zeroes the private keys: the KeyPackage was used, or is not wanted any more.</summary>
    public void Dispose()
    {
        InitKeys.Dispose();
        LeafKey.Dispose();
    }
}
