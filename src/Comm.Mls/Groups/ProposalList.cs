using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>A proposal and the leaf of the member that made it.</summary>
internal sealed record AuthoredProposal(Proposal Proposal, uint Author);

/// <summary>
/// The proposals of one commit, references resolved, in the commit's order: checked (RFC 9420 §12.2) and applied (§12.3) by
/// the same code for whoever makes, follows or orders the commit.
/// </summary>
internal sealed class ProposalList
{
    private readonly ImmutableArray<AuthoredProposal> _proposals;

    public ProposalList(ImmutableArray<AuthoredProposal> proposals) => _proposals = proposals;

    public bool IsEmpty => _proposals.IsEmpty;

    /// <summary>§12.4: by default there is a path; only adds (psk, reinit) may do without.</summary>
    public bool RequiresPath =>
        _proposals.IsEmpty
        || _proposals.Any(entry =>
            entry.Proposal is UpdateProposal or RemoveProposal or GroupContextExtensionsProposal or ExternalInitProposal
        );

    /// <summary>Null when a reference is to a proposal that is not among the pending ones.</summary>
    public static ProposalList? TryResolve(
        ImmutableArray<ProposalOrRef> committed,
        uint committer,
        ImmutableDictionary<Opaque, AuthoredProposal> pending
    )
    {
        var proposals = ImmutableArray.CreateBuilder<AuthoredProposal>(committed.Length);
        foreach (ProposalOrRef item in committed)
        {
            if (item.Proposal is not null)
            {
                proposals.Add(new AuthoredProposal(item.Proposal, committer));
            }
            else if (pending.TryGetValue(item.Reference, out AuthoredProposal? referred))
            {
                proposals.Add(referred);
            }
            else
            {
                return null;
            }
        }

        return new ProposalList(proposals.MoveToImmutable());
    }

    public MlsFault Check(CipherSuite suite, GroupContext context, RatchetTree tree, uint committer, IMembershipRules rules)
    {
        var changedLeaves = new HashSet<uint>();
        bool changesExtensions = false;
        foreach (AuthoredProposal entry in _proposals)
        {
            MlsFault fault = CheckOne(entry, suite, context, tree, rules);
            if (fault != MlsFault.None)
            {
                return fault;
            }

            bool fits = entry.Proposal switch
            {
                UpdateProposal => entry.Author != committer && changedLeaves.Add(entry.Author),
                RemoveProposal remove => remove.Removed != committer && changedLeaves.Add(remove.Removed),
                GroupContextExtensionsProposal => !changesExtensions,
                _ => true,
            };
            if (!fits)
            {
                return MlsFault.InvalidProposalList;
            }

            changesExtensions |= entry.Proposal is GroupContextExtensionsProposal;
        }

        return MlsFault.None;
    }

    /// <summary>One proposal by itself (§12.1), and whether its author may make it.</summary>
    public static MlsFault CheckOne(
        AuthoredProposal entry,
        CipherSuite suite,
        GroupContext context,
        RatchetTree tree,
        IMembershipRules rules
    )
    {
        if (tree.Leaf(entry.Author) is not { } author)
        {
            return MlsFault.UnknownSender;
        }

        MlsFault fault = entry.Proposal switch
        {
            AddProposal add => KeyPackageValidation.Check(suite, add.KeyPackage, rules),
            UpdateProposal update => LeafNodeValidation.CheckSuccessor(
                suite,
                author,
                update.LeafNode,
                LeafNodeSource.Update,
                context.GroupId.Span,
                entry.Author,
                rules
            ),
            RemoveProposal remove => tree.Leaf(remove.Removed) is null ? MlsFault.InvalidProposalList : MlsFault.None,
            GroupContextExtensionsProposal change => rules.AcceptsContext(change.Extensions)
                ? MlsFault.None
                : MlsFault.RefusedByRules,
            _ => MlsFault.UnsupportedProposal,
        };
        if (fault != MlsFault.None)
        {
            return fault;
        }

        return rules.AcceptsProposal(entry.Proposal, author, context, tree) ? MlsFault.None : MlsFault.RefusedByRules;
    }

    /// <summary>§12.3, in its order: extensions, updates, removes, adds. Null when the tree has no room for an add.</summary>
    public AppliedProposals? TryApply(RatchetTree tree, Extensions extensions)
    {
        var removed = ImmutableArray.CreateBuilder<Member>();
        var added = ImmutableArray.CreateBuilder<AddedMember>();
        foreach (AuthoredProposal entry in _proposals)
        {
            if (entry.Proposal is GroupContextExtensionsProposal change)
            {
                extensions = change.Extensions;
            }
        }

        foreach (AuthoredProposal entry in _proposals)
        {
            if (entry.Proposal is UpdateProposal update)
            {
                tree = tree.Update(entry.Author, update.LeafNode);
            }
        }

        RatchetTree before = tree;
        foreach (AuthoredProposal entry in _proposals)
        {
            if (entry.Proposal is RemoveProposal remove)
            {
                removed.Add(new Member(remove.Removed, before.Leaf(remove.Removed)!));
                tree = tree.Remove(remove.Removed);
            }
        }

        foreach (AuthoredProposal entry in _proposals)
        {
            if (entry.Proposal is AddProposal add)
            {
                if (tree.Add(add.KeyPackage.LeafNode, out uint index) is not { } larger)
                {
                    return null;
                }

                tree = larger;
                added.Add(new AddedMember(index, add.KeyPackage));
            }
        }

        return new AppliedProposals(tree, extensions, added.ToImmutable(), removed.ToImmutable());
    }
}

internal sealed record AddedMember(uint LeafIndex, KeyPackage KeyPackage)
{
    public Member ToMember() => new(LeafIndex, KeyPackage.LeafNode);
}

/// <summary>The group after a commit's proposals and before its path.</summary>
internal sealed record AppliedProposals(
    RatchetTree Tree,
    Extensions Extensions,
    ImmutableArray<AddedMember> Added,
    ImmutableArray<Member> Removed
)
{
    /// <summary>Leaves to which the path's secrets are not encrypted: newcomers get theirs with the Welcome (§12.4.2).</summary>
    public IReadOnlySet<uint> AddedLeaves { get; } = Added.Select(member => member.LeafIndex).ToHashSet();
}
