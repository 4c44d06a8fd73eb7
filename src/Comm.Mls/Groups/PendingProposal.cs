using Comm.Mls.Codec;
using Comm.Mls.Framing;

namespace Comm.Mls.Groups;

/// <summary>A proposal that was seen in this epoch and waits for a commit.</summary>
public sealed class PendingProposal
{
    internal PendingProposal(Opaque reference, Proposal proposal)
    {
        Reference = reference;
        Proposal = proposal;
    }

    /// <summary>The ProposalRef (RFC 9420 §5.2) by which a commit names it: <see cref="CommitRequest.ByReference"/>.</summary>
    public Opaque Reference { get; }

    /// <summary>What it asks for.</summary>
    public Proposal Proposal { get; }
}
