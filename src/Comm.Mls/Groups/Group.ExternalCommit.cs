using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.KeyPackages;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

public sealed partial class Group
{
    /// <summary>
    /// Comes in by an external commit (RFC 9420 §12.4.3.2), without anybody to add us: as somebody new, or in the place of an
    /// appearance of ours whose state is lost ("resync"). Valid only if the delivery service takes it as the one commit of the
    /// GroupInfo's epoch. A staged group that is given up is disposed of.
    /// </summary>
    /// <param name="info">Of the present epoch, with the <c>external_pub</c> extension. Checked as if it came from a stranger.</param>
    /// <param name="settings">What our leaf says.</param>
    /// <param name="signer">The key of our leaf.</param>
    /// <param name="rules">Asked first, as the members will.</param>
    /// <param name="fault">Why not.</param>
    /// <param name="options">What else we have to bring along.</param>
    /// <returns>Null when the group would refuse it.</returns>
    public static StagedCommit? TryJoinByExternalCommit(
        GroupInfo info,
        LeafSettings settings,
        ISigner signer,
        IMembershipRules rules,
        out MlsFault fault,
        ExternalCommitRequest? options = null
    )
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(signer);
        ArgumentNullException.ThrowIfNull(rules);
        options ??= new ExternalCommitRequest();
        if (PublicGroup.TryCreate(info, rules, out fault, options.RatchetTree) is not { } group)
        {
            return null;
        }

        CipherSuite suite = group.Suite;
        // V-EXT-15
        if (
            !info.Extensions.TryFind(ExtensionType.ExternalPub, out Opaque extension)
            || TryReadExternalPub(extension) is not { } externalPub
            || !suite.IsValidHpkePublicKey(externalPub)
        )
        {
            fault = MlsFault.NoExternalJoin;
            return null;
        }

        (Opaque kemOutput, Secret initSecret) = ExternalInit.Create(suite, externalPub);
        using (initSecret)
        {
            ImmutableArray<ProposalOrRef> proposals =
            [
                ProposalOrRef.Of(new ExternalInitProposal(kemOutput)),
                .. options.Replaces is { } old
                    ? [ProposalOrRef.Of(new RemoveProposal(old))]
                    : ImmutableArray<ProposalOrRef>.Empty,
                .. options.PreSharedKeys.Select(psk => ProposalOrRef.Of(new PreSharedKeyProposal(psk))),
            ];
            return TryCommitFromOutside(group, proposals, initSecret, settings, signer, rules, options, out fault);
        }
    }

    private static StagedCommit? TryCommitFromOutside(
        PublicGroup group,
        ImmutableArray<ProposalOrRef> proposals,
        Secret initSecret,
        LeafSettings settings,
        ISigner signer,
        IMembershipRules rules,
        ExternalCommitRequest options,
        out MlsFault fault
    )
    {
        CipherSuite suite = group.Suite;
        Sender sender = new(SenderType.NewMemberCommit, 0);
        ProposalList list = ProposalList.TryResolve(proposals, sender, group.Pending)!;
        if (group.TryApplyProposals(list, sender, rules, ResumptionPskUsage.Application, out fault) is not { } applied)
        {
            return null;
        }

        using Secret? pskSecret = PskSecret.TryDerive(
            suite,
            applied.Psks,
            id => options.PreSharedKeyStore is { } store && store.TryFind(id, out Secret? key) ? key : null
        );
        if (pskSecret is null)
        {
            fault = MlsFault.MissingPsk;
            return null;
        }

        LeafNode template = settings.ToLeaf(signer.PublicKey);
        fault = group.CheckPathLeaf(sender, applied, template, rules);
        if (fault != MlsFault.None)
        {
            return null;
        }

        using PathUpdate path = TreeKem.Create(
            applied.Tree,
            PrivateTree.Empty(applied.Committer),
            template,
            signer,
            group.Context.GroupId.Span,
            applied.AddedLeaves,
            treeHash => group.ProvisionalContext(treeHash, applied.Extensions)
        );
        fault = MembershipValidation.Check(path.Tree, applied.Extensions, rules);
        if (fault != MlsFault.None)
        {
            path.Private.Dispose();
            return null;
        }

        return CommitFromOutside(group, new Commit(proposals, path.Path), applied, path, initSecret, pskSecret, signer, options);
    }

    private static StagedCommit CommitFromOutside(
        PublicGroup group,
        Commit commit,
        AppliedProposals applied,
        PathUpdate path,
        Secret initSecret,
        Secret pskSecret,
        ISigner signer,
        ExternalCommitRequest options
    )
    {
        using CommitDraft draft = CommitDraft.Make(
            group,
            new Sender(SenderType.NewMemberCommit, 0),
            WireFormat.PublicMessage,
            commit,
            applied,
            path.Tree,
            new CommitSecrets(initSecret, path.CommitSecret, pskSecret),
            signer
        );
        GroupInfo info = SignGroupInfo(
            draft.Next,
            applied.Committer,
            signer,
            withTree: false,
            options.OfferExternalCommit ? Extensions.Of(ExternalPub(draft.Epoch)) : Extensions.None
        );
        Group next = new(draft.Next, draft.Epoch, path.Private, EpochHistory.Empty(options.Lifetimes));
        return new StagedCommit(
            next,
            null,
            MlsMessage.Of(new PublicMessage(draft.Content.Content, draft.Content.Auth, Opaque.Empty)),
            null,
            MlsMessage.Of(info),
            [new Member(applied.Committer, path.Path.LeafNode)],
            applied.Removed
        );
    }

    private static Opaque? TryReadExternalPub(Opaque extension)
    {
        MlsReader reader = new(extension.Memory);
        return reader.TryReadVector(out Opaque key) && reader.IsAtEnd ? (Opaque?)key : null;
    }
}
