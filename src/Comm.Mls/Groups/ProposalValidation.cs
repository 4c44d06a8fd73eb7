using Comm.Mls.Framing;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>One proposal by itself (RFC 9420 §12.1), whether its kind of author may send it, and whether this author may.</summary>
internal static class ProposalValidation
{
    /// <param name="founding">
    /// The usage that a resumption key has in this commit beyond the ordinary: ReInit or Branch in the first commit of a group that
    /// follows or branches off another (§11.2, §11.3), Application in every other.
    /// </param>
    public static MlsFault Check(
        AuthoredProposal entry,
        CipherSuite suite,
        GroupContext context,
        RatchetTree tree,
        IMembershipRules rules,
        ResumptionPskUsage founding = ResumptionPskUsage.Application
    )
    {
        if (!IsAllowedFrom(entry.Author.Type, entry.Proposal))
        {
            return MlsFault.WrongSenderType;
        }

        if (AuthorOf(entry, context, tree) is not { } author)
        {
            return MlsFault.UnknownSender;
        }

        MlsFault fault = entry.Proposal switch
        {
            // V-PROP-02
            AddProposal add => KeyPackageValidation.Check(suite, add.KeyPackage, rules),
            // V-PROP-03
            UpdateProposal update => LeafNodeValidation.CheckSuccessor(
                suite,
                tree.Leaf(entry.Author.Index)!,
                update.LeafNode,
                LeafNodeSource.Update,
                context.GroupId.Span,
                entry.Author.Index,
                rules
            ),
            // V-PROP-04
            RemoveProposal remove => tree.Leaf(remove.Removed) is null ? MlsFault.InvalidProposalList : MlsFault.None,
            PreSharedKeyProposal psk => IsSound(psk.Psk, suite, founding) ? MlsFault.None : MlsFault.InvalidPsk,
            // V-REINIT-01
            ReInitProposal reInit => reInit.Version >= context.Version ? MlsFault.None : MlsFault.UnsupportedSuite,
            GroupContextExtensionsProposal change => ContextExtensionsFault(change.Extensions, rules),

            // V-PROP-12: Only in an external commit, which ProposalList.CheckExternal looks at.
            _ => MlsFault.InvalidProposalList,
        };
        if (fault != MlsFault.None)
        {
            return fault;
        }

        // V-PROP-20, V-XPROP-08
        return rules.AcceptsProposal(entry.Proposal, author, context, tree) ? MlsFault.None : MlsFault.RefusedByRules;
    }

    /// <summary>§12.1.4: a fresh nonce of the right length, and no key that is kept for founding a group.</summary>
    public static bool IsSound(
        PreSharedKeyId id,
        CipherSuite suite,
        ResumptionPskUsage founding = ResumptionPskUsage.Application
    ) =>
        // V-PSK-01
        id.Nonce.Length == suite.HashSize
        // V-PSK-02, V-PSK-03
        && (id.Type != PskType.Resumption || id.Usage == ResumptionPskUsage.Application || id.Usage == founding);

    /// <summary>Null when there is nobody at the leaf, or no external sender of that number.</summary>
    public static ProposalAuthor? AuthorOf(AuthoredProposal entry, GroupContext context, RatchetTree tree) =>
        entry.Author.Type switch
        {
            SenderType.Member when tree.Leaf(entry.Author.Index) is { } leaf => new MemberAuthor(entry.Author.Index, leaf),
            // V-XPROP-11
            SenderType.External when ExternalSenders.Find(context.Extensions, entry.Author.Index) is { } sender =>
                new ExternalAuthor(entry.Author.Index, sender),
            SenderType.NewMemberProposal when entry.Proposal is AddProposal add => new NewMemberAuthor(add.KeyPackage.LeafNode),
            _ => null,
        };

    /// <summary>§6.1 and §12.1.8: what an outsider may propose.</summary>
    public static bool IsAllowedFrom(SenderType sender, Proposal proposal) =>
        sender switch
        {
            SenderType.Member => true,
            // V-XPROP-03
            SenderType.External => proposal
                is AddProposal
                    or RemoveProposal
                    or PreSharedKeyProposal
                    or ReInitProposal
                    or GroupContextExtensionsProposal,
            // V-XPROP-06
            SenderType.NewMemberProposal => proposal is AddProposal,
            _ => false,
        };

    private static MlsFault ContextExtensionsFault(Extensions extensions, IMembershipRules rules) =>
        !MembershipValidation.AreReadable(extensions) ? MlsFault.Malformed
        // V-PROP-19, V-XPROP-09
        : rules.AcceptsContext(extensions) ? MlsFault.None
        : MlsFault.RefusedByRules;
}
