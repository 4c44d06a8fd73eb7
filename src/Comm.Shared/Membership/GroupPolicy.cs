using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Shared.Membership;

public enum GroupMode : byte
{
    Exercise = 1,
    Live = 2,
}

/// <summary>The highest handling of anything said in the group (TLP 2.0).</summary>
public enum HandlingCeiling : byte
{
    Clear = 1,
    Green = 2,
    Amber = 3,
    AmberStrict = 4,
    Red = 5,
}

/// <summary>
/// A group's settings (design D7), a required GroupContext extension: <c>uint8 version = 2; uint8 mode; Coordinator
/// coordinators&lt;V&gt; (at least one, ascending by administration and officer); uint8 history_for_newcomers; uint32
/// retention_days; uint8 handling_ceiling; opaque form_set_hash&lt;V&gt; (SHA-256, or empty for a group without forms);</c>
/// Version 1 named coordinators by officer alone and is not read any more.
/// </summary>
public sealed record GroupPolicy(
    GroupMode Mode,
    ImmutableArray<Coordinator> Coordinators,
    bool HistoryForNewcomers,
    uint RetentionDays,
    HandlingCeiling HandlingCeiling,
    Opaque FormSetHash
) : IMlsStruct<GroupPolicy>
{
    /// <summary>Private use (RFC 9420 §17.3).</summary>
    public const ExtensionType ContextExtension = (ExtensionType)0xF0C2;

    private const byte Version = 2;

    /// <summary>By certificate and by policy: an administration lets its officer coordinate, and this group names the officer.</summary>
    public bool IsCoordinator(DeviceCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.Roles.HasFlag(Roles.Coordinator) && Coordinators.Contains(Coordinator.Of(certificate));
    }

    public static bool TryFind(Extensions groupContextExtensions, [NotNullWhen(true)] out GroupPolicy? policy)
    {
        ArgumentNullException.ThrowIfNull(groupContextExtensions);
        policy = null;
        return groupContextExtensions.TryFind(ContextExtension, out Opaque bytes) && MlsCodec.TryDecode(bytes.Span, out policy);
    }

    public Extension ToContextExtension() => new(ContextExtension, MlsCodec.Encode(this));

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out GroupPolicy? value)
    {
        value = null;
        if (
            !reader.TryReadUInt8(out byte version)
            || version != Version
            || !reader.TryReadUInt8(out byte mode)
            || !Enum.IsDefined((GroupMode)mode)
            || !reader.TryReadList(out ImmutableArray<Coordinator> coordinators)
            || coordinators.IsEmpty
            || !IsAscending(coordinators)
            || !reader.TryReadUInt8(out byte history)
            || history > 1
            || !reader.TryReadUInt32(out uint retentionDays)
            || !reader.TryReadUInt8(out byte ceiling)
            || !Enum.IsDefined((HandlingCeiling)ceiling)
            || !reader.TryReadVector(out Opaque formSetHash)
            || formSetHash.Length is not (0 or 32)
        )
        {
            return false;
        }

        value = new GroupPolicy(
            (GroupMode)mode,
            coordinators,
            history == 1,
            retentionDays,
            (HandlingCeiling)ceiling,
            formSetHash
        );
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt8(Version);
        writer.WriteUInt8((byte)Mode);
        writer.WriteList(Coordinators.Sort(Compare));
        writer.WriteUInt8(HistoryForNewcomers ? (byte)1 : (byte)0);
        writer.WriteUInt32(RetentionDays);
        writer.WriteUInt8((byte)HandlingCeiling);
        writer.WriteVector(FormSetHash.Span);
    }

    /// <summary>One way to write a policy: in order, nobody twice.</summary>
    private static bool IsAscending(ImmutableArray<Coordinator> coordinators) =>
        coordinators.Zip(coordinators.Skip(1)).All(pair => Compare(pair.First, pair.Second) < 0);

    private static int Compare(Coordinator left, Coordinator right)
    {
        int administrations = string.CompareOrdinal(left.Administration.Value, right.Administration.Value);
        return administrations != 0
            ? administrations
            : left.Officer.ToBytes().AsSpan().SequenceCompareTo(right.Officer.ToBytes());
    }
}
