using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Groups;

/// <summary>
/// What all members of an epoch agree on (RFC 9420 §8.1): <c>ProtocolVersion version = mls10; CipherSuite cipher_suite; opaque
/// group_id&lt;V&gt;; uint64 epoch; opaque tree_hash&lt;V&gt;; opaque confirmed_transcript_hash&lt;V&gt;; Extension
/// extensions&lt;V&gt;;</c>
/// </summary>
public sealed record GroupContext : IMlsStruct<GroupContext>
{
    internal GroupContext(
        ProtocolVersion version,
        CipherSuiteId cipherSuite,
        Opaque groupId,
        ulong epoch,
        Opaque treeHash,
        Opaque confirmedTranscriptHash,
        Extensions extensions
    )
    {
        Version = version;
        CipherSuite = cipherSuite;
        GroupId = groupId;
        Epoch = epoch;
        TreeHash = treeHash;
        ConfirmedTranscriptHash = confirmedTranscriptHash;
        Extensions = extensions;
    }

    /// <summary>The group's, as long as it lives.</summary>
    public CipherSuiteId CipherSuite { get; internal init; }

    /// <summary>The group's, as long as it lives; as its creator chose it.</summary>
    public Opaque GroupId { get; internal init; }

    /// <summary>0 for a new group, one more with each commit.</summary>
    public ulong Epoch { get; internal init; }

    /// <summary>The group's own extensions, which a commit changes as a whole (§12.1.7).</summary>
    public Extensions Extensions { get; internal init; }

    internal ProtocolVersion Version { get; init; }

    internal Opaque TreeHash { get; init; }

    internal Opaque ConfirmedTranscriptHash { get; init; }

    static bool IMlsStruct<GroupContext>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out GroupContext? value)
    {
        value = null;
        if (
            !reader.TryReadUInt16(out ushort version)
            // V-WELCOME-09
            || (ProtocolVersion)version != ProtocolVersion.Mls10
            || !reader.TryReadUInt16(out ushort suite)
            || !reader.TryReadVector(out Opaque groupId)
            || !reader.TryReadUInt64(out ulong epoch)
            || !reader.TryReadVector(out Opaque treeHash)
            || !reader.TryReadVector(out Opaque confirmedTranscriptHash)
            || !reader.TryRead(out Extensions? extensions)
        )
        {
            return false;
        }

        value = new GroupContext(
            (ProtocolVersion)version,
            (CipherSuiteId)suite,
            groupId,
            epoch,
            treeHash,
            confirmedTranscriptHash,
            extensions
        );
        return true;
    }

    void IMlsStruct<GroupContext>.Write(MlsWriter writer)
    {
        writer.WriteUInt16((ushort)Version);
        writer.WriteUInt16((ushort)CipherSuite);
        writer.WriteVector(GroupId.Span);
        writer.WriteUInt64(Epoch);
        writer.WriteVector(TreeHash.Span);
        writer.WriteVector(ConfirmedTranscriptHash.Span);
        writer.Write(Extensions);
    }
}
