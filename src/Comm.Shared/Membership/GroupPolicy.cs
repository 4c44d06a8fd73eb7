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
/// A group's settings (design D7), version 1, a required GroupContext extension: <c>uint8 version = 1; uint8 mode; opaque
/// coordinators&lt;V&gt; (officers, 16 bytes each, at least one, ascending); uint8 history_for_newcomers; uint32 retention_days;
/// uint8 handling_ceiling; opaque form_set_hash&lt;V&gt; (SHA-256, or empty for a group without forms);</c>
/// </summary>
public sealed record GroupPolicy(
    GroupMode Mode,
    ImmutableArray<OfficerId> Coordinators,
    bool HistoryForNewcomers,
    uint RetentionDays,
    HandlingCeiling HandlingCeiling,
    Opaque FormSetHash
) : IMlsStruct<GroupPolicy>
{
    /// <summary>Private use (RFC 9420 §17.3).</summary>
    public const ExtensionType ContextExtension = (ExtensionType)0xF0C2;

    private const byte Version = 1;

    public bool IsCoordinator(OfficerId officer) => Coordinators.Contains(officer);

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
            || !reader.TryReadVector(out Opaque coordinatorBytes)
            || !TryReadCoordinators(coordinatorBytes.Span, out ImmutableArray<OfficerId> coordinators)
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
        writer.WriteLength(Coordinators.Length * Identifier.Size);
        foreach (OfficerId coordinator in Coordinators.OrderBy(officer => officer.ToString(), StringComparer.Ordinal))
        {
            writer.WriteFixed(coordinator.ToBytes());
        }

        writer.WriteUInt8(HistoryForNewcomers ? (byte)1 : (byte)0);
        writer.WriteUInt32(RetentionDays);
        writer.WriteUInt8((byte)HandlingCeiling);
        writer.WriteVector(FormSetHash.Span);
    }

    private static bool TryReadCoordinators(ReadOnlySpan<byte> bytes, out ImmutableArray<OfficerId> coordinators)
    {
        coordinators = [];
        if (bytes.IsEmpty || bytes.Length % Identifier.Size != 0)
        {
            return false;
        }

        var list = ImmutableArray.CreateBuilder<OfficerId>(bytes.Length / Identifier.Size);
        for (int at = 0; at < bytes.Length; at += Identifier.Size)
        {
            ReadOnlySpan<byte> one = bytes.Slice(at, Identifier.Size);
            if (
                !Identifier.TryFromBytes(one, out OfficerId officer)
                || (at > 0 && bytes.Slice(at - Identifier.Size, Identifier.Size).SequenceCompareTo(one) >= 0)
            )
            {
                return false;
            }

            list.Add(officer);
        }

        coordinators = list.MoveToImmutable();
        return true;
    }
}
