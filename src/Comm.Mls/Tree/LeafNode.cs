using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Tree;

/// <summary>RFC 9420 §7.2.</summary>
public enum LeafNodeSource : byte
{
    KeyPackage = 1,
    Update = 2,
    Commit = 3,
}

/// <summary>RFC 9420 §7.2: <c>uint64 not_before; uint64 not_after;</c> in seconds since 1970-01-01T00:00:00Z.</summary>
public sealed record Lifetime(ulong NotBefore, ulong NotAfter) : IMlsStruct<Lifetime>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out Lifetime? value)
    {
        value = null;
        if (!reader.TryReadUInt64(out ulong notBefore) || !reader.TryReadUInt64(out ulong notAfter))
        {
            return false;
        }

        value = new Lifetime(notBefore, notAfter);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt64(NotBefore);
        writer.WriteUInt64(NotAfter);
    }

    /// <summary>From an instant on, in whole seconds; instants before 1970 are taken for 1970.</summary>
    public static Lifetime From(DateTimeOffset start, TimeSpan length)
    {
        ulong first = (ulong)Math.Max(0, start.ToUnixTimeSeconds());
        return new Lifetime(first, first + (ulong)Math.Max(0, length.TotalSeconds));
    }

    public bool Covers(DateTimeOffset instant)
    {
        long seconds = instant.ToUnixTimeSeconds();
        return seconds >= 0 && (ulong)seconds >= NotBefore && (ulong)seconds <= NotAfter;
    }
}

/// <summary>
/// RFC 9420 §7.2: <c>HPKEPublicKey encryption_key; SignaturePublicKey signature_key; Credential credential; Capabilities
/// capabilities; LeafNodeSource leaf_node_source; select { key_package: Lifetime; update: ; commit: opaque
/// parent_hash&lt;V&gt;; }; Extension extensions&lt;V&gt;; opaque signature&lt;V&gt;;</c>
/// </summary>
public sealed record LeafNode(
    Opaque EncryptionKey,
    Opaque SignatureKey,
    Credential Credential,
    Capabilities Capabilities,
    LeafNodeSource Source,
    Lifetime? Lifetime,
    Opaque ParentHash,
    Extensions Extensions,
    Opaque Signature
) : IMlsStruct<LeafNode>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out LeafNode? value)
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
        if (!read || !Extensions.TryRead(ref reader, out Extensions? extensions) || !reader.TryReadVector(out Opaque signature))
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

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteUnsigned(writer);
        writer.WriteVector(Signature.Span);
    }

    /// <summary>
    /// <c>LeafNodeTBS</c> (RFC 9420 §7.2): a leaf that was made in a group is signed together with the group and its place.
    /// </summary>
    public byte[] ToBeSigned(ReadOnlySpan<byte> groupId, uint leafIndex)
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
        Credential.Write(writer);
        Capabilities.Write(writer);
        writer.WriteUInt8((byte)Source);
        switch (Source)
        {
            case LeafNodeSource.KeyPackage:
                (Lifetime ?? throw new InvalidOperationException("A key package's leaf has a lifetime.")).Write(writer);
                break;
            case LeafNodeSource.Commit:
                writer.WriteVector(ParentHash.Span);
                break;
        }

        Extensions.Write(writer);
    }
}
