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

    /// <summary>Null: <see cref="KeyLifetimes.Default"/>.</summary>
    public KeyLifetimes? Lifetimes { get; init; }
}

/// <summary>What somebody who joins by an external commit may have to bring along.</summary>
public sealed record ExternalCommitRequest
{
    /// <inheritdoc cref="JoinRequest.RatchetTree"/>
    public Opaque? RatchetTree { get; init; }

    /// <inheritdoc cref="CommitRequest.PreSharedKeys"/>
    public ImmutableArray<PreSharedKeyId> PreSharedKeys { get; init; } = [];

    public IPreSharedKeys? PreSharedKeyStore { get; init; }

    /// <inheritdoc cref="CommitRequest.OfferExternalCommit"/>
    public bool OfferExternalCommit { get; init; }

    /// <inheritdoc cref="JoinRequest.Lifetimes"/>
    public KeyLifetimes? Lifetimes { get; init; }
}
