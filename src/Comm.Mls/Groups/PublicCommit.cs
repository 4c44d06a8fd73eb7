using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;

namespace Comm.Mls.Groups;

/// <summary>
/// A commit that <see cref="PublicGroup"/> could follow. Of an external commit (<paramref name="IsExternal"/>) the committer is a
/// new member, and one of the <paramref name="Added"/>. <paramref name="AddedReferences"/> are the KeyPackageRefs of those that
/// Add proposals brought, which the Welcome must name.
/// </summary>
public sealed record PublicCommit(
    PublicGroup Next,
    Member Committer,
    bool IsExternal,
    ImmutableArray<Member> Added,
    ImmutableArray<Member> Removed,
    ImmutableArray<Opaque> AddedReferences
);

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
