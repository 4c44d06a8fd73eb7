using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.KeyPackages;

/// <summary>
/// RFC 9420 §10: <c>ProtocolVersion version; CipherSuite cipher_suite; HPKEPublicKey init_key; LeafNode leaf_node; Extension
/// extensions&lt;V&gt;; opaque signature&lt;V&gt;;</c>
/// </summary>
public sealed record KeyPackage(
    ProtocolVersion Version,
    CipherSuiteId CipherSuite,
    Opaque InitKey,
    LeafNode LeafNode,
    Extensions Extensions,
    Opaque Signature
) : IMlsStruct<KeyPackage>
{
    /// <summary>
    /// The extension that marks a KeyPackage to be handed out, again and again, only when no other is left
    /// (draft-ietf-mls-extensions, "Last Resort KeyPackages").
    /// </summary>
    public static Extension LastResort { get; } = new(ExtensionType.LastResort, Opaque.Empty);

    public bool IsLastResort => Extensions.TryFind(ExtensionType.LastResort, out _);

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out KeyPackage? value)
    {
        value = null;
        if (
            !reader.TryReadUInt16(out ushort version)
            || !reader.TryReadUInt16(out ushort suite)
            || !reader.TryReadVector(out Opaque initKey)
            || !reader.TryRead(out LeafNode? leafNode)
            || !Extensions.TryRead(ref reader, out Extensions? extensions)
            || !reader.TryReadVector(out Opaque signature)
        )
        {
            return false;
        }

        value = new KeyPackage((ProtocolVersion)version, (CipherSuiteId)suite, initKey, leafNode, extensions, signature);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteUnsigned(writer);
        writer.WriteVector(Signature.Span);
    }

    /// <summary><c>KeyPackageTBS</c> (RFC 9420 §10).</summary>
    public byte[] ToBeSigned()
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
        LeafNode.Write(writer);
        Extensions.Write(writer);
    }
}
