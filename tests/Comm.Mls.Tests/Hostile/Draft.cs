using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Suites;

namespace Comm.Mls.Tests.Hostile;

/// <summary>A message before it is signed, every field open: what it says, and under what it will be signed.</summary>
internal sealed record Draft
{
    public required Opaque GroupId { get; init; }

    public required ulong Epoch { get; init; }

    public required Sender Sender { get; init; }

    public Opaque AuthenticatedData { get; init; } = Opaque.Empty;

    /// <summary>One of the three; application data when the other two are null.</summary>
    public Opaque ApplicationData { get; init; } = Opaque.Empty;

    public Proposal? Proposal { get; init; }

    public Commit? Commit { get; init; }

    public required ISigner Signer { get; init; }

    /// <summary>The context under the signature: the sender's epoch, if it is honest.</summary>
    public required GroupContext SignedIn { get; init; }

    public WireFormat SignedAs { get; init; } = WireFormat.PublicMessage;

    public FramedContent ToContent() =>
        Commit is not null ? FramedContent.OfCommit(GroupId, Epoch, Sender, AuthenticatedData, Commit)
        : Proposal is not null ? FramedContent.OfProposal(GroupId, Epoch, Sender, AuthenticatedData, Proposal)
        : FramedContent.OfApplication(GroupId, Epoch, Sender, AuthenticatedData, ApplicationData);
}

/// <summary>How a PrivateMessage is sealed. What is null is as an honest sender has it.</summary>
internal sealed record Sealing
{
    /// <summary>The leaf and generation that the sender data name.</summary>
    public uint? Leaf { get; init; }

    public uint Generation { get; init; }

    /// <summary>The leaf, ratchet and generation whose key is taken, if not those that the message names.</summary>
    public uint? KeyOfLeaf { get; init; }

    public ContentType? KeyOfType { get; init; }

    public uint? KeyOfGeneration { get; init; }

    public Opaque Padding { get; init; } = Opaque.Empty;

    /// <summary>In the place of the content with its signature.</summary>
    public Opaque? Plaintext { get; init; }

    /// <summary>In the place of the sender data.</summary>
    public Opaque? SenderData { get; init; }
}
