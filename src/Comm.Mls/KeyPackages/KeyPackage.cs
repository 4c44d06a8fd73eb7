using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.KeyPackages;

/// <summary>
/// What a client publishes to be added by (RFC 9420 §10): <c>ProtocolVersion version; CipherSuite cipher_suite; HPKEPublicKey init_key;
/// LeafNode leaf_node; Extension extensions&lt;V&gt;; opaque signature&lt;V&gt;;</c> What was decoded is not checked yet:
/// <see cref="KeyPackageValidation"/>.
/// </summary>
public sealed record KeyPackage : IMlsStruct<KeyPackage>
{
    internal KeyPackage(
        ProtocolVersion version,
        CipherSuiteId cipherSuite,
        Opaque initKey,
        LeafNode leafNode,
        Extensions extensions,
        Opaque signature
    )
    {
        Version = version;
        CipherSuite = cipherSuite;
        InitKey = initKey;
        LeafNode = leafNode;
        Extensions = extensions;
        Signature = signature;
    }

    /// <summary>
    /// The extension that marks a KeyPackage to be handed out, again and again, only when no other is left
    /// (draft-ietf-mls-extensions, "Last Resort KeyPackages").
    /// </summary>
    public static Extension LastResort { get; } = new(ExtensionType.LastResort, Opaque.Empty);

    /// <summary>Of the groups that its client can be added to by it.</summary>
    public CipherSuiteId CipherSuite { get; internal init; }

    /// <summary>What its client will say of itself in the group.</summary>
    public LeafNode LeafNode { get; internal init; }

    /// <summary>Of the KeyPackage, not of its leaf.</summary>
    public Extensions Extensions { get; internal init; }

    /// <summary>Whether it has the extension <see cref="LastResort"/>.</summary>
    public bool IsLastResort => Extensions.TryFind(ExtensionType.LastResort, out _);

    internal ProtocolVersion Version { get; init; }

    internal Opaque InitKey { get; init; }

    internal Opaque Signature { get; init; }

    /// <summary>
    /// The KeyPackageRef (RFC 9420 §5.2) by which a Welcome and a directory name it, as long as the suite's hash: 32, 48 or 64 bytes.
    /// </summary>
    /// <exception cref="InvalidOperationException">Of a suite that we do not implement, which a check would have refused.</exception>
    public Opaque ComputeReference() =>
        Suites.CipherSuite.Find(CipherSuite) is { } suite
            ? suite.KeyPackageRef(this)
            : throw new InvalidOperationException("A KeyPackage of a suite that is not implemented.");

    static bool IMlsStruct<KeyPackage>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out KeyPackage? value)
    {
        value = null;
        if (
            !reader.TryReadUInt16(out ushort version)
            || !reader.TryReadUInt16(out ushort suite)
            || !reader.TryReadVector(out Opaque initKey)
            || !reader.TryRead(out LeafNode? leafNode)
            || !reader.TryRead(out Extensions? extensions)
            || !reader.TryReadVector(out Opaque signature)
        )
        {
            return false;
        }

        value = new KeyPackage((ProtocolVersion)version, (CipherSuiteId)suite, initKey, leafNode, extensions, signature);
        return true;
    }

    void IMlsStruct<KeyPackage>.Write(MlsWriter writer)
    {
        WriteUnsigned(writer);
        writer.WriteVector(Signature.Span);
    }

    /// <summary><c>KeyPackageTBS</c> (RFC 9420 §10).</summary>
    internal byte[] ToBeSigned()
    {
        using var writer = new MlsWriter();
        WriteUnsigned(writer);
        return writer.ToArray();
    }

    private void WriteUnsigned(MlsWriter writer)
    {
        writer.WriteUInt16((ushort)Version);
        writer.WriteUInt16((ushort)CipherSuite);
        writer.WriteVector(InitKey.Span);
        writer.Write(LeafNode);
        writer.Write(Extensions);
    }
}
