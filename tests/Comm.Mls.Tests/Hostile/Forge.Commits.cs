using System.Collections.Immutable;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Commits of the insider's, with or without the path and the confirmation tag that fit them.</summary>
internal sealed partial class Forge
{
    /// <summary>A commit that is whole: with the path and the tag that fit, as far as the tree can take the proposals at all.</summary>
    public MlsMessage Commit(params ImmutableArray<Proposal> proposals)
    {
        using PathUpdate path = MakePath(proposals, out AppliedProposals applied);
        AuthenticatedContent signed = Sign(Draft(new Commit([.. proposals.Select(ProposalOrRef.Of)], path.Path)));
        return MlsMessage.Of(Tag(Confirm(signed, path.Tree, applied.Extensions, path.CommitSecret)));
    }

    /// <summary>A commit of these parts; the tag is zeros when none is given.</summary>
    public MlsMessage Commit(ImmutableArray<ProposalOrRef> proposals, UpdatePath? path, Opaque? confirmationTag = null) =>
        MlsMessage.Of(Tag(Sign(proposals, path, confirmationTag)));

    /// <summary>The same as a PrivateMessage.</summary>
    public MlsMessage PrivateCommit(params ImmutableArray<Proposal> proposals)
    {
        using PathUpdate path = MakePath(proposals, out AppliedProposals applied);
        Draft draft = Draft(new Commit([.. proposals.Select(ProposalOrRef.Of)], path.Path));
        AuthenticatedContent signed = Sign(draft with { SignedAs = WireFormat.PrivateMessage });
        return MlsMessage.Of(Seal(Confirm(signed, path.Tree, applied.Extensions, path.CommitSecret), new Sealing()));
    }

    public MlsMessage Propose(Proposal proposal) => Public(Draft(proposal));

    /// <summary>
    /// The tag of the epoch that the commit leads to (RFC 9420 §6.1), worked out from another init secret or commit secret if asked.
    /// </summary>
    public AuthenticatedContent Confirm(
        AuthenticatedContent signed,
        RatchetTree tree,
        Extensions extensions,
        Secret commitSecret,
        Secret? initSecret = null
    )
    {
        using Secret noPsk = PskSecret.None(Suite);
        return Confirm(
            _public,
            signed,
            tree,
            extensions,
            new CommitSecrets(initSecret ?? _epoch.InitSecret, commitSecret, noPsk)
        );
    }

    public static AuthenticatedContent Confirm(
        PublicGroup group,
        AuthenticatedContent signed,
        RatchetTree tree,
        Extensions extensions,
        CommitSecrets secrets
    )
    {
        GroupContext next = group.NextContext(signed, tree, extensions);
        byte[] encoded = MlsCodec.Encode(next);
        using Secret joiner = EpochSecrets.DeriveJoinerSecret(group.Suite, secrets.InitSecret, secrets.CommitSecret, encoded);
        using EpochSecrets epoch = EpochSecrets.FromJoinerSecret(group.Suite, joiner, secrets.PskSecret, encoded);
        return signed.WithConfirmationTag(epoch.ConfirmationTag(next.ConfirmedTranscriptHash));
    }

    /// <summary>
    /// The path of a commit that covers these proposals, with what only its maker knows. <paramref name="sealedTo"/> is the context
    /// to which the path secrets are sealed, if not the provisional one.
    /// </summary>
    public PathUpdate MakePath(ImmutableArray<Proposal> proposals, out AppliedProposals applied, byte[]? sealedTo = null) =>
        MakePath(
            [.. proposals.Where(IsApplicable).Select(proposal => new AuthoredProposal(proposal, Sender.Member(OwnLeafIndex)))],
            out applied,
            sealedTo
        );

    private PathUpdate MakePath(ImmutableArray<AuthoredProposal> proposals, out AppliedProposals applied, byte[]? sealedTo = null)
    {
        AppliedProposals after = new ProposalList(proposals).TryApply(_public.Tree, Context.Extensions)!;
        applied = after;
        PathUpdate made = TreeKem.Create(
            after.Tree,
            _private,
            OwnLeaf,
            _insider.Signer,
            Context.GroupId.Span,
            after.AddedLeaves,
            treeHash => sealedTo ?? _public.ProvisionalContext(treeHash, after.Extensions)
        );
        made.Private.Retire(_private);
        return made;
    }

    public UpdatePath PathAfter(params ImmutableArray<Proposal> proposals)
    {
        using PathUpdate made = MakePath(proposals, out _);
        return made.Path;
    }

    /// <summary>A commit that adds <paramref name="newcomer"/> with a bent leaf.</summary>
    public MlsMessage Add(TestMember newcomer, Func<LeafNode, LeafNode>? bend = null) =>
        Commit(new AddProposal(KeyPackageOf(newcomer, bend)));

    /// <summary>An Update of the insider's with a bent leaf.</summary>
    public MlsMessage Update(Func<LeafNode, LeafNode>? bend = null) => Propose(new UpdateProposal(UpdatedLeaf(bend)));

    /// <summary>An empty commit whose path has a bent leaf.</summary>
    public MlsMessage Path(Func<LeafNode, LeafNode> bend) => Commit([], WithLeaf(PathAfter(), bend));

    /// <summary>An Update of <paramref name="author"/>'s with a bent leaf, for others to commit.</summary>
    public static StagedProposal ProposeUpdate(TestMember author, Func<LeafNode, LeafNode> bend)
    {
        using Forge forge = new(author);
        MlsMessage message = forge.Update(bend);
        Opaque reference = forge.Suite.ProposalRef(message.PublicMessage!.ToAuthenticatedContent());
        return new StagedProposal(author.Group, message, reference);
    }

    /// <summary>A commit of another's Update.</summary>
    public MlsMessage CommitUpdate(StagedProposal update)
    {
        FramedContent proposed = update.Message.PublicMessage!.Content;
        using PathUpdate path = MakePath([new AuthoredProposal(proposed.Proposal!, proposed.Sender)], out _);
        return Commit([ProposalOrRef.To(update.Reference)], path.Path);
    }

    /// <summary>A path secret sealed as that of an empty commit is (RFC 9420 §7.6), whatever it is.</summary>
    public HpkeCiphertext SealPathSecret(PathUpdate emptyCommit, Opaque recipient, byte[] pathSecret) =>
        Suite.EncryptWithLabel(
            recipient.Span,
            "UpdatePathNode",
            _public.ProvisionalContext(emptyCommit.Tree.TreeHash, Context.Extensions),
            pathSecret
        );

    /// <summary>The honest path with another leaf, signed again.</summary>
    public UpdatePath WithLeaf(UpdatePath path, Func<LeafNode, LeafNode> bend) =>
        path with
        {
            LeafNode = SignLeaf(bend(path.LeafNode)),
        };

    private AuthenticatedContent Sign(ImmutableArray<ProposalOrRef> proposals, UpdatePath? path, Opaque? confirmationTag)
    {
        AuthenticatedContent signed = Sign(Draft(new Commit(proposals, path)));
        return confirmationTag is { } tag ? signed.WithConfirmationTag(tag) : signed;
    }

    private bool IsApplicable(Proposal proposal) =>
        proposal switch
        {
            RemoveProposal remove => remove.Removed != OwnLeafIndex && _public.Tree.Leaf(remove.Removed) is not null,
            AddProposal or GroupContextExtensionsProposal => true,
            _ => false,
        };
}
