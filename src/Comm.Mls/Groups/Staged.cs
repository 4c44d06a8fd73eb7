using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.KeyPackages;

namespace Comm.Mls.Groups;

/// <summary>What a commit is to do. Nothing at all is a commit too: it renews the committer's keys.</summary>
public sealed record CommitRequest
{
    public ImmutableArray<KeyPackage> Add { get; init; } = [];

    /// <summary>Leaf indices.</summary>
    public ImmutableArray<uint> Remove { get; init; } = [];

    /// <summary>The whole new list, or null to leave the extensions as they are.</summary>
    public Extensions? ContextExtensions { get; init; }

    /// <summary>Pending proposals of others, by ProposalRef.</summary>
    public ImmutableArray<Opaque> ByReference { get; init; } = [];

    /// <summary>Beside the ratchet tree in the GroupInfo that newcomers get encrypted: never on the server in clear.</summary>
    public Extensions WelcomeExtensions { get; init; } = Extensions.None;
}

/// <summary>An application message ready to go. <paramref name="Content"/> as in <see cref="ReceivedMessage"/>.</summary>
public sealed record StagedSend(Group Next, MlsMessage Message, AuthenticatedContent Content);

/// <summary>A proposal ready to go.</summary>
public sealed record StagedProposal(Group Next, MlsMessage Message, Opaque Reference);

/// <summary>
/// A commit ready to go, and the group as it will be once it is accepted. <paramref name="Welcome"/> is null when nobody is added.
/// <paramref name="GroupInfo"/> describes the next epoch without the tree, for the delivery service.
/// </summary>
public sealed record StagedCommit(
    Group Next,
    MlsMessage Commit,
    MlsMessage? Welcome,
    MlsMessage GroupInfo,
    ImmutableArray<Member> Added,
    ImmutableArray<Member> Removed
);
