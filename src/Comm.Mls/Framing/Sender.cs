using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls.Framing;

/// <summary>Who sends (RFC 9420 §6), one byte on the wire.</summary>
public enum SenderType : byte
{
    /// <summary>A member, by its leaf index.</summary>
    Member = 1,

    /// <summary>Somebody outside whom the <c>external_senders</c> extension names, by the place there (§12.1.8.1).</summary>
    External = 2,

    /// <summary>Somebody outside who asks to be added (§12.1.8).</summary>
    NewMemberProposal = 3,

    /// <summary>Somebody outside who comes in by an external commit (§12.4.3.2).</summary>
    NewMemberCommit = 4,
}

/// <summary>
/// RFC 9420 §6: <c>SenderType sender_type; select { member: uint32 leaf_index; external: uint32 sender_index; … };</c>
/// </summary>
public sealed record Sender : IMlsStruct<Sender>
{
    internal Sender(SenderType type, uint index)
    {
        Type = type;
        Index = index;
    }

    /// <summary>Which kind.</summary>
    public SenderType Type { get; internal init; }

    /// <summary>Leaf index of a member, place of an external sender in the group's list; 0 for the two that have none.</summary>
    public uint Index { get; internal init; }

    internal static Sender Member(uint leafIndex) => new(SenderType.Member, leafIndex);

    static bool IMlsStruct<Sender>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out Sender? value)
    {
        value = null;
        uint index = 0;
        if (!reader.TryReadUInt8(out byte type))
        {
            return false;
        }

        bool read = (SenderType)type switch
        {
            SenderType.Member or SenderType.External => reader.TryReadUInt32(out index),
            SenderType.NewMemberProposal or SenderType.NewMemberCommit => true,
            // V-CODEC-07
            _ => false,
        };
        value = read ? new Sender((SenderType)type, index) : null;
        return read;
    }

    void IMlsStruct<Sender>.Write(MlsWriter writer)
    {
        writer.WriteUInt8((byte)Type);
        if (Type is SenderType.Member or SenderType.External)
        {
            writer.WriteUInt32(Index);
        }
    }
}
