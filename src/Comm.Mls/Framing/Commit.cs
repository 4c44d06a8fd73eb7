using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Framing;

/// <summary>
/// RFC 9420 §12.4: <c>ProposalOrRefType type; select { proposal: Proposal proposal; reference: ProposalRef reference; };</c>
/// Exactly one of the two is there.
/// </summary>
internal sealed record ProposalOrRef : IMlsStruct<ProposalOrRef>
{
    private const byte ByValue = 1;
    private const byte ByReference = 2;

    private ProposalOrRef(Proposal? proposal, Opaque reference)
    {
        Proposal = proposal;
        Reference = reference;
    }

    public Proposal? Proposal { get; }

    /// <summary>The <c>ProposalRef</c> (RFC 9420 §5.2) when <see cref="Proposal"/> is null.</summary>
    public Opaque Reference { get; }

    public static ProposalOrRef Of(Proposal proposal) => new(proposal, default);

    public static ProposalOrRef To(Opaque reference) => new(null, reference);

    static bool IMlsStruct<ProposalOrRef>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out ProposalOrRef? value)
    {
        value = null;
        if (!reader.TryReadUInt8(out byte type))
        {
            return false;
        }

        switch (type)
        {
            case ByValue when reader.TryRead(out Proposal? proposal):
                value = Of(proposal);
                return true;
            case ByReference when reader.TryReadVector(out Opaque reference):
                value = To(reference);
                return true;
            // V-CODEC-07
            default:
                return false;
        }
    }

    void IMlsStruct<ProposalOrRef>.Write(MlsWriter writer)
    {
        if (Proposal is not null)
        {
            writer.WriteUInt8(ByValue);
            writer.Write(Proposal);
        }
        else
        {
            writer.WriteUInt8(ByReference);
            writer.WriteVector(Reference.Span);
        }
    }
}

/// <summary>RFC 9420 §12.4: <c>ProposalOrRef proposals&lt;V&gt;; optional&lt;UpdatePath&gt; path;</c></summary>
internal sealed record Commit(ImmutableArray<ProposalOrRef> Proposals, UpdatePath? Path) : IMlsStruct<Commit>
{
    static bool IMlsStruct<Commit>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out Commit? value)
    {
        value = null;
        if (!reader.TryReadList(out ImmutableArray<ProposalOrRef> proposals) || !reader.TryReadOptional(out UpdatePath? path))
        {
            return false;
        }

        value = new Commit(proposals, path);
        return true;
    }

    void IMlsStruct<Commit>.Write(MlsWriter writer)
    {
        writer.WriteList(Proposals);
        writer.WriteOptional(Path);
    }
}
