using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Schedule;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>What somebody who joins by a Welcome may have to bring along.</summary>
public sealed record JoinRequest
{
    /// <summary>The tree, where the Welcome comes without it: <see cref="PublicGroup.ExportRatchetTree"/>.</summary>
    public Opaque? RatchetTree { get; init; }

    /// <summary>Where the keys are that the Welcome may ask for.</summary>
    public IPreSharedKeys? PreSharedKeyStore { get; init; }

    /// <summary>
    /// Whether the member that signed the GroupInfo may bring somebody in; null: every member may. The rules are asked of members and
    /// group, but which of the members it was, only the Welcome says.
    /// </summary>
    public Func<LeafNode, GroupContext, bool>? AcceptsSigner { get; init; }

    /// <summary>
    /// The group that the new one may follow (RFC 9420 §11.2) or branch off (§11.3). It stays the caller's. If it has ended, the group
    /// that it announced is entered only as its successor.
    /// </summary>
    public Group? Previous { get; init; }

    /// <summary>How long the group keeps keys; null: <see cref="KeyLifetimes.Default"/>.</summary>
    public KeyLifetimes? Lifetimes { get; init; }
}

/// <summary>What somebody who joins by an external commit (RFC 9420 §12.4.3.2) may have to bring along.</summary>
public sealed record ExternalCommitRequest
{
    /// <summary>
    /// Leaf index of our old appearance, whose place we take and whose state is lost ("resync"); null to come as somebody new.
    /// </summary>
    public uint? Replaces { get; init; }

    /// <summary>The tree, where the GroupInfo comes without it: <see cref="PublicGroup.ExportRatchetTree"/>.</summary>
    public Opaque? RatchetTree { get; init; }

    /// <summary>Keys to mix in (RFC 9420 §8.4), from <see cref="PreSharedKeyStore"/>.</summary>
    public ImmutableArray<PreSharedKeyId> PreSharedKeys { get; init; } = [];

    /// <summary>Where those keys are.</summary>
    public IPreSharedKeys? PreSharedKeyStore { get; init; }

    /// <summary>Puts the next epoch's external key in the GroupInfo, as <see cref="CommitRequest.OfferExternalCommit"/>.</summary>
    public bool OfferExternalCommit { get; init; }

    /// <summary>How long the group keeps keys; null: <see cref="KeyLifetimes.Default"/>.</summary>
    public KeyLifetimes? Lifetimes { get; init; }
}

/// <summary>A group that was joined by a Welcome.</summary>
public sealed class JoinedGroup
{
    internal JoinedGroup(Group group, Extensions welcomeExtensions)
    {
        Group = group;
        WelcomeExtensions = welcomeExtensions;
    }

    /// <summary>The group in the epoch that the Welcome is of. To be saved, and the KeyPackage's secrets deleted with it.</summary>
    public Group Group { get; }

    /// <summary>What the adder put beside the tree in the encrypted GroupInfo: <see cref="CommitRequest.WelcomeExtensions"/>.</summary>
    public Extensions WelcomeExtensions { get; }
}
