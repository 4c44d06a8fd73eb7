using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Shared.Signing;

namespace Comm.Shared.Messaging;

/// <summary>What only a member can find wrong with a commit that passes all public checks (design D4).</summary>
public enum CommitFault : byte
{
    MembershipTag = 1,
    ConfirmationTag = 2,

    /// <summary>The sealed path secrets do not open, or not to the keys of the tree.</summary>
    PathSecrets = 3,
}

/// <summary>
/// A member's signed word that it cannot follow a commit of the log: <c>uint16 type = 0xF0C4; uint8 version = 1; opaque group[16];
/// uint64 epoch; uint64 sequence; opaque commit_hash[32]; uint8 fault; opaque reporter[16]; opaque signature&lt;V&gt;;</c> The hash is
/// SHA-256 of the log entry's content. Ed25519 by the reporter's device key over a label and all before the signature.
/// </summary>
public sealed record FaultReport(
    GroupId GroupId,
    ulong Epoch,
    long Sequence,
    Opaque CommitHash,
    CommitFault Fault,
    DeviceId Reporter,
    Opaque Signature
) : IMlsStruct<FaultReport>
{
    public const string ContentType = "application/vnd.customscomm.fault";

    /// <summary>Largest report, in bytes.</summary>
    public const int MaxBytes = 256;

    /// <summary>So many reports of one commit the log has; they name the same author, so more of them say nothing new.</summary>
    public const int MaxPerCommit = 3;

    private const ushort Type = 0xF0C4;
    private const byte Version = 1;

    private static ReadOnlySpan<byte> Label => "CustomsComm 1 fault report"u8;

    /// <summary>The same for every report of one device about one commit: the log has it once.</summary>
    public MessageId Id
    {
        get
        {
            using var writer = new MlsWriter();
            writer.WriteVector(Label);
            writer.WriteFixed(GroupId.ToBytes());
            writer.WriteUInt64((ulong)Sequence);
            writer.WriteFixed(Reporter.ToBytes());
            return Identifier.TryFromBytes(SHA256.HashData(writer.WrittenSpan).AsSpan(0, Identifier.Size), out MessageId id)
                ? id
                : throw new InvalidOperationException("A hash is long enough for an identifier.");
        }
    }

    public FaultReport SignedBy(ISigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return this with { Signature = signer.Sign(ToBeSigned()) };
    }

    public bool IsSignedBy(ReadOnlySpan<byte> deviceKey) =>
        SignatureAlgorithm.Ed25519.Verify(deviceKey, ToBeSigned(), Signature.Span);

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out FaultReport? value)
    {
        value = null;
        if (
            !reader.TryReadUInt16(out ushort type)
            || type != Type
            || !reader.TryReadUInt8(out byte version)
            || version != Version
            || !reader.TryReadFixed(Identifier.Size, out Opaque group)
            || !Identifier.TryFromBytes(group.Span, out GroupId groupId)
            || !reader.TryReadUInt64(out ulong epoch)
            || !reader.TryReadUInt64(out ulong sequence)
            || sequence > long.MaxValue
            || !reader.TryReadFixed(SHA256.HashSizeInBytes, out Opaque hash)
            || !reader.TryReadUInt8(out byte fault)
            || !Enum.IsDefined((CommitFault)fault)
            || !reader.TryReadFixed(Identifier.Size, out Opaque device)
            || !Identifier.TryFromBytes(device.Span, out DeviceId reporter)
            || !reader.TryReadVector(out Opaque signature)
        )
        {
            return false;
        }

        value = new FaultReport(groupId, epoch, (long)sequence, hash, (CommitFault)fault, reporter, signature);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteUnsigned(writer);
        writer.WriteVector(Signature.Span);
    }

    private byte[] ToBeSigned() => SignedBytes.Of(Label, WriteUnsigned);

    private void WriteUnsigned(MlsWriter writer)
    {
        writer.WriteUInt16(Type);
        writer.WriteUInt8(Version);
        writer.WriteFixed(GroupId.ToBytes());
        writer.WriteUInt64(Epoch);
        writer.WriteUInt64((ulong)Sequence);
        writer.WriteFixed(CommitHash.Span);
        writer.WriteUInt8((byte)Fault);
        writer.WriteFixed(Reporter.ToBytes());
    }
}
