using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

public sealed partial class PublicGroup
{
    /// <summary>A commit (RFC 9420 §12.4.2), followed without secrets.</summary>
    /// <param name="commit">From anybody.</param>
    /// <param name="rules">Asked about what it would change.</param>
    /// <param name="fault">Why not.</param>
    /// <returns>Null when it is refused.</returns>
    public PublicCommit? TryApply(PublicMessage commit, IMembershipRules rules, out MlsFault fault)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentNullException.ThrowIfNull(rules);
        AuthenticatedContent content = commit.ToAuthenticatedContent();
        fault = CheckSender(content);
        if (fault != MlsFault.None)
        {
            return null;
        }

        return Stage(content, rules, out fault) is { } staged
            ? new PublicCommit(staged, [.. staged.Proposals.Added.Select(member => Suite.KeyPackageRef(member.KeyPackage))])
            : null;
    }

    /// <summary>A proposal (RFC 9420 §12.1), kept for a commit of this epoch to refer to.</summary>
    /// <param name="proposal">From anybody.</param>
    /// <param name="rules">Asked whether its author may ask for this.</param>
    /// <param name="fault">Why not.</param>
    /// <returns>Null when it is refused.</returns>
    public PublicGroup? TryKeep(PublicMessage proposal, IMembershipRules rules, out MlsFault fault)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        ArgumentNullException.ThrowIfNull(rules);
        AuthenticatedContent content = proposal.ToAuthenticatedContent();
        // V-PROP-01
        fault = CheckSender(content);
        return fault == MlsFault.None ? TryKeep(content, rules, out fault) : null;
    }

    /// <summary>A proposal whose sender has been checked, kept for a commit of this epoch to refer to.</summary>
    internal PublicGroup? TryKeep(AuthenticatedContent content, IMembershipRules rules, out MlsFault fault)
    {
        if (content.Content.Proposal is not { } proposal)
        {
            fault = MlsFault.Malformed;
            return null;
        }

        AuthoredProposal entry = new(proposal, content.Content.Sender);
        fault = ProposalValidation.Check(entry, Suite, Context, Tree, rules);
        return fault == MlsFault.None
            ? new PublicGroup(
                Suite,
                Context,
                Tree,
                InterimTranscriptHash,
                ConfirmationTag,
                // V-PROP-22
                Pending.SetItem(Suite.ProposalRef(content), entry),
                ReInit
            )
            : null;
    }

    /// <summary>
    /// A commit whose sender has been checked: the public steps of RFC 9420 §12.4.2, in its order. What needs secrets follows
    /// in the member's state.
    /// </summary>
    internal PublicCommitStage? Stage(AuthenticatedContent content, IMembershipRules rules, out MlsFault fault)
    {
        Sender sender = content.Content.Sender;
        // V-FRAME-09
        if (content.Content.Commit is not { } commit || content.Auth.ConfirmationTag.Length != Suite.HashSize)
        {
            fault = MlsFault.Malformed;
            return null;
        }

        if (ProposalList.TryResolve(commit.Proposals, sender, Pending) is not { } proposals)
        {
            fault = MlsFault.UnknownProposal;
            return null;
        }

        if (TryApplyProposals(proposals, sender, rules, ResumptionPskUsage.Application, out fault) is not { } applied)
        {
            return null;
        }

        // V-COMMIT-02
        if (proposals.RequiresPath && commit.Path is null)
        {
            fault = MlsFault.PathMissing;
            return null;
        }

        bool isExternal = sender.Type == SenderType.NewMemberCommit;
        RatchetTree tree = applied.Tree;
        if (commit.Path is { } path)
        {
            // V-EXT-12
            fault = CheckPathLeaf(sender, applied, path.LeafNode, rules);
            if (fault != MlsFault.None)
            {
                return null;
            }

            // V-EXT-17
            if (
                tree.TryApply(applied.Committer, path, applied.AddedLeaves, Context.GroupId.Span, out TreeFault treeFault)
                is not { } merged
            )
            {
                fault = treeFault == TreeFault.LeafSignature ? MlsFault.BadSignature : MlsFault.InvalidPath;
                return null;
            }

            tree = merged;
        }

        LeafNode committer = tree.Leaf(applied.Committer)!;

        // V-PROP-14, V-PROP-16, V-PROP-17: A commit that only renews its sender's keys does not cost a look at every member.
        bool onlyRenews = proposals.IsEmpty && MembershipValidation.IsUnaffectedBy(Tree.Leaf(applied.Committer)!, committer);
        fault = onlyRenews ? MlsFault.None : MembershipValidation.Check(tree, applied.Extensions, rules);
        return fault == MlsFault.None
            ? new PublicCommitStage(
                Advance(content, tree, applied),
                applied,
                commit,
                new Member(applied.Committer, isExternal ? committer : Tree.Leaf(applied.Committer)!),
                isExternal
            )
            : null;
    }

    /// <summary>
    /// The proposals of a commit, checked and applied; for an external commit the tree has the blank leaf that its sender takes
    /// (RFC 9420 §12.4.2).
    /// </summary>
    internal AppliedProposals? TryApplyProposals(
        ProposalList proposals,
        Sender committer,
        IMembershipRules rules,
        ResumptionPskUsage founding,
        out MlsFault fault
    )
    {
        bool isExternal = committer.Type == SenderType.NewMemberCommit;
        fault = isExternal
            ? proposals.CheckExternal(Suite, Tree)
            : proposals.Check(Suite, Context, Tree, committer.Index, rules, founding);
        if (fault != MlsFault.None)
        {
            return null;
        }

        if (proposals.TryApply(Tree, Context.Extensions) is not { } applied)
        {
            fault = MlsFault.InvalidProposalList;
            return null;
        }

        if (!isExternal)
        {
            return applied with { Committer = committer.Index };
        }

        // V-EXT-10
        if (applied.Tree.WithRoom(out uint leaf) is not { } roomy)
        {
            fault = MlsFault.InvalidProposalList;
            return null;
        }

        return applied with
        {
            Tree = roomy,
            Committer = leaf,
        };
    }

    /// <summary>
    /// The leaf that a commit's path brings: the committer's next one, or a joiner's, which succeeds the one it removes (§12.2).
    /// </summary>
    internal MlsFault CheckPathLeaf(Sender sender, AppliedProposals applied, LeafNode leaf, IMembershipRules rules)
    {
        if (sender.Type != SenderType.NewMemberCommit)
        {
            return LeafNodeValidation.CheckPathLeaf(Suite, Tree.Leaf(sender.Index), leaf, rules);
        }

        Member? replaced = applied.Removed.FirstOrDefault();
        MlsFault fault = LeafNodeValidation.CheckPathLeaf(Suite, replaced?.Leaf, leaf, rules);
        if (fault != MlsFault.None)
        {
            return fault;
        }

        // V-EXT-16
        return
            rules.AcceptsExternalCommit(leaf, replaced, Context, Tree)
            // V-EXT-18
            && applied.Psks.All(psk =>
                rules.AcceptsProposal(new PreSharedKeyProposal(psk), new NewMemberAuthor(leaf), Context, Tree)
            )
            ? MlsFault.None
            : MlsFault.RefusedByRules;
    }

    /// <summary>
    /// The context to which a commit's path secrets are sealed (RFC 9420 §12.4.1): the new epoch with the old transcript hash.
    /// </summary>
    internal byte[] ProvisionalContext(Opaque treeHash, Extensions extensions) =>
        MlsCodec.Encode(Context with { Epoch = checked(Context.Epoch + 1), TreeHash = treeHash, Extensions = extensions });

    /// <summary>The context of the epoch that a signed commit starts; its confirmation tag plays no part in it.</summary>
    internal GroupContext NextContext(AuthenticatedContent commit, RatchetTree tree, Extensions extensions) =>
        Context with
        {
            Epoch = checked(Context.Epoch + 1),
            TreeHash = tree.TreeHash,
            ConfirmedTranscriptHash = TranscriptHash.Confirmed(Suite, InterimTranscriptHash, commit),
            Extensions = extensions,
        };

    internal PublicGroup Advance(AuthenticatedContent commit, RatchetTree tree, AppliedProposals applied)
    {
        GroupContext next = NextContext(commit, tree, applied.Extensions);
        Opaque tag = commit.Auth.ConfirmationTag;
        return new PublicGroup(
            Suite,
            next,
            tree,
            TranscriptHash.Interim(Suite, next.ConfirmedTranscriptHash, tag),
            tag,
            ImmutableDictionary<Opaque, AuthoredProposal>.Empty,
            applied.ReInit
        );
    }
}
