using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Tree;

namespace Comm.Mls.Framing;

/// <summary>
/// RFC 9420 §12.1: <c>ProposalType proposal_type; select { … };</c> A type we do not know is a refusal: its length is unknown.
/// </summary>
public abstract record Proposal : IMlsStruct<Proposal>
{
    private protected Proposal() { }

    public abstract ProposalType Type { get; }

    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out Proposal? value)
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
            case ProposalType.GroupContextExtensions when Extensions.TryRead(ref reader, out Extensions? extensions):
                value = new GroupContextExtensionsProposal(extensions);
                return true;
            // V-PROP-13
            default:
                return false;
        }
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt16((ushort)Type);
        WriteBody(writer);
    }

    internal abstract void WriteBody(MlsWriter writer);
}

/// <summary>RFC 9420 §12.1.1: <c>KeyPackage key_package;</c></summary>
public sealed record AddProposal(KeyPackage KeyPackage) : Proposal
{
    public override ProposalType Type => ProposalType.Add;

    internal override void WriteBody(MlsWriter writer) => KeyPackage.Write(writer);
}

/// <summary>RFC 9420 §12.1.2: <c>LeafNode leaf_node;</c></summary>
public sealed record UpdateProposal(LeafNode LeafNode) : Proposal
{
    public override ProposalType Type => ProposalType.Update;

    internal override void WriteBody(MlsWriter writer) => LeafNode.Write(writer);
}

/// <summary>RFC 9420 §12.1.3: <c>uint32 removed;</c> a leaf index.</summary>
public sealed record RemoveProposal(uint Removed) : Proposal
{
    public override ProposalType Type => ProposalType.Remove;

    internal override void WriteBody(MlsWriter writer) => writer.WriteUInt32(Removed);
}

/// <summary>RFC 9420 §12.1.4: <c>PreSharedKeyID psk;</c></summary>
public sealed record PreSharedKeyProposal(PreSharedKeyId Psk) : Proposal
{
    public override ProposalType Type => ProposalType.PreSharedKey;

    internal override void WriteBody(MlsWriter writer) => Psk.Write(writer);
}

/// <summary>
/// RFC 9420 §12.1.5: <c>opaque group_id&lt;V&gt;; ProtocolVersion version; CipherSuite cipher_suite; Extension
/// extensions&lt;V&gt;;</c>
/// </summary>
public sealed record ReInitProposal(Opaque GroupId, ProtocolVersion Version, CipherSuiteId CipherSuite, Extensions Extensions)
    : Proposal
{
    public override ProposalType Type => ProposalType.ReInit;

    /// <summary>The struct without its type, as <see cref="Proposal.TryRead"/> has read that already.</summary>
    public static bool TryReadBody(ref MlsReader reader, [NotNullWhen(true)] out ReInitProposal? value)
    {
        value = null;
        if (
            !reader.TryReadVector(out Opaque groupId)
            || !reader.TryReadUInt16(out ushort version)
            || !reader.TryReadUInt16(out ushort suite)
            || !Extensions.TryRead(ref reader, out Extensions? extensions)
        )
        {
            return false;
        }

        value = new ReInitProposal(groupId, (ProtocolVersion)version, (CipherSuiteId)suite, extensions);
        return true;
    }

    internal override void WriteBody(MlsWriter writer)
    {
        writer.WriteVector(GroupId.Span);
        writer.WriteUInt16((ushort)Version);
        writer.WriteUInt16((ushort)CipherSuite);
        Extensions.Write(writer);
    }
}

/// <summary>RFC 9420 §12.1.6: <c>opaque kem_output&lt;V&gt;;</c></summary>
public sealed record ExternalInitProposal(Opaque KemOutput) : Proposal
{
    public override ProposalType Type => ProposalType.ExternalInit;

    internal override void WriteBody(MlsWriter writer) => writer.WriteVector(KemOutput.Span);
}

/// <summary>RFC 9420 §12.1.7: <c>Extension extensions&lt;V&gt;;</c> the whole new list.</summary>
public sealed record GroupContextExtensionsProposal(Extensions Extensions) : Proposal
{
    public override ProposalType Type => ProposalType.GroupContextExtensions;

    internal override void WriteBody(MlsWriter writer) => Extensions.Write(writer);
}
