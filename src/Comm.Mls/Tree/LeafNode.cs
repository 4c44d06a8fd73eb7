using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>RFC 9420 §7.2.</summary>
internal enum LeafNodeSource : byte
{
    KeyPackage = 1,
    Update = 2,
    Commit = 3,
}

/// <summary>
/// What a member says of itself, signed by itself (RFC 9420 §7.2): <c>HPKEPublicKey encryption_key; SignaturePublicKey signature_key;
/// Credential credential; Capabilities capabilities; LeafNodeSource leaf_node_source; select { key_package: Lifetime; update: ; commit:
/// opaque parent_hash&lt;V&gt;; }; Extension extensions&lt;V&gt;; opaque signature&lt;V&gt;;</c>
/// </summary>
public sealed record LeafNode : IMlsStruct<LeafNode>
{
    internal LeafNode(
        Opaque encryptionKey,
        Opaque signatureKey,
        Credential credential,
        Capabilities capabilities,
        LeafNodeSource source,
        Lifetime? lifetime,
        Opaque parentHash,
        Extensions extensions,
        Opaque signature
    )
    {
        EncryptionKey = encryptionKey;
        SignatureKey = signatureKey;
        Credential = credential;
        Capabilities = capabilities;
        Source = source;
        Lifetime = lifetime;
        ParentHash = parentHash;
        Extensions = extensions;
        Signature = signature;
    }

    /// <summary>What its signatures verify with; sizes at <see cref="Suites.ISigner.PublicKey"/>.</summary>
    public Opaque SignatureKey { get; internal init; }

    /// <summary>Who it says it is.</summary>
    public Credential Credential { get; internal init; }

    /// <summary>What it can do.</summary>
    public Capabilities Capabilities { get; internal init; }

    /// <summary>When it may be added; null for a leaf that was made in a group, by an Update or a commit.</summary>
    public Lifetime? Lifetime { get; internal init; }

    /// <summary>The application's own.</summary>
    public Extensions Extensions { get; internal init; }

    internal Opaque EncryptionKey { get; init; }

    internal LeafNodeSource Source { get; init; }

    /// <summary>Empty for a leaf that is not of a commit.</summary>
    internal Opaque ParentHash { get; init; }

    internal Opaque Signature { get; init; }

    static bool IMlsStruct<LeafNode>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out LeafNode? value)
    {
        value = null;
        if (
            !reader.TryReadVector(out Opaque encryptionKey)
            || !reader.TryReadVector(out Opaque signatureKey)
            || !reader.TryRead(out Credential? credential)
            || !reader.TryRead(out Capabilities? capabilities)
            || !reader.TryReadUInt8(out byte source)
        )
        {
            return false;
        }

        Lifetime? lifetime = null;
        Opaque parentHash = default;
        bool read = (LeafNodeSource)source switch
        {
            LeafNodeSource.KeyPackage => reader.TryRead(out lifetime),
            LeafNodeSource.Update => true,
            LeafNodeSource.Commit => reader.TryReadVector(out parentHash),
            // V-CODEC-07
            _ => false,
        };
        if (!read || !reader.TryRead(out Extensions? extensions) || !reader.TryReadVector(out Opaque signature))
        {
            return false;
        }

        value = new LeafNode(
            encryptionKey,
            signatureKey,
            credential,
            capabilities,
            (LeafNodeSource)source,
            lifetime,
            parentHash,
            extensions,
            signature
        );
        return true;
    }

    void IMlsStruct<LeafNode>.Write(MlsWriter writer)
    {
        WriteUnsigned(writer);
        writer.WriteVector(Signature.Span);
    }

    /// <summary>
    /// <c>LeafNodeTBS</c> (RFC 9420 §7.2): a leaf that was made in a group is signed together with the group and its place.
    /// </summary>
    internal byte[] ToBeSigned(ReadOnlySpan<byte> groupId, uint leafIndex)
    {
        using var writer = new MlsWriter();
        WriteToBeSigned(writer, groupId, leafIndex);
        return writer.ToArray();
    }

    internal void WriteToBeSigned(MlsWriter writer, ReadOnlySpan<byte> groupId, uint leafIndex)
    {
        WriteUnsigned(writer);
        // V-LEAF-17
        if (Source != LeafNodeSource.KeyPackage)
        {
            writer.WriteVector(groupId);
            writer.WriteUInt32(leafIndex);
        }
    }

    private void WriteUnsigned(MlsWriter writer)
    {
        writer.WriteVector(EncryptionKey.Span);
        writer.WriteVector(SignatureKey.Span);
        writer.Write(Credential);
        writer.Write(Capabilities);
        writer.WriteUInt8((byte)Source);
        switch (Source)
        {
            case LeafNodeSource.KeyPackage:
                writer.Write(Lifetime ?? throw new InvalidOperationException("A key package's leaf has a lifetime."));
                break;
            case LeafNodeSource.Commit:
                writer.WriteVector(ParentHash.Span);
                break;
        }

        writer.Write(Extensions);
    }
}
