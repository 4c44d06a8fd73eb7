using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>A commit that <see cref="PublicGroup"/> could follow.</summary>
public sealed class PublicCommit
{
    internal PublicCommit(PublicCommitStage stage, ImmutableArray<Opaque> addedReferences)
    {
        Next = stage.Next;
        Committer = stage.Committer;
        IsExternal = stage.IsExternal;
        Added = stage.Added;
        Removed = stage.Proposals.Removed;
        AddedReferences = addedReferences;
    }

    /// <summary>The group in its next epoch.</summary>
    public PublicGroup Next { get; }

    /// <summary>Who made it; of an external commit a new member, and one of the <see cref="Added"/>.</summary>
    public Member Committer { get; }

    /// <summary>Whether its sender came in by it (RFC 9420 §12.4.3.2).</summary>
    public bool IsExternal { get; }

    /// <summary>Who is new in the next epoch.</summary>
    public ImmutableArray<Member> Added { get; }

    /// <summary>Who is not in the next epoch any more.</summary>
    public ImmutableArray<Member> Removed { get; }

    /// <summary>The KeyPackageRefs of those that Add proposals brought, which the Welcome must name: <see cref="Welcome.NewMembers"/>.</summary>
    public ImmutableArray<Opaque> AddedReferences { get; }
}

/// <summary>The public half of processing a commit.</summary>
internal sealed record PublicCommitStage(
    PublicGroup Next,
    AppliedProposals Proposals,
    Commit Commit,
    Member Committer,
    bool IsExternal
)
{
    public ImmutableArray<Member> Added =>
        [.. Proposals.Added.Select(member => member.ToMember()), .. IsExternal ? [Committer] : (Member[])[]];
}
