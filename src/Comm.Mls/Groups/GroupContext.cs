using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Groups;

/// <summary>
/// RFC 9420 §8.1: <c>ProtocolVersion version = mls10; CipherSuite cipher_suite; opaque group_id&lt;V&gt;; uint64 epoch; opaque
/// tree_hash&lt;V&gt;; opaque confirmed_transcript_hash&lt;V&gt;; Extension extensions&lt;V&gt;;</c>
/// </summary>
public sealed record GroupContext(
    ProtocolVersion Version,
    CipherSuiteId CipherSuite,
    Opaque GroupId,
    ulong Epoch,
    Opaque TreeHash,
    Opaque ConfirmedTranscriptHash,
    Extensions Extensions
) : IMlsStruct<GroupContext>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out GroupContext? value)
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
            || !Extensions.TryRead(ref reader, out Extensions? extensions)
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

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt16((ushort)Version);
        writer.WriteUInt16((ushort)CipherSuite);
        writer.WriteVector(GroupId.Span);
        writer.WriteUInt64(Epoch);
        writer.WriteVector(TreeHash.Span);
        writer.WriteVector(ConfirmedTranscriptHash.Span);
        Extensions.Write(writer);
    }
}
