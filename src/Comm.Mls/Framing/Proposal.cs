using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tree;

namespace Comm.Mls.Framing;

/// <summary>
/// A change to a group that somebody asks for (RFC 9420 §12.1), by its derived type: <c>ProposalType proposal_type; select { … };</c> A type we do not know
/// is a refusal: its length is unknown.
/// </summary>
public abstract record Proposal : IMlsStruct<Proposal>
{
    private protected Proposal(ProposalType type) => Type = type;

    internal ProposalType Type { get; }

    static bool IMlsStruct<Proposal>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out Proposal? value)
    {
        value = null;
        if (!reader.TryReadUInt16(out ushort type))
        {
            return false;
        }

        switch ((ProposalType)type)
        {
            case ProposalType.Add when reader.TryRead(out KeyPackage? keyPackage):
                value = new AddProposal(keyPackage);
                return true;
            case ProposalType.Update when reader.TryRead(out LeafNode? leafNode):
                value = new UpdateProposal(leafNode);
                return true;
            case ProposalType.Remove when reader.TryReadUInt32(out uint removed):
                value = new RemoveProposal(removed);
                return true;
            case ProposalType.PreSharedKey when reader.TryRead(out PreSharedKeyId? psk):
                value = new PreSharedKeyProposal(psk);
                return true;
            case ProposalType.ReInit when ReInitProposal.TryReadBody(ref reader, out ReInitProposal? reInit):
                value = reInit;
                return true;
            case ProposalType.ExternalInit when reader.TryReadVector(out Opaque kemOutput):
                value = new ExternalInitProposal(kemOutput);
                return true;
            case ProposalType.GroupContextExtensions when reader.TryRead(out Extensions? extensions):
                value = new GroupContextExtensionsProposal(extensions);
                return true;
            // V-PROP-13
            default:
                return false;
        }
    }

    void IMlsStruct<Proposal>.Write(MlsWriter writer)
    {
        writer.WriteUInt16((ushort)Type);
        WriteBody(writer);
    }

    internal abstract void WriteBody(MlsWriter writer);
}

/// <summary>A new member (RFC 9420 §12.1.1): <c>KeyPackage key_package;</c></summary>
/// <param name="KeyPackage">Of whom it adds.</param>
public sealed record AddProposal(KeyPackage KeyPackage) : Proposal(ProposalType.Add)
{
    internal override void WriteBody(MlsWriter writer) => writer.Write(KeyPackage);
}

/// <summary>Another leaf for its sender (RFC 9420 §12.1.2): <c>LeafNode leaf_node;</c></summary>
public sealed record UpdateProposal : Proposal
{
    internal UpdateProposal(LeafNode leafNode)
        : base(ProposalType.Update) => LeafNode = leafNode;

    /// <summary>The leaf that takes the place of the sender's.</summary>
    public LeafNode LeafNode { get; internal init; }

    internal override void WriteBody(MlsWriter writer) => writer.Write(LeafNode);
}

/// <summary>A member less (RFC 9420 §12.1.3): <c>uint32 removed;</c></summary>
/// <param name="Removed">Leaf index of whom it removes.</param>
public sealed record RemoveProposal(uint Removed) : Proposal(ProposalType.Remove)
{
    internal override void WriteBody(MlsWriter writer) => writer.WriteUInt32(Removed);
}

/// <summary>A pre-shared key, mixed into the next epoch (RFC 9420 §12.1.4): <c>PreSharedKeyID psk;</c></summary>
/// <param name="Psk">Which key, for one use.</param>
public sealed record PreSharedKeyProposal(PreSharedKeyId Psk) : Proposal(ProposalType.PreSharedKey)
{
    internal override void WriteBody(MlsWriter writer) => writer.Write(Psk);
}

/// <summary>
/// The group's end, and what follows it (RFC 9420 §12.1.5): <c>opaque group_id&lt;V&gt;; ProtocolVersion version; CipherSuite
/// cipher_suite; Extension extensions&lt;V&gt;;</c>
/// </summary>
/// <param name="GroupId">Of the group that follows.</param>
/// <param name="CipherSuite">Of the group that follows.</param>
/// <param name="Extensions">Of the next group's GroupContext.</param>
public sealed record ReInitProposal(Opaque GroupId, CipherSuiteId CipherSuite, Extensions Extensions)
    : Proposal(ProposalType.ReInit)
{
    /// <summary>Of the protocol in the group that follows; not below this group's.</summary>
    internal ProtocolVersion Version { get; init; } = ProtocolVersion.Mls10;

    /// <summary>The struct without its type, which has been read already.</summary>
    internal static bool TryReadBody(ref MlsReader reader, [NotNullWhen(true)] out ReInitProposal? value)
    {
        value = null;
        if (
            !reader.TryReadVector(out Opaque groupId)
            || !reader.TryReadUInt16(out ushort version)
            || !reader.TryReadUInt16(out ushort suite)
            || !reader.TryRead(out Extensions? extensions)
        )
        {
            return false;
        }

        value = new ReInitProposal(groupId, (CipherSuiteId)suite, extensions) { Version = (ProtocolVersion)version };
        return true;
    }

    internal override void WriteBody(MlsWriter writer)
    {
        writer.WriteVector(GroupId.Span);
        writer.WriteUInt16((ushort)Version);
        writer.WriteUInt16((ushort)CipherSuite);
        writer.Write(Extensions);
    }
}

/// <summary>By which an external commit brings its sender in (RFC 9420 §12.1.6): <c>opaque kem_output&lt;V&gt;;</c></summary>
internal sealed record ExternalInitProposal(Opaque KemOutput) : Proposal(ProposalType.ExternalInit)
{
    internal override void WriteBody(MlsWriter writer) => writer.WriteVector(KemOutput.Span);
}

/// <summary>Other extensions for the group (RFC 9420 §12.1.7): <c>Extension extensions&lt;V&gt;;</c></summary>
/// <param name="Extensions">The whole new list.</param>
public sealed record GroupContextExtensionsProposal(Extensions Extensions) : Proposal(ProposalType.GroupContextExtensions)
{
    internal override void WriteBody(MlsWriter writer) => writer.Write(Extensions);
}
