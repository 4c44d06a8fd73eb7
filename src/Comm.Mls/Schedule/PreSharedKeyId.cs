using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Comm.Mls.Codec;
using Comm.Mls.Suites;

namespace Comm.Mls.Schedule;

/// <summary>RFC 9420 §8.4.</summary>
public enum PskType : byte
{
    External = 1,
    Resumption = 2,
}

/// <summary>RFC 9420 §8.4.</summary>
public enum ResumptionPskUsage : byte
{
    Application = 1,
    ReInit = 2,
    Branch = 3,
}

/// <summary>
/// RFC 9420 §8.4: <c>PSKType psktype; select { external: opaque psk_id&lt;V&gt;; resumption: ResumptionPSKUsage usage; opaque
/// psk_group_id&lt;V&gt;; uint64 psk_epoch; }; opaque psk_nonce&lt;V&gt;;</c>
/// </summary>
public sealed record PreSharedKeyId : IMlsStruct<PreSharedKeyId>
{
    private PreSharedKeyId() { }

    public PskType Type { get; private init; }

    /// <summary>Of an external key; empty otherwise.</summary>
    public Opaque Id { get; private init; }

    /// <summary>Of a resumption key, with <see cref="GroupId"/> and <see cref="Epoch"/>.</summary>
    public ResumptionPskUsage Usage { get; private init; }

    public Opaque GroupId { get; private init; }

    public ulong Epoch { get; private init; }

    public Opaque Nonce { get; private init; }

    /// <summary>What RFC 9420 §8.4 wants of <see cref="Nonce"/>: Nh random bytes for each use of a key.</summary>
    public static Opaque FreshNonce(CipherSuiteId suite) => RandomNumberGenerator.GetBytes(CipherSuite.Get(suite).HashSize);

    public static PreSharedKeyId External(Opaque id, Opaque nonce) =>
        new()
        {
            Type = PskType.External,
            Id = id,
            Nonce = nonce,
        };

    public static PreSharedKeyId Resumption(ResumptionPskUsage usage, Opaque groupId, ulong epoch, Opaque nonce) =>
        new()
        {
            Type = PskType.Resumption,
            Usage = usage,
            GroupId = groupId,
            Epoch = epoch,
            Nonce = nonce,
        };

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out PreSharedKeyId? value)
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

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
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
