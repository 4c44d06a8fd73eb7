using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>A proposal and who signed it: the sender of its message, or of the commit that has it by value.</summary>
internal sealed record AuthoredProposal(Proposal Proposal, Sender Author);

/// <summary>
/// The proposals of one commit, references resolved, in the commit's order: checked (RFC 9420 §12.2) and applied (§12.3) by
/// the same code for whoever makes, follows or orders the commit. What one proposal has to be by itself is
/// <see cref="ProposalValidation"/>.
/// </summary>
internal sealed class ProposalList
{
    private readonly ImmutableArray<AuthoredProposal> _proposals;

    public ProposalList(ImmutableArray<AuthoredProposal> proposals) => _proposals = proposals;

    public bool IsEmpty => _proposals.IsEmpty;

    /// <summary>§12.4: by default there is a path; only adds, pre-shared keys and a reinitialization may do without.</summary>
    public bool RequiresPath =>
        _proposals.IsEmpty
        || _proposals.Any(entry =>
            entry.Proposal is UpdateProposal or RemoveProposal or GroupContextExtensionsProposal or ExternalInitProposal
        );

    /// <summary>Null when a reference is to a proposal that is not among the pending ones.</summary>
    public static ProposalList? TryResolve(
        ImmutableArray<ProposalOrRef> committed,
        Sender committer,
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
            // V-PROP-15
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

    /// <summary>For the commit of a member. <paramref name="founding"/> as in <see cref="ProposalValidation.Check"/>.</summary>
    public MlsFault Check(
        CipherSuite suite,
        GroupContext context,
        RatchetTree tree,
        uint committer,
        IMembershipRules rules,
        ResumptionPskUsage founding
    )
    {
        KeyPackageValidation.VerifyAhead(
            suite,
            [.. _proposals.Select(entry => entry.Proposal).OfType<AddProposal>().Select(add => add.KeyPackage)]
        );
        var changedLeaves = new HashSet<uint>();
        var pskIds = new HashSet<PreSharedKeyId>();
        bool changesExtensions = false;
        foreach (AuthoredProposal entry in _proposals)
        {
            MlsFault fault = ProposalValidation.Check(entry, suite, context, tree, rules, founding);
            if (fault != MlsFault.None)
            {
                return fault;
            }

            bool fits = entry.Proposal switch
            {
                // V-PROP-06, V-PROP-08
                UpdateProposal => entry.Author.Index != committer && changedLeaves.Add(entry.Author.Index),
                // V-PROP-07, V-PROP-08
                RemoveProposal remove => remove.Removed != committer && changedLeaves.Add(remove.Removed),
                // V-PSK-04, V-PSK-10
                PreSharedKeyProposal psk => pskIds.Add(psk.Psk) && pskIds.Count <= PskSecret.MaxKeys,
                // V-PROP-11
                GroupContextExtensionsProposal => !changesExtensions,
                // V-REINIT-02
                ReInitProposal => _proposals.Length == 1,
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

    /// <summary>
    /// For an external commit (§12.2): one ExternalInit, at most one Remove, by which the joiner takes out an old appearance of its
    /// own, pre-shared keys, and nothing else. Who may come in this way is the rules' to say, when its leaf is looked at.
    /// </summary>
    public MlsFault CheckExternal(CipherSuite suite, RatchetTree tree)
    {
        var pskIds = new HashSet<PreSharedKeyId>();
        int externalInits = 0;
        int removes = 0;
        foreach (AuthoredProposal entry in _proposals)
        {
            // Authored by somebody else: it was there by reference, which is not for outsiders (§12.4.3.2).
            bool fits =
                // V-EXT-04
                entry.Author.Type == SenderType.NewMemberCommit
                && entry.Proposal switch
                {
                    // V-EXT-01, V-EXT-14
                    ExternalInitProposal init => ++externalInits == 1 && suite.IsValidHpkePublicKey(init.KemOutput),
                    // V-EXT-02
                    RemoveProposal remove => ++removes == 1 && tree.Leaf(remove.Removed) is not null,
                    PreSharedKeyProposal psk => pskIds.Add(psk.Psk) && pskIds.Count <= PskSecret.MaxKeys,
                    // V-EXT-03
                    _ => false,
                };
            if (!fits)
            {
                return MlsFault.InvalidProposalList;
            }

            if (entry.Proposal is PreSharedKeyProposal { Psk: var id } && !ProposalValidation.IsSound(id, suite))
            {
                return MlsFault.InvalidPsk;
            }
        }

        return externalInits == 1 ? MlsFault.None : MlsFault.InvalidProposalList;
    }

    /// <summary>§12.3, in its order: extensions, updates, removes, adds. Null when the tree has no room for an add.</summary>
    public AppliedProposals? TryApply(RatchetTree tree, Extensions extensions)
    {
        var removed = ImmutableArray.CreateBuilder<Member>();
        var added = ImmutableArray.CreateBuilder<AddedMember>();
        extensions = All<GroupContextExtensionsProposal>().FirstOrDefault()?.Extensions ?? extensions;
        foreach (AuthoredProposal entry in _proposals)
        {
            if (entry.Proposal is UpdateProposal update)
            {
                tree = tree.Update(entry.Author.Index, update.LeafNode);
            }
        }

        RatchetTree before = tree;
        foreach (RemoveProposal remove in All<RemoveProposal>())
        {
            removed.Add(new Member(remove.Removed, before.Leaf(remove.Removed)!));
            tree = tree.Remove(remove.Removed);
        }

        foreach (AddProposal add in All<AddProposal>())
        {
            if (tree.Add(add.KeyPackage.LeafNode, out uint index) is not { } larger)
            {
                return null;
            }

            tree = larger;
            added.Add(new AddedMember(index, add.KeyPackage));
        }

        return new AppliedProposals(tree, extensions, added.ToImmutable(), removed.ToImmutable())
        {
            Psks = [.. All<PreSharedKeyProposal>().Select(proposal => proposal.Psk)],
            ExternalInit = All<ExternalInitProposal>().FirstOrDefault(),
            ReInit = All<ReInitProposal>().FirstOrDefault(),
        };
    }

    private IEnumerable<T> All<T>()
        where T : Proposal => _proposals.Select(entry => entry.Proposal).OfType<T>();
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

    /// <summary>The leaf of whoever commits; in an external commit, the one that it is about to take.</summary>
    public uint Committer { get; init; }

    /// <summary>In the order of the commit, which is the order of the key schedule (§8.4).</summary>
    public ImmutableArray<PreSharedKeyId> Psks { get; init; } = [];

    public ExternalInitProposal? ExternalInit { get; init; }

    public ReInitProposal? ReInit { get; init; }
}
