using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary>Where a pre-shared key comes from (RFC 9420 §8.4), one byte on the wire.</summary>
public enum PskType : byte
{
    /// <summary>From outside MLS.</summary>
    External = 1,

    /// <summary>From an epoch of a group (§8.6).</summary>
    Resumption = 2,
}

/// <summary>What a resumption key is used for (RFC 9420 §8.4), one byte on the wire.</summary>
internal enum ResumptionPskUsage : byte
{
    /// <summary>What the application likes.</summary>
    Application = 1,

    /// <summary>To found the group that follows another one (§11.2).</summary>
    ReInit = 2,

    /// <summary>To found a group that branches off another one (§11.3).</summary>
    Branch = 3,
}

/// <summary>
/// One use of a pre-shared key (RFC 9420 §8.4): <c>PSKType psktype; select { external: opaque psk_id&lt;V&gt;; resumption: ResumptionPSKUsage usage; opaque
/// psk_group_id&lt;V&gt;; uint64 psk_epoch; }; opaque psk_nonce&lt;V&gt;;</c>
/// </summary>
public sealed record PreSharedKeyId : IMlsStruct<PreSharedKeyId>
{
    private PreSharedKeyId() { }

    /// <summary>Which of the two it is.</summary>
    public PskType Type { get; private init; }

    /// <summary>The application's name of an external key; empty otherwise.</summary>
    public Opaque Id { get; private init; }

    /// <summary>The group that a resumption key is of; empty otherwise.</summary>
    public Opaque GroupId { get; private init; }

    /// <summary>The epoch that a resumption key is of; 0 otherwise.</summary>
    public ulong Epoch { get; private init; }

    internal ResumptionPskUsage Usage { get; private init; }

    internal Opaque Nonce { get; private init; }

    /// <summary>A key from outside MLS, for one use in a group of this suite: with a fresh nonce.</summary>
    /// <exception cref="ArgumentException">A suite that is not ours.</exception>
    public static PreSharedKeyId External(Opaque id, CipherSuiteId suite) => External(id, FreshNonce(suite));

    /// <summary>The resumption key of a group's epoch, for one use in a group of this suite: with a fresh nonce.</summary>
    /// <exception cref="ArgumentException">A suite that is not ours.</exception>
    public static PreSharedKeyId Resumption(Opaque groupId, ulong epoch, CipherSuiteId suite) =>
        Resumption(ResumptionPskUsage.Application, groupId, epoch, FreshNonce(suite));

    /// <summary>What RFC 9420 §8.4 wants of <see cref="Nonce"/>: Nh random bytes for each use of a key.</summary>
    internal static Opaque FreshNonce(CipherSuiteId suite) => RandomNumberGenerator.GetBytes(CipherSuite.Get(suite).HashSize);

    internal static PreSharedKeyId External(Opaque id, Opaque nonce) =>
        new()
        {
            Type = PskType.External,
            Id = id,
            Nonce = nonce,
        };

    internal static PreSharedKeyId Resumption(ResumptionPskUsage usage, Opaque groupId, ulong epoch, Opaque nonce) =>
        new()
        {
            Type = PskType.Resumption,
            Usage = usage,
            GroupId = groupId,
            Epoch = epoch,
            Nonce = nonce,
        };

    static bool IMlsStruct<PreSharedKeyId>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out PreSharedKeyId? value)
    {
        value = null;
        if (!reader.TryReadUInt8(out byte type))
        {
            return false;
        }

        switch ((PskType)type)
        {
            case PskType.External when reader.TryReadVector(out Opaque id) && reader.TryReadVector(out Opaque nonce):
                value = External(id, nonce);
                return true;
            case PskType.Resumption
                when reader.TryReadUInt8(out byte usage)
                    && (ResumptionPskUsage)usage
                        is ResumptionPskUsage.Application
                            or ResumptionPskUsage.ReInit
                            or ResumptionPskUsage.Branch
                    && reader.TryReadVector(out Opaque groupId)
                    && reader.TryReadUInt64(out ulong epoch)
                    && reader.TryReadVector(out Opaque nonce):
                value = Resumption((ResumptionPskUsage)usage, groupId, epoch, nonce);
                return true;
            // V-CODEC-07
            default:
                return false;
        }
    }

    void IMlsStruct<PreSharedKeyId>.Write(MlsWriter writer)
    {
        writer.WriteUInt8((byte)Type);
        if (Type == PskType.External)
        {
            writer.WriteVector(Id.Span);
        }
        else
        {
            writer.WriteUInt8((byte)Usage);
            writer.WriteVector(GroupId.Span);
            writer.WriteUInt64(Epoch);
        }

        writer.WriteVector(Nonce.Span);
    }
}
